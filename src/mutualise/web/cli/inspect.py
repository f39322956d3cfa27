"""`mutualise inspect ELECTION`: whether roll, marks and boards lie here as they were fixed."""

from __future__ import annotations

from typing import Annotated

import typer

from mutualise.governance.queries.elections import called
from mutualise.governance.queries.stored import faults_of
from mutualise.govuk.figures import counted
from mutualise.web.cli.console import NO, print_json, refuse, screen


def inspect(
    election: Annotated[str, typer.Argument(help="Reference of the election, as EL-0001.")],
    json: Annotated[bool, typer.Option("--json", help="Print JSON for another program.")] = False,
) -> None:
    """Compare roll, marks and boards in the database with what was fixed at freeze and close.

    Names each row of the roll or board that was changed past the triggers. Somebody who rewrites
    every trace, too, is found only by what was published or kept outside: see `mutualise verify`.
    Exit status: 0 nothing found, 1 something was changed, 2 there is no such election.

    Example: mutualise inspect EL-0001
    """
    found = called(election)
    if found is None:
        refuse(
            f"There is no election “{election}”: take its reference from its page.", as_json=json
        )
    faults = faults_of(found)
    if json:
        print_json({"election": election, "faults": faults})
    else:
        for fault in faults:
            screen.print(fault, style="red", highlight=False, markup=False)
        said = (
            f"{counted(len(faults), 'fault')}."
            if faults
            else "Roll, marks and boards are as they were fixed."
        )
        screen.print(said, highlight=False)
    if faults:
        raise typer.Exit(NO)
