"""`mutualise second-factor`: what an operator sees and does when somebody lost their phone."""

from __future__ import annotations

from typing import Annotated

import typer
from django.utils import timezone

from mutualise.accounts.actions.second_factor import reset as reset_factor
from mutualise.accounts.queries import person_with_address, second_factor_of
from mutualise.web.cli.console import refuse, screen


def second_factor(
    email: Annotated[str, typer.Argument(help="Address the person signs in with.")],
    reset: Annotated[
        bool, typer.Option("--reset", help="Take it away; they set up another when they sign in.")
    ] = False,
    because: Annotated[
        str, typer.Option(help="With --reset: how you made sure who asks. It goes in the trail.")
    ] = "",
) -> None:
    """Show whether a person has a second factor, or reset it. Doing it twice changes nothing.

    Make sure who asks, and not by mail: their mailbox alone would then open the site.

    Example: mutualise second-factor officer@example.org --reset --because "Called back at the office"
    """
    person = person_with_address(email)
    if person is None:
        refuse(f"Nobody signs in as “{email}”.")
    if not reset:
        found = second_factor_of(person)
        screen.print(
            f"{email} has had one since {timezone.localdate(found.added_at):%-d %B %Y}, "
            f"with {found.codes_left} recovery codes left."
            if found
            else f"{email} has none.",
            highlight=False,
        )
        return
    if not because.strip():
        refuse("Say with --because how you made sure who asks. Nothing was changed.")
    done = reset_factor(person=person, because=because.strip())
    screen.print(
        f"{email} is signed out everywhere and has no second factor now. They get a letter."
        if done
        else f"{email} had none.",
        highlight=False,
    )
