"""`mutualise mail`, `mutualise remind` and `mutualise fund`: the programme's work by the clock."""

from __future__ import annotations

import json as json_module
from typing import Annotated

import typer
from rich.table import Table

from mutualise.chronicle import clock
from mutualise.programme.actions import confirmations, letters, reminders
from mutualise.programme.queries import fund as queries
from mutualise.programme.rules.money import exact_pounds, pounds
from mutualise.web.cli.console import refuse, screen


def mail() -> None:
    """Send the letters that wait. Run it every minute; two at once send none twice.

    Exit status 1 when a letter could not be sent; it is tried again.
    """
    sent, failed = letters.send_due()
    screen.print(f"{sent} sent, {failed} could not be sent.")
    if failed:
        raise typer.Exit(1)


def remind() -> None:
    """Write reminders of steps due, and ask launched mutuals what came of it. Run it every day."""
    today = clock.today()
    reminded, asked = reminders.remind(today), confirmations.ask_due(today)
    screen.print(f"{reminded} reminders and {asked} questions written.")


def fund(
    code: Annotated[str, typer.Argument(help="Code of the fund; the newest if left out.")] = "",
    json: Annotated[bool, typer.Option("--json", help="For machines; amounts in pounds.")] = False,
) -> None:
    """Where the money of a fund stands.

    Example: mutualise fund --json
    """
    found = queries.fund_called(code) if code else queries.shown_fund()
    if found is None:
        refuse(f"There is no fund with the code “{code}”." if code else "No fund is open yet.")
    position = queries.position(found)
    lines = [*position.budgets, position.whole]
    if json:
        rows = [
            {"budget": line.name, "total": str(exact_pounds(line.total))}
            | {kind.lower(): str(exact_pounds(line[kind])) for kind in queries.KINDS}
            for line in lines
        ]
        typer.echo(json_module.dumps({"fund": found.code, "position": rows}, indent=2))
        return
    table = Table("", *(line.name for line in lines))
    table.add_row("Total", *(pounds(line.total) for line in lines))
    for kind in queries.KINDS:
        table.add_row(kind.capitalize(), *(pounds(line[kind]) for line in lines))
    screen.print(table)
