"""`mutualise person`: let somebody sign in, and give them a role."""

from __future__ import annotations

from typing import Annotated

import typer
from django.utils import timezone

from mutualise.accounts.actions import InvitationRefused, invite
from mutualise.accounts.rules.roles import IN_AN_ORGANISATION, Role
from mutualise.register.queries.facts import facts_of
from mutualise.web.cli.console import refuse, screen


def person(
    email: Annotated[str, typer.Argument(help="Where sign-in codes are sent.")],
    role: Annotated[
        str,
        typer.Option(
            help="register-editor, programme-officer, assessor, decision-maker, finance-officer, adviser, representative, company-secretary, scrutineer or election-clerk."
        ),
    ],
    organisation: Annotated[str, typer.Option(help="Code of the body represented.")] = "",
) -> None:
    """Invite a person and give them a role from today. Doing it twice changes nothing.

    Example: mutualise person editor@example.org --role register-editor
    """
    try:
        wanted = Role(role.upper().replace("-", "_"))
    except ValueError:
        refuse(
            f"“{role}” is not a role. Use one of: {', '.join(r.lower().replace('_', '-') for r in Role)}."
        )
    if wanted in IN_AN_ORGANISATION and organisation and facts_of(organisation) is None:
        refuse(f"The register has no body with the code “{organisation}”.")
    try:
        invite(email=email, role=wanted, organisation=organisation, valid_from=timezone.localdate())
    except InvitationRefused as refused:
        refuse(refused)
    screen.print(f"{email} can sign in as {role}.", highlight=False)
