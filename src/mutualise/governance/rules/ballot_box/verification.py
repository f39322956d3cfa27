"""Everything an outsider can repeat of an election, from its published archive alone.

What it cannot show stands as a check of its own, with outcome "cannot be checked" and the reason:
no archive proves that each trustee put out what came in (voters' check codes do that, by sample),
nor that the names marked on the roll are people who asked for a voting paper.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from mutualise.governance.rules.ballot_box import (
    checks_box,
    checks_count,
    checks_countback,
    checks_deeds,
    deeds,
)
from mutualise.governance.rules.ballot_box.archive import FORMAT, VERSION, BadArchive, read_json
from mutualise.governance.rules.ballot_box.board import Receipt
from mutualise.governance.rules.ballot_box.canonical import digest
from mutualise.governance.rules.ballot_box.checks import Check, Found, Outcome, run
from mutualise.governance.rules.ballot_box.checks_count import Engine

Files = Mapping[str, bytes]


def verify(
    files: Files,
    receipts: Mapping[str, Sequence[Receipt]] | None = None,
    engines: Sequence[Engine] = (),
    kept_deeds: Collection[str] = (),
) -> list[Check]:
    """Every check of an archive, in order.

    `receipts`: heads that people kept, by contest; `kept_deeds`: hashes of deeds, as the mail about an
    extension has them.

    Raises BadArchive when the files are no archive of a version this program reads.
    """
    index = read_json(files, "archive.json")
    _refuse_others(index, receipts or {})
    checks = [
        run("files", "", lambda: _check_files(files, index)),
        run("rule", "", lambda: checks_count.rule_fault(files)),
    ]
    if deeds.FILE in files or kept_deeds:
        checks.append(run("deeds", "", lambda: checks_deeds.check_deeds(files, kept_deeds)))
    for contest in index["contests"]:
        kept = (receipts or {}).get(contest, ())
        checks += _of_contest(files, contest, kept, engines)
    return checks


def _of_contest(
    files: Files, contest: str, kept: Sequence[Receipt], engines: Sequence[Engine]
) -> list[Check]:
    box, count = checks_box, checks_count
    checks = [
        run("roll", contest, lambda: box.check_roll(files, contest)),
        run("board", contest, lambda: box.check_board(files, contest)),
        run("heads", contest, lambda: box.check_heads(files, contest, kept)),
        run("votes", contest, lambda: box.check_votes(files, contest)),
        run("tokens", contest, lambda: box.check_tokens(files, contest)),
        run("mix", contest, lambda: box.check_mix(files, contest)),
        run("opened ballots", contest, lambda: count.check_opened(files, contest)),
        run("figures", contest, lambda: count.check_figures(files, contest)),
        run("lots", contest, lambda: count.check_lots(files, contest)),
        run("count", contest, lambda: count.check_count(files, contest, engines)),
        run("full count", contest, lambda: count.check_full_count(files, contest, engines)),
    ]
    if f"{contest}/countbacks.json" in files:
        found = lambda: checks_countback.check_countbacks(files, contest, engines)  # noqa: E731
        checks.append(run("countback", contest, found))
    return checks


def _refuse_others(index: Mapping[str, Any], receipts: Mapping[str, object]) -> None:
    if index.get("format") != FORMAT:
        raise BadArchive("archive.json does not name an election archive. Choose another file.")
    if index.get("version") != VERSION:
        raise BadArchive(
            f"The archive has version {index.get('version')}, this program reads {VERSION}. "
            "Use the program of that version."
        )
    contests = index.get("contests")
    if not isinstance(contests, list) or not all(isinstance(each, str) for each in contests):
        raise BadArchive("archive.json does not list the contests. Download it again.")
    if not contests or len(set(contests)) != len(contests):
        raise BadArchive("archive.json lists no contest, or one twice. Download it again.")
    strange = sorted(set(receipts) - set(contests))
    if strange:
        raise BadArchive(
            f"There is no contest {strange[0]}; the archive has {', '.join(contests)}."
        )


def _check_files(files: Files, index: Mapping[str, Any]) -> Found:
    """Every file is the one that archive.json names by its hash, and there is no other."""
    stated = index["files"]
    faults = [
        f"{name} is not the file that archive.json names."
        for name in sorted(set(stated) & set(files))
        if digest(files[name]).hex() != stated[name]
    ]
    faults += [f"{name} is missing." for name in sorted(set(stated) - set(files))]
    extra = sorted(set(files) - set(stated) - {"archive.json"})
    faults += [f"{name} is in the archive and not named by archive.json." for name in extra]
    notice = read_json(files, "notice.json")
    if notice.get("election") != index["election"]:
        faults.append("The notice is of another election.")
    fingerprint = digest(files["archive.json"]).hex()
    return f"{len(stated)} files; the archive's fingerprint is {fingerprint}.", faults


def holds(checks: Iterable[Check]) -> bool:
    """Whether nothing failed. What cannot be checked is no failure, and no proof."""
    return not any(check.outcome is Outcome.FAILED for check in checks)


def as_json(checks: Sequence[Check], void: bool) -> dict[str, Any]:
    """The checks for another program; `void` where the archive says so: `deeds.is_void`."""
    return {"holds": holds(checks), "void": void, "checks": [check.as_json() for check in checks]}
