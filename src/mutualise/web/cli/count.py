"""`mutualise count FILE`: the ballots of a contest counted, explained and repeatable.

Needs no database and no Django: `main` runs it before anything else is loaded.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from mutualise.governance.rules import counting
from mutualise.web.cli.console import NO, print_json, refuse, screen


def count(
    file: Annotated[Path, typer.Argument(help="BLT, CSV or PrefLib; may be gzipped.")],
    rule: Annotated[str, typer.Option(help=f"One of: {', '.join(counting.RULES)}.")] = "scottish",
    seats: Annotated[int, typer.Option(help="Places to fill, instead of the file's.")] = 0,
    seed: Annotated[str, typer.Option(help="Published seed of the lots.")] = "",
    lot: Annotated[str, typer.Option(help="A lot drawn by hand, first drawn first, as 3,1.")] = "",
    require: Annotated[
        list[str] | None, typer.Option(help="A constraint, as “clinician: at least 1 of 2,5”.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON for another program.")] = False,
) -> None:
    """Count the ballots in a file and show every stage.

    Example: mutualise count ward.blt --rule scottish --seats 3
    """
    try:
        poll = counting.read(file.read_bytes(), str(file), seats or None)
        lots = _lots(seed, lot, poll)
        constraint = counting.read_constraint(require) if require else None
        done = counting.count(poll, rule, lots, constraint)
    except OSError as wrong:
        refuse(f"{file} cannot be read: {wrong.strerror}.", as_json=json)
    except counting.LotNeeded as needed:
        _needs_lot(needed, json)
    except ValueError as wrong:
        refuse(wrong, as_json=json)
    if json:
        print_json(done.as_json())
    else:
        _show(done)


def _lots(seed: str, lot: str, poll: counting.Poll) -> counting.Order | None:
    if seed and lot:
        raise ValueError("Give --seed or --lot, not both.")
    if seed:
        return counting.from_seed(seed, poll)
    if not lot:
        return None
    drawn = [each.strip() for each in lot.split(",")]
    if not all(each.isdigit() and 1 <= int(each) <= len(poll.candidates) for each in drawn):
        raise ValueError(
            f"--lot is “{lot}”. Write candidate numbers from 1 to {len(poll.candidates)}, as 3,1."
        )
    return counting.Order(tuple(int(each) for each in drawn))


def _needs_lot(needed: counting.LotNeeded, as_json: bool) -> None:
    if as_json:
        print_json(
            {"needs_lot": {"stage": needed.stage, "purpose": needed.purpose, "tied": needed.tied}}
        )
    else:
        screen.print(str(needed), markup=False, soft_wrap=True)
    raise typer.Exit(NO)


def _show(done: counting.Count) -> None:
    shown = done.as_json()
    table = Table(title=done.poll.title or "The count")
    table.add_column("Candidate")
    for stage in shown["stages"]:
        table.add_column(f"{stage['number']}: {stage['action']}", justify="right")
    for number, name in shown["candidates"].items():
        table.add_row(f"{number} {name}", *(each["votes"][number] for each in shown["stages"]))
    table.add_row("Non-transferable", *(each["non_transferable"] for each in shown["stages"]))
    screen.print(table)
    screen.print(
        "Elected: " + ", ".join(done.poll.name(each) for each in done.elected), markup=False
    )
