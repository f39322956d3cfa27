"""`mutualise mutuals`: the register counted under every definition, on any day."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from mutualise.govuk.asked import DateUnreadable, read_asked
from mutualise.register.queries.definitions import definitions
from mutualise.register.queries.population import counted
from mutualise.web.cli.console import print_json, refuse, screen


def mutuals(
    as_at: Annotated[str, typer.Option(help="The day, as 2014-07-23.")] = "",
    as_known_at: Annotated[str, typer.Option(help="Only what was recorded by this day.")] = "",
    definition: Annotated[str, typer.Option(help="Only this definition, with names.")] = "",
    json: Annotated[bool, typer.Option("--json", help="Print JSON for another program.")] = False,
) -> None:
    """Count the mutuals in the register under each dated definition.

    Example: mutualise mutuals --as-at 2014-07-23 --definition CO-2011
    """
    try:
        asked = read_asked({"as_at": as_at, "as_known_at": as_known_at})
    except DateUnreadable as wrong:
        refuse(wrong, as_json=json)
    if definition and definition not in definitions():
        refuse(f"“{definition}” is not a definition. Use one of: {', '.join(definitions())}.")
    wanted = [definition] if definition else list(definitions())
    found = [counted(code, asked.as_at, asked.as_known_at) for code in wanted]
    if json:
        print_json(
            [
                {"definition": each.definition, "as_at": each.on}
                | {
                    place: [{"code": body.code, "reason": body.reason} for body in bodies]
                    for place, bodies in (
                        ("in", each.inside),
                        ("unclear", each.unclear),
                        ("out", each.outside),
                    )
                }
                for each in found
            ]
        )
        return
    table = Table(title=f"The register on {asked.as_at}")
    for heading in ("Definition", "In", "Unclear", "Out", "Not live"):
        table.add_column(heading, justify="left" if heading == "Definition" else "right")
    for each in found:
        sizes = (each.inside, each.unclear, each.outside, each.not_live)
        table.add_row(each.definition, *(str(len(bodies)) for bodies in sizes))
    screen.print(table)
    if definition:
        for label, bodies in (
            ("In", found[0].inside),
            ("Unclear", found[0].unclear),
            ("Out", found[0].outside),
        ):
            for body in bodies:
                screen.print(f"{label}: {body.name}. {body.reason}", markup=False, soft_wrap=True)
