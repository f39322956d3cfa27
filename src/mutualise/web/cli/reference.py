"""`mutualise reference`: the pages of `docs/reference` that are drawn from the code."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from mutualise.governance.queries.kinds import kinds
from mutualise.governance.rules.counting import RULES
from mutualise.programme.rules.guards import UNMET
from mutualise.programme.rules.stages import TRANSITIONS
from mutualise.programme.rules.states import STATE_LABELS
from mutualise.web.cli.console import screen
from mutualise.web.cli.resolution_pages import resolutions_page
from mutualise.web.cli.rule_pages import counting_rules_page
from mutualise.web.middleware import access_of

ACCESS = {
    "ANYONE": "anyone",
    "SIGNED_IN": "anyone signed in; each object asked for again",
    "DECLARES_INTERESTS": "staff or advisers of the programme",
    "ELECTION_STAFF": "company secretary, scrutineer or election clerk of the organisation",
    "PROGRAMME_STAFF": "programme officer, assessor, decision maker or finance officer",
}


def reference(
    check: Annotated[
        bool, typer.Option(help="Write nothing; 1 when a page is out of date.")
    ] = False,
) -> None:
    """Write the pages of docs/reference that are drawn from the code.

    Example: mutualise reference --check
    """
    stale = []
    for name, text in pages().items():
        path = Path(settings.ROOT) / "docs/reference" / name
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if not check:
            path.write_text(text, encoding="utf-8")
    said = "out of date" if check else "written"
    screen.print("\n".join(f"{name} {said}" for name in stale) or "Every page is up to date.")
    if stale and check:
        raise typer.Exit(1)


def pages() -> dict[str, str]:
    """The pages by name, as they should read."""
    return {
        "stages.md": stages(),
        "routes.md": routes(),
        "resolutions.md": resolutions(),
        "counting-rules.md": counting_rules_page(RULES),
    }


def stages() -> str:
    """The states of a case as a diagram and a table of every permitted step."""
    lines = [
        "# The stages of a case",
        "",
        "Drawn from `programme/rules/stages.py` by `mutualise reference`. The database accepts no",
        "step outside this table.",
        "",
        "```mermaid",
        "stateDiagram-v2",
        *(f"    {state.value}: {label}" for state, label in STATE_LABELS.items()),
        *(
            f"    {source.value if source else '[*]'} --> {step.target.value}: {step.label}"
            for step in TRANSITIONS
            for source in step.sources
        ),
        "```",
        "",
        "| step | from | to | who | records | only when |",
        "|---|---|---|---|---|---|",
    ]
    for step in TRANSITIONS:
        sources = ", ".join(STATE_LABELS[s] if s else "nothing" for s in step.sources)
        who = ", ".join(actor.value.lower().replace("_", " ") for actor in step.actors)
        records = "coded reason and words" if step.coded else "words" if step.worded else ""
        guards = " ".join(UNMET[guard] for guard in step.guards)
        target = STATE_LABELS[step.target]
        lines.append(f"| {step.label} | {sources} | {target} | {who} | {records} | {guards} |")
    return "\n".join(lines) + "\n"


def resolutions() -> str:
    """The kinds of resolution, with what each asks and how its sections were read."""
    return resolutions_page(kinds().values())


def routes() -> str:
    """Every address of the site with who may use it."""
    lines = [
        "# Every address, and who may use it",
        "",
        "Made from the routes themselves by `mutualise reference`. An address without a rule is",
        "refused to everybody; pages of a case ask again whether the person may see that case.",
        "",
        "| address | who |",
        "|---|---|",
    ]
    for address, pattern in sorted(_all(get_resolver().url_patterns, "/"), key=lambda row: row[0]):
        access = access_of(pattern.callback, pattern.name)
        who = (
            ACCESS.get(access.value, access.value.lower().replace("_", " ")) if access else "nobody"
        )
        lines.append(f"| `{address.replace('|', '')}` | {who} |")
    return "\n".join(lines) + "\n"


def _all(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _all(pattern.url_patterns, address)
        else:
            yield address, pattern
