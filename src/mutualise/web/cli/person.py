"""`mutualise person` and `retention`: roles, and what is held on people."""

from __future__ import annotations

import json as json_module
from typing import Annotated

import typer
from django.utils import timezone

from mutualise.accounts.actions import ErasureRefused, InvitationRefused, invite
from mutualise.accounts.actions.mail import forget_old
from mutualise.accounts.queries import person_with_address
from mutualise.accounts.rules.roles import IN_AN_ORGANISATION, Role
from mutualise.chronicle import clock
from mutualise.programme.actions.privacy import erase as erase_person
from mutualise.programme.actions.privacy import erase_what_is_past
from mutualise.programme.queries.privacy import held, led_by, past_keeping
from mutualise.register.queries.facts import facts_of
from mutualise.web.cli.console import refuse, screen

SHORTEST_NAME = 3


def person(
    email: Annotated[str, typer.Argument(help="Where sign-in codes are sent.")],
    role: Annotated[
        str,
        typer.Option(
            help="register-editor, programme-officer, assessor, decision-maker, finance-officer, adviser, representative, company-secretary, scrutineer or election-clerk."
        ),
    ] = "",
    organisation: Annotated[str, typer.Option(help="Code of the body represented.")] = "",
    export: Annotated[
        bool, typer.Option("--export", help="Print all that is held on them.")
    ] = False,
    erase: Annotated[bool, typer.Option("--erase", help="Erase them; figures stay.")] = False,
    name: Annotated[str, typer.Option(help="With --erase: a name to take out of texts too.")] = "",
) -> None:
    """Give a person a role, print what is held on them, or erase them. Doing it twice changes nothing.

    After --erase, places in the permanent record that still mention them are listed.

    Example: mutualise person editor@example.org --role register-editor
    """
    if sum((bool(role), export, erase)) != 1:
        refuse("Give one of --role, --export and --erase.")
    if role:
        _invite(email, role, organisation)
        return
    found = person_with_address(email)
    if found is None:
        refuse(f"Nobody signs in as “{email}”.")
    if export:
        typer.echo(json_module.dumps(held(found), indent=2, default=str))
        return
    if name and len(name.strip()) < SHORTEST_NAME:
        refuse(f"A name needs at least {SHORTEST_NAME} letters, or too much would be taken out.")
    led = led_by(found)
    try:
        mentions = erase_person(person=found, by=None, name=name)
    except ErasureRefused as refusal:
        refuse(refusal)
    screen.print("They are erased.")
    for case, heir in led:
        goes_on = (
            f"{heir.person.email} leads it now"
            if heir
            else "it has no lead now, and the officers are told"
        )
        screen.print(f"They led {case.reference}: {goes_on}.", highlight=False)
    for each in mentions:
        screen.print(f"The permanent record mentions them: {each}", highlight=False)


def retention(
    erase: Annotated[
        bool, typer.Option("--erase", help="Erase them; without it they are counted.")
    ] = False,
) -> None:
    """People whose cases are past their keeping. Run it with --erase every month.

    Example: mutualise retention --erase
    """
    today = clock.today()
    if erase:
        screen.print(f"{erase_what_is_past(today)} people are erased.")
        screen.print(f"{forget_old()} mails are taken out of the log.")
    else:
        screen.print(f"{len(past_keeping(today))} people are past their keeping.")


def _invite(email: str, role: str, organisation: str) -> None:
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
