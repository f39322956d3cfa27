"""`mutualise verify ARCHIVE`: an election repeated from what was published.

Needs no database and no Django: `main` runs it before anything else is loaded.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from mutualise.governance.rules.ballot_box import verification
from mutualise.governance.rules.ballot_box.archive import MOST_BYTES, BadArchive, unpacked
from mutualise.governance.rules.ballot_box.board import Receipt
from mutualise.governance.rules.ballot_box.checks import Check, Outcome
from mutualise.governance.rules.ballot_box.deeds import is_void
from mutualise.governance.rules.ballot_box.recount import ENGINES
from mutualise.web.cli.console import NO, YES, print_json, refuse, screen

STYLES = {Outcome.PASSED: "green", Outcome.FAILED: "red", Outcome.CANNOT: "yellow"}
SHOWN_FAULTS = 20
_HASH = re.compile("[0-9a-f]{64}")
_RECEIPT = re.compile(r"(?P<contest>.+):(?P<number>[0-9]{1,9}):(?P<head>[0-9a-f]{64})")


def verify(
    archive: Annotated[Path, typer.Argument(help="The zip that the election published.")],
    receipt: Annotated[
        list[str] | None,
        typer.Option(help="A receipt or mailed head you kept, as CONTEST:NUMBER:HEAD."),
    ] = None,
    deed: Annotated[
        list[str] | None,
        typer.Option(help="The hash of an extension that was mailed to you, or of another deed."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON for another program.")] = False,
) -> None:
    """Repeat roll, board, mix, lots and count of an election from its published archive alone.

    Says of each what was repeated, names every entry that fails, and says what no archive can
    show. Exit status: 0 nothing failed, 1 something failed, 2 bad input.

    Example: mutualise verify election.zip --receipt staff:12:6b86b273…
    """
    try:
        kept, deeds = _receipts(receipt or []), _hashes(deed or [])
        if archive.stat().st_size > MOST_BYTES:
            raise BadArchive(f"{archive} is larger than any election's archive. Check the file.")
        files = unpacked(archive.read_bytes())
        checks = verification.verify(files, kept, ENGINES, deeds)
        void = is_void(files)
    except OSError as wrong:
        refuse(f"{archive} cannot be read: {wrong.strerror}. Check the name.", as_json=json)
    except ValueError as wrong:
        refuse(wrong, as_json=json)
    if json:
        print_json(verification.as_json(checks, void))
    else:
        _show(checks)
        if void:
            _say("This election was declared void: what the checks repeat no longer stands.", "red")
    raise typer.Exit(YES if verification.holds(checks) else NO)


def _receipts(written: list[str]) -> dict[str, list[Receipt]]:
    kept: dict[str, list[Receipt]] = {}
    for each in written:
        match = _RECEIPT.fullmatch(each)
        if not match:
            raise ValueError(
                f"“{each}” is not a receipt. Write CONTEST:NUMBER:HEAD, the head in 64 characters "
                "from 0 to 9 and a to f."
            )
        found = Receipt(int(match["number"]), bytes.fromhex(match["head"]))
        kept.setdefault(match["contest"], []).append(found)
    return kept


def _hashes(written: list[str]) -> list[str]:
    for each in written:
        if not _HASH.fullmatch(each):
            raise ValueError(
                f"“{each}” is not the hash of a deed. Write its 64 characters from 0 to 9 and a to f."
            )
    return written


def _show(checks: list[Check]) -> None:
    contest = ""
    for check in checks:
        if check.contest != contest:
            contest = check.contest
            _say(f"\nContest {contest}", "bold")
        _say(f"{check.name}: {check.outcome.value}", STYLES[check.outcome])
        _say(f"  {check.words}")
        for fault in check.faults[:SHOWN_FAULTS]:
            _say(f"  - {fault}", "red")
        if len(check.faults) > SHOWN_FAULTS:
            _say(f"  and {len(check.faults) - SHOWN_FAULTS} more; --json names them all.", "red")
    _say(f"\n{_conclusion(checks)}", "bold")


def _conclusion(checks: list[Check]) -> str:
    failed = sum(check.outcome is Outcome.FAILED for check in checks)
    cannot = sum(check.outcome is Outcome.CANNOT for check in checks)
    if failed:
        return f"{failed} of {len(checks)} checks failed. Do not rely on this result."
    passed = f"The {len(checks) - cannot} checks that can be repeated from this archive all hold."
    return passed + (f" {cannot} cannot be checked from it; each says why above." if cannot else "")


def _say(words: str, style: str = "") -> None:
    screen.print(Text(words, style=style), soft_wrap=True)
