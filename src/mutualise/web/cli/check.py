"""`mutualise check`: every figure of an announcement against the evidence."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from mutualise.claims.presenters import shown
from mutualise.claims.queries.resolve import checked
from mutualise.claims.rules.check import CheckedDocument
from mutualise.claims.rules.document import MAXIMUM_BYTES, BadDocument
from mutualise.claims.rules.report import as_json, exit_status
from mutualise.web.cli.console import print_json, refuse, screen

STYLES = {
    "supported": "green",
    "point only": "yellow",
    "not supported": "red",
    "cannot say": "bright_black",
}


def check(
    file: Annotated[Path, typer.Argument(help="A Markdown document with claim links.")],
    json: Annotated[bool, typer.Option("--json", help="Print JSON for another program.")] = False,
) -> None:
    """Check every figure in a document against the evidence.

    Figures are bound to measures by links, as in
    [employing 35,000 people](claim:employees?at=2014-07-23&area=england-and-wales).
    Exit status: 0 all supported, 1 otherwise, 2 bad input.

    Example: mutualise check data/announcements/2014-07-23-hundred-mutuals.md
    """
    text = _text(file, json)
    try:
        found = checked(text)
    except BadDocument as bad:
        refuse(*bad.problems, as_json=json)
    if json:
        print_json(as_json(found))
    else:
        print_checked(found)
    raise typer.Exit(exit_status(found))


def _text(file: Path, json: bool) -> str:
    if not file.is_file():
        refuse(f"There is no file {file}. Check the name.", as_json=json)
    if file.stat().st_size > MAXIMUM_BYTES:
        refuse(f"{file} is larger than 1 MB. Check a shorter document.", as_json=json)
    try:
        return file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        refuse(f"{file}: byte {error.start} is not UTF-8. Save it as UTF-8 text.", as_json=json)


def print_checked(found: CheckedDocument) -> None:
    """The checked document as a table, then the figures nothing checks."""
    table = Table(title=found.title or None, show_lines=True)
    for heading in ("The words", "The test", "The evidence gives", "Verdict and why"):
        table.add_column(heading, overflow="fold")
    for claim, outcome in zip(found.claims, as_json(found)["claims"], strict=True):
        table.add_row(*_cells(shown(outcome), claim.test_words))
    if found.claims:
        screen.print(table)
    for quantity in found.unchecked:
        screen.print(f"Unchecked, line {quantity.line}: {quantity.text}", markup=False)
    if not found.claims and not found.unchecked:
        screen.print("There is no figure in this document.")


def _cells(claim: dict[str, Any], test: str) -> tuple[Any, ...]:
    verdict = Text(str(claim["verdict"]).upper(), style=STYLES[claim["verdict"]])
    verdict.append(f"\n{claim['reason']}", style="default")
    for fault in claim["faults"]:
        verdict.append(f"\n{fault['code']}: {fault['message']}", style="yellow")
    evidence = f"{claim['computed']}\nRange: {claim['spread']}\nCoverage: {claim['covered']}"
    return Text(claim["text"]), Text(test or "no test"), Text(evidence), verdict
