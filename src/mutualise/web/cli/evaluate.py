"""`mutualise evaluate`: compute a published figure again from its evidence bundle alone."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from mutualise.statistics.rules.bundle import (
    BundleResult,
    BundleUnreadable,
    evaluate_bundle,
    read_bundle,
)
from mutualise.web.cli.console import NO, YES, print_json, refuse, screen
from mutualise.web.cli.figure import figure_lines

MOST_BYTES = 100 * 1024 * 1024


def evaluate(
    bundle: Annotated[Path, typer.Argument(help="A bundle downloaded from a figure's page.")],
    json: Annotated[bool, typer.Option("--json", help="Print JSON for another program.")] = False,
) -> None:
    """Compute a figure from its evidence bundle and compare it with the published one.

    Nothing but the bundle is read: no database and no network.
    Exit status: 0 identical, 1 something differs (the row is named), 2 not a bundle.

    Example: mutualise evaluate employees-2014-07-23-bundle.json
    """
    try:
        result = evaluate_bundle(_read(bundle, json))
    except BundleUnreadable as unreadable:
        refuse(f"{bundle}: {unreadable}", as_json=json)
    if json:
        print_json(_plain(result))
    else:
        _print(result)
    raise typer.Exit(YES if result.identical else NO)


def _read(bundle: Path, json: bool) -> dict[str, Any]:
    if not bundle.is_file():
        refuse(f"There is no file {bundle}. Check the name.", as_json=json)
    if bundle.stat().st_size > MOST_BYTES:
        refuse(f"{bundle} is larger than 100 MB, so it is not a bundle of ours.", as_json=json)
    content = read_bundle(bundle.read_bytes())
    # The licence and date a download carries are not part of the figure.
    content.pop("about", None)
    return content


def _plain(result: BundleResult) -> dict[str, Any]:
    return {
        "identical": result.identical,
        "digest": result.digest,
        "estimate": result.estimate.to_dict(),
        "changed_rows": list(result.changed_rows),
        "moved_rows": list(result.moved_rows),
        "added_rows": list(result.added_rows),
        "missing_rows": list(result.missing_rows),
        "differences": list(result.differences),
    }


def _print(result: BundleResult) -> None:
    lines = [*figure_lines(result.estimate), f"Digest    {result.digest}"]
    for label, rows in (
        ("changed", result.changed_rows),
        ("moved", result.moved_rows),
        ("added", result.added_rows),
        ("missing", result.missing_rows),
    ):
        lines += [f"Row {label}: {row}" for row in rows]
    lines += [f"Differs: {difference}" for difference in result.differences]
    lines.append("Identical to the published figure." if result.identical else "NOT identical.")
    for line in lines:
        screen.print(line, markup=False, highlight=False, soft_wrap=True)
