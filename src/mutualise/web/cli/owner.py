"""`mutualise owner`: who is told when a claim of an announcement comes out differently."""

from __future__ import annotations

from typing import Annotated

import typer

from mutualise.accounts.queries import person_with_address
from mutualise.claims.actions import hand_over
from mutualise.claims.queries.announcements import announcement_called, owner_of
from mutualise.web.cli.console import refuse, screen


def owner(
    code: Annotated[str, typer.Argument(help="Code of the announcement, as in its address.")],
    email: Annotated[str, typer.Argument(help="Address of the new owner; none: show it.")] = "",
) -> None:
    """Show who answers for an announcement, or give it to somebody else.

    The owner gets a letter when a claim changes. Doing it twice changes nothing.

    Example: mutualise owner public-service-mutuals-pass-a-milestone editor@example.org
    """
    announcement = announcement_called(code)
    if announcement is None:
        refuse(f"There is no announcement “{code}”: take the code from its address on the site.")
    if not email:
        now = owner_of(announcement)
        screen.print(now.email if now else "Nobody: it has no owner.", highlight=False)
        return
    person = person_with_address(email)
    if person is None:
        refuse(f"Nobody signs in as “{email}”: invite them with `mutualise person` first.")
    done = hand_over(announcement, to=person, by=None)
    said = "is told from now on" if done else "is the owner already"
    screen.print(f"{email} {said}.", highlight=False)
