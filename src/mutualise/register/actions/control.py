"""What a body's own register of members says about who controls it, as dated evidence."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from mutualise.accounts.models import Person
from mutualise.accounts.permissions import check_holds
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle.models import Change
from mutualise.register import models
from mutualise.register.actions import _replace, record
from mutualise.register.rules.limbs import INFLUENCE
from mutualise.register.rules.stakes import check_statement

COUNTED_AGAIN = "Counted again in the register of members on the same day"
NO_LONGER = "The register of members does not show it any more"
# Kinds of source that are a body's own word about who controls it; the latest of them stands.
OWN = ("member register", "election report")
SEATS, SEATS_KIND = "board-seats", "staff-directors"


@transaction.atomic
def record_member_register(
    *, by: Person, organisation: models.Organisation, source: Any, on: date,
    statements: Mapping[str, Mapping[str, Decimal]], kinds: Collection[str], locator: str,
    seats_from: Any = None,
) -> int:  # fmt: skip
    """Record the stakes of a day, by instrument and holder in per cent, and the kinds of control
    that hold from then; how many rows are new.

    What stands already is not written again; a kind that is not named any more ends on that day.
    `seats_from` is the source of the board seats where it is another, as the report of an election.
    Raises NotAllowed unless the person is the body's company secretary, ImpossibleStakes, or
    AlreadyRecorded when another source states the same day.
    """
    check_holds(by, Role.COMPANY_SECRETARY, organisation=organisation.code)
    about: dict[str, Any] = {"organisation": organisation, "source": source, "locator": locator}
    seats = about | {"source": seats_from or source}
    written = 0
    for instrument, shares in statements.items():
        check_statement(list(shares.items()))
        written += _state(by, seats if instrument == SEATS else about, instrument, shares, on)
    return written + _controls(by, about, seats, kinds, on)


def _state(
    by: Person, about: dict[str, Any], instrument: str, shares: Mapping[str, Decimal], on: date
) -> int:
    ours = models.Stake.objects.known_at(None).filter(
        organisation=about["organisation"], source__kind__in=OWN, instrument=instrument
    )
    latest = ours.filter(valid_from__lte=on).order_by("-valid_from").first()
    day = latest.valid_from if latest else None
    stands = {row.holder: row for row in ours.filter(valid_from=day)} if day else {}
    if {holder: row.share for holder, row in stands.items()} == dict(shares):
        return 0
    same_day = stands if day == on else {}
    for holder, row in same_day.items():
        if holder not in shares:
            _replace(by, row, {"withdrawn": True}, Change.WITHDRAWAL, COUNTED_AGAIN)
    for holder, share in shares.items():
        if holder in same_day:
            if same_day[holder].share != share:
                values = {"share": share, "source": about["source"]}
                _replace(by, same_day[holder], values, Change.UPDATE, COUNTED_AGAIN)
            continue
        row = models.Stake(
            valid_from=on, instrument=instrument, holder=holder, share=share, **about
        )
        record(by, row)
    return len(shares)


def _controls(
    by: Person, about: dict[str, Any], seats: dict[str, Any], kinds: Collection[str], on: date
) -> int:
    ours = models.ControlFact.objects.known_at(None).filter(
        organisation=about["organisation"], source__kind__in=OWN, valid_until=None
    )
    stands = {row.kind: row for row in ours}
    written = 0
    for kind in sorted(set(kinds) - set(stands)):
        wording = INFLUENCE[kind].capitalize()
        rests = seats if kind == SEATS_KIND else about
        record(by, models.ControlFact(kind=kind, valid_from=on, wording=wording, **rests))
        written += 1
    for kind in sorted(set(stands) - set(kinds)):
        row = stands[kind]
        if row.valid_from == on:
            _replace(by, row, {"withdrawn": True}, Change.WITHDRAWAL, COUNTED_AGAIN)
        else:
            _replace(by, row, {"valid_until": on}, Change.UPDATE, NO_LONGER)
        written += 1
    return written
