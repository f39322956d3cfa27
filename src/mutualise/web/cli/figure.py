"""`mutualise figure`: one figure, as at a day and as known at a moment."""

from __future__ import annotations

from typing import Annotated

import typer

from mutualise.govuk.asked import DateUnreadable
from mutualise.statistics.presenters import coverage_text, headline_text, range_text
from mutualise.statistics.queries.figure import estimate
from mutualise.statistics.queries.measures import measures
from mutualise.statistics.queries.questions import ParameterWrong, question, with_window
from mutualise.statistics.rules.estimate import Estimate
from mutualise.web.cli.console import NO, YES, print_json, refuse, screen


def figure(
    measure: Annotated[str, typer.Argument(help="A measure; left out, they are listed.")] = "",
    as_at: Annotated[str, typer.Option(help="The day, as 2014-07-23.")] = "",
    as_known_at: Annotated[str, typer.Option(help="Only what was recorded by this day.")] = "",
    area: Annotated[str, typer.Option(help="A region or nation, as england-and-wales.")] = "",
    subject: Annotated[str, typer.Option(help="Code of the body a measure is asked of.")] = "",
    first: Annotated[str, typer.Option("--from", help="First day or year of the window.")] = "",
    last: Annotated[str, typer.Option("--to", help="Last day or year of the window.")] = "",
    years: Annotated[str, typer.Option(help="Years the window is long.")] = "",
    definition: Annotated[str, typer.Option(help="What counts as a mutual, as CO-2011.")] = "",
    vintage: Annotated[str, typer.Option(help="Only releases published by this day.")] = "",
    json: Annotated[bool, typer.Option("--json", help="Print JSON for another program.")] = False,
) -> None:
    """Compute a figure from the evidence, as at a day and as known at a moment.

    Exit status: 0 there is a figure, 1 the evidence cannot say, 2 bad input.

    Example: mutualise figure live-mutuals --as-at 2014-07-23 --definition PA-33
    """
    known = measures()
    if not measure:
        for each in known.values():
            screen.print(f"{each.code:<32}{each.title}", markup=False, highlight=False)
        raise typer.Exit(YES)
    if measure not in known:
        refuse(f"“{measure}” is not a measure. Use one of: {', '.join(known)}.", as_json=json)
    if known[measure].subject == "organisation" and not subject:
        refuse(f"{measure} is measured for one body: give its code by --subject.", as_json=json)
    given = {
        "at": as_at, "known_at": as_known_at, "area": area, "subject": subject, "from": first,
        "to": last, "years": years, "definition": definition, "vintage": vintage,
    }  # fmt: skip
    try:
        named = {name: text for name, text in given.items() if text}
        put = question(known[measure], with_window(known[measure], named))
    except (ParameterWrong, DateUnreadable) as wrong:
        refuse(wrong, as_json=json)
    found = estimate(known[measure], put)
    if json:
        print_json(found.to_dict())
    else:
        for line in figure_lines(found):
            screen.print(line, markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(YES if found.speaks else NO)


def figure_lines(found: Estimate) -> list[str]:
    """A figure in lines of text: what was asked, the value, its range, coverage and lineage."""
    asked = found.question
    known_at = f", as known at {asked.as_known_at:%Y-%m-%d %H:%M}" if asked.as_known_at else ""
    lines = [
        f"Measure   {found.measure}, as at {asked.as_at}{known_at}",
        f"Value     {headline_text(found)}",
        f"Range     {range_text(found) or 'not known'}",
        f"Coverage  {coverage_text(found) or 'does not apply'}",
        f"Lineage   {found.lineage}",
    ]
    return lines if found.speaks else [*lines, f"Reason    {found.reason}"]
