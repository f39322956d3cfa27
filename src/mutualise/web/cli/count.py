"""`mutualise count FILE`: the ballots of a contest counted, explained and repeatable.

Needs no database and no Django: `main` runs it before anything else is loaded.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, NoReturn

import typer

from mutualise.governance.rules import counting
from mutualise.governance.rules.beside_the_count import by_other_rules
from mutualise.web.cli.ballots import lots_of, show, tell_lots, tell_other_rules
from mutualise.web.cli.console import NO, print_json, refuse, screen


def count(
    file: Annotated[Path, typer.Argument(help="BLT, CSV or PrefLib; may be gzipped.")],
    rule: Annotated[str, typer.Option(help=f"One of: {', '.join(counting.RULES)}.")] = "scottish",
    seats: Annotated[int, typer.Option(min=0, help="Places to fill, instead of the file's.")] = 0,
    seed: Annotated[str, typer.Option(help="Published seed of the lots.")] = "",
    lot: Annotated[str, typer.Option(help="A lot drawn by hand, first drawn first, as 3,1.")] = "",
    require: Annotated[
        list[str] | None, typer.Option(help="A constraint, as “clinician: at least 1 of 2,5”.")
    ] = None,
    other_rules: Annotated[
        bool, typer.Option("--what-if", help="Also show who other rules would elect.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print JSON for another program.")] = False,
) -> None:
    """Count the ballots in a file and explain every stage.

    Exit status 1: the count needs a lot and none was given.

    Example: mutualise count ward.blt --rule scottish --seats 3
    """
    try:
        poll = counting.read(file.read_bytes(), str(file), seats or None)
        lots = lots_of(seed, lot, poll)
        constraint = counting.read_constraint(require) if require else None
        done = counting.count(poll, rule, lots, constraint)
    except OSError as wrong:
        refuse(f"{file} cannot be read: {wrong.strerror}.", as_json=json)
    except counting.LotNeeded as needed:
        _needs_lot(needed, poll, rule, constraint, json)
    except ValueError as wrong:
        refuse(_of_file(file, wrong), as_json=json)
    drawn = any(tie.settled == "lot" for tie in done.ties)
    branches = counting.every_branch(poll, rule, constraint) if drawn else None
    others = (
        by_other_rules(poll, rule, lots or counting.NoLots(), constraint) if other_rules else None
    )
    if json:
        shown = done.as_json()
        if branches:
            shown["lots"]["branches"] = branches.as_json()
        if others is not None:
            shown["what_if_not_the_result"] = others
        print_json(shown)
        return
    show(done)
    if branches:
        tell_lots(branches, poll, done.elected)
    if others is not None:
        tell_other_rules(others, poll, rule)


def _of_file(file: Path, wrong: ValueError) -> str:
    """What is wrong with the poll as a whole does not name its file itself."""
    return f"{file}: {wrong}" if isinstance(wrong, counting.PollUnfit) else str(wrong)


def _needs_lot(
    needed: counting.LotNeeded, poll: counting.Poll, rule: str,
    constraint: counting.Constraint | None, as_json: bool,
) -> NoReturn:  # fmt: skip
    branches = counting.every_branch(poll, rule, constraint)
    if as_json:
        unit = counting.RULES[rule].unit
        quota = needed.stages[0].as_json(unit)["quota"] if needed.stages else None
        print_json(
            {
                "rule": rule, "seats": poll.seats, "elected": None, "quota": quota,
                "needs_lot": {
                    "stage": needed.stage, "purpose": needed.purpose, "tied": list(needed.tied),
                },
                "stages": [stage.as_json(unit) for stage in needed.stages],
                "branches": branches.as_json(),
            }
        )  # fmt: skip
    else:
        names = counting.spoken_names(poll)
        tied = " and ".join(f"{names[each]} ({each})" for each in needed.tied)
        screen.print(
            f"Stage {needed.stage} needs a lot: {tied} have been equal throughout, and it must be "
            f"settled {counting.PURPOSES[needed.purpose]}.", markup=False, soft_wrap=True,
        )  # fmt: skip
        tell_lots(branches, poll, None)
        screen.print(
            "Draw the lot before witnesses and give it with --lot 3,1 (first drawn first), or give the "
            "seed that was published before the poll closed with --seed.", soft_wrap=True,
        )  # fmt: skip
    raise typer.Exit(NO)
