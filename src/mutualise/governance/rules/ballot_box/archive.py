"""The published archive of an election: what is in it, how it is written and how it is read.

A zip of JSON files in the canonical form (`canonical.as_bytes`), the notice and the text of the
rule. For the whole election:

- `archive.json`: format, version, election, contests, and the SHA-256 of every other file.
- `notice.json`: the notice of election, byte for byte as it was hashed.
- `rule.txt`: the text of the counting rule; the notice holds its SHA-256 as `rule_sha256`.
- `deeds.json`, where there are any: `deeds` after the notice, each with its day, its `words`, the hash of what came `before` and its own
  `hash` (`deeds`). An `extend` has the last day `from` and `until` and the heads of the `boards` then; `void` says that the result
  no longer stands. An election that was cancelled has no archive.

For each contest, in a folder of its name:

- `roll.json`: `leaves` and `sha256` of the frozen roll (`roll`), and `marked`: names marked as
  having an `online` (`sealed` of them with a token signed blind) or a `paper` voting paper. No name.
  `changed`, if there are any: leaves whose rows in the store no longer give them. `earlier`, where the roll
  was put right before the poll: each `version` before with its `sha256`, and what was `added` and `removed` after it
  and `why`.
- `board.json`: `opening_head`, `rows` (`token`, `counter`, `sealed`, `mode`, `head`),
  `closing_head`, and `published_heads` as they were mailed out while the poll was open.
- `mix.json`: `trustees` (`title`, `public_key`), `superseded` row numbers, `steps` (`trustee`,
  `received`, `hashes`, `list_sha256`, `dropped`), and `not_ballots`: texts that were no ballot.
- `lots.json`: `kind` none, seed (`commitment`, `secret`, `seed`, `order` of candidate ids) or
  manual (`order`, `witnesses`).
- `count.json`: rule, seats, candidates, withdrawn, `figures` (`box`, `paper`, `spoiled`, `valid`),
  `papers` as [[how many, ranking], …] cut to what the count looked at, or null when only the stage
  table is published, and `result` as the counter gave it.
- `tokens.json`, when tokens were signed blind: the issuers' public keys (`roll_key`,
  `scrutineer_key`), where the second was kept (`scrutineer_key_held`: scrutineer or platform), in the
  first case `scrutineer_signed`, how many signatures the scrutineer says were given, if it was entered, the
  signed `tokens`, and `ballots`: the signature (`row`, `signature`) of every ballot cast under one.
- `countbacks.json`, where a place fell vacant and was filled from these papers: `countbacks`, one after the
  other, each with the `vacancy` it fills (numbered from 1), who had `left` a place by then and who was
  `unavailable`, the `way` (COUNTBACK or NEXT), `lots`, `papers` and `result` as for the count, `winner` or null.
- `opened.json`, in the scrutineer's and agents' copy alone: every opened ballot in full.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn

from mutualise.governance.rules.ballot_box.board import Entry, Receipt, entry_as_json
from mutualise.governance.rules.ballot_box.canonical import as_bytes, base64_text, digest
from mutualise.governance.rules.ballot_box.mix import Step
from mutualise.governance.rules.ballot_box.roll import roll_hash

FORMAT, VERSION = "mutualise-election-archive", 1
MOST_FILES, MOST_BYTES = 1000, 512 * 1024 * 1024
# One date for every file, so that the same content gives the same zip.
ZIP_DATE = (1980, 1, 1, 0, 0, 0)


class BadArchive(ValueError):
    """The archive cannot be read at all; the message says where and what to do."""


@dataclass(frozen=True)
class ContestRecord:
    """One contest as it is published. `papers` None publishes the stage table alone.

    `opened` and `sheets` (rankings of paper sheets, with how many) belong into the agents' copy
    only. `tokens` is the content of tokens.json. `options` go to the count as they are.
    """

    contest: str
    # As they were when the roll was frozen.
    leaves: Sequence[bytes]
    marked: Mapping[str, int]
    opening_head: bytes
    rows: Sequence[tuple[Entry, bytes]]
    published_heads: Sequence[Receipt]
    trustees: Sequence[tuple[str, bytes]]
    superseded: Sequence[int]
    steps: Sequence[Step]
    not_ballots: int
    lots: Mapping[str, Any]
    rule: str
    seats: int
    candidates: Sequence[Mapping[str, Any]]
    figures: Mapping[str, int]
    result: Mapping[str, Any]
    papers: Sequence[tuple[int, Sequence[int]]] | None = None
    withdrawn: Sequence[int] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    tokens: Mapping[str, Any] | None = None
    opened: Sequence[bytes] | None = None
    sheets: Sequence[tuple[int, Sequence[int]]] = ()
    # The roll's hash as the step that froze it says; leaves whose rows were changed since.
    frozen: str = ""
    countbacks: Sequence[Mapping[str, Any]] = ()
    # Versions of the roll before the last, first to last.
    earlier: Sequence[Mapping[str, Any]] = ()
    changed: Sequence[bytes] = ()


def build(
    election: str, notice: bytes, rule_text: str, contests: Sequence[ContestRecord],
    deeds: Sequence[Mapping[str, Any]] = (),
) -> dict[str, bytes]:  # fmt: skip
    """The files of an archive, by path."""
    files = {"notice.json": notice, "rule.txt": rule_text.encode()}
    if deeds:
        files["deeds.json"] = as_bytes({"deeds": list(deeds)})
    for record in contests:
        for name, content in _contest_files(record).items():
            files[f"{record.contest}/{name}"] = as_bytes(content)
    files["archive.json"] = as_bytes(
        {
            "contests": [record.contest for record in contests],
            "election": election,
            "files": {name: digest(content).hex() for name, content in files.items()},
            "format": FORMAT,
            "version": VERSION,
        }
    )
    return files


def _contest_files(record: ContestRecord) -> dict[str, Any]:
    files: dict[str, Any] = {
        "roll.json": {
            "leaves": sorted(leaf.hex() for leaf in record.leaves),
            "marked": dict(record.marked),
            "sha256": record.frozen or roll_hash(record.leaves).hex(),
        }
        | ({"changed": sorted(leaf.hex() for leaf in record.changed)} if record.changed else {})
        | ({"earlier": [dict(each) for each in record.earlier]} if record.earlier else {}),
        "board.json": {
            "closing_head": (record.rows[-1][1] if record.rows else record.opening_head).hex(),
            "opening_head": record.opening_head.hex(),
            "published_heads": [
                {"head": each.head.hex(), "number": each.number} for each in record.published_heads
            ],
            "rows": [entry_as_json(entry) | {"head": head.hex()} for entry, head in record.rows],
        },
        "mix.json": {
            "not_ballots": record.not_ballots,
            "steps": [step_as_json(step) for step in record.steps],
            "superseded": list(record.superseded),
            "trustees": [
                {"public_key": key.hex(), "title": title} for title, key in record.trustees
            ],
        },
        "lots.json": dict(record.lots),
        "count.json": {
            "candidates": [dict(each) for each in record.candidates],
            "figures": dict(record.figures),
            "options": dict(record.options),
            "papers": None if record.papers is None else _papers(record.papers),
            "result": dict(record.result),
            "rule": record.rule,
            "seats": record.seats,
            "withdrawn": sorted(record.withdrawn),
        },
    }
    if record.countbacks:
        files["countbacks.json"] = {"countbacks": [_countback(each) for each in record.countbacks]}
    if record.tokens is not None:
        files["tokens.json"] = dict(record.tokens)
    if record.opened is not None:
        files["opened.json"] = {
            "ballots": [base64_text(plain) for plain in sorted(record.opened)],
            "sheets": _papers(record.sheets),
        }
    return files


def _countback(found: Mapping[str, Any]) -> dict[str, Any]:
    papers = found["papers"]
    return dict(found) | {"papers": None if papers is None else _papers(papers)}


def _papers(papers: Sequence[tuple[int, Sequence[int]]]) -> list[list[Any]]:
    return [[number, list(ranking)] for number, ranking in sorted((n, tuple(r)) for n, r in papers)]


def step_as_json(step: Step) -> dict[str, Any]:
    """What a trustee publishes of his step."""
    return {
        "dropped": [[received.hex(), reason] for received, reason in step.dropped],
        "hashes": [each.hex() for each in step.hashes],
        "list_sha256": digest(*step.hashes).hex(),
        "received": step.received,
        "trustee": step.trustee,
    }


def packed(files: Mapping[str, bytes]) -> bytes:
    """The archive as a zip: the same files always give the same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as opened:
        for name in sorted(files):
            opened.writestr(_entry(name), files[name])
    return target.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, date_time=ZIP_DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def unpacked(content: bytes) -> dict[str, bytes]:
    """The files of a zip. Raises BadArchive when it is none, too large, or damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            entries = [entry for entry in opened.infolist() if not entry.is_dir()]
            if len(entries) > MOST_FILES or sum(e.file_size for e in entries) > MOST_BYTES:
                raise BadArchive("The archive is larger than any election's. Check the file.")
            if len({entry.filename for entry in entries}) != len(entries):
                raise BadArchive("The archive holds two files of one name. Download it again.")
            for entry in entries:
                if ".." in entry.filename.split("/") or entry.filename.startswith("/"):
                    raise BadArchive(
                        f"{entry.filename} leads out of the archive. Download it again."
                    )
            return {entry.filename: _content(opened, entry) for entry in entries}
    except BadArchive:
        raise
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError, ValueError) as bad:  # fmt: skip
        raise BadArchive(f"This is not a readable zip ({bad}). Download it again.") from bad


def _content(opened: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Asked for as many bytes as it says it has, an entry that lies unpacks to no more of them."""
    with opened.open(entry) as file:
        return file.read(entry.file_size)


def read_json(files: Mapping[str, bytes], name: str) -> dict[str, Any]:
    """One JSON file of the archive. Raises BadArchive naming the file and the fault."""
    if name not in files:
        raise BadArchive(f"{name} is missing from the archive. Download it again.")
    try:
        content = json.loads(files[name], parse_float=_refuse, parse_constant=_refuse, object_pairs_hook=_once)  # fmt: skip
    except (ValueError, RecursionError) as bad:
        raise BadArchive(f"{name} cannot be read as JSON ({bad}). Download it again.") from bad
    if not isinstance(content, dict):
        raise BadArchive(f"{name} does not hold an object. Download it again.")
    return content


def _refuse(text: str) -> NoReturn:
    raise ValueError(f"{text} is not a whole number")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return found
