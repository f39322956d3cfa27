"""Publishing who controls a body: its ratios as dated evidence in the public register."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from mutualise.accounts.models import Person
from mutualise.chronicle import clock
from mutualise.evidence.actions import member_register_source
from mutualise.governance.actions.members import RegisterRefused, locked, note
from mutualise.governance.queries.members import register_of
from mutualise.governance.queries.ratios import ratios_of
from mutualise.governance.rules.evidence import kinds_of
from mutualise.governance.rules.ratios import statements
from mutualise.register.actions.control import record_member_register
from mutualise.register.queries.editing import organisation_called
from mutualise.register.queries.entry import entry_of


@transaction.atomic
def publish_ratios(*, by: Person, organisation: str, on: date, seats_from: Any = None) -> int:
    """Record the shares of equity, votes and board seats on a day, and the kinds of control they
    show, in the public register; how many rows are new. Shares that would tell of fewer than ten people are
    left out, as on the public page: an earlier statement of them then stays the last.

    `seats_from` is the report of the election that filled seats, as a source. A change of stake
    reopens verdicts, as any other does. The same ratios again record nothing.
    Raises NotAllowed, RegisterRefused, ImpossibleStakes or AlreadyRecorded.
    """
    register, body = register_of(organisation), organisation_called(organisation)
    if register is None or body is None:
        raise RegisterRefused("This body keeps no register of members here.")
    register = locked(by, register)
    if on > clock.today():
        raise RegisterRefused(
            "This day has not come yet. Publish a day that is over, or today.", "on"
        )
    found = ratios_of(register, on)
    entry = entry_of(organisation)
    name = entry.name if entry else organisation
    marked = f"{name} (demonstration)" if register.demonstration else name
    source = member_register_source(
        by=by, organisation=organisation, title=f"Register of members of {marked}",
        url=settings.SITE + reverse("employee-control", kwargs={"code": organisation}),
    )  # fmt: skip
    written = record_member_register(
        by=by, organisation=body, source=source, on=on, kinds=kinds_of(found),
        statements=statements(found),
        locator=f"At the end of {on.isoformat()}", seats_from=seats_from,
    )  # fmt: skip
    note("ratios.published", by, register, on=on.isoformat(), rows=written)
    return written
