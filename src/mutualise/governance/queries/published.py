"""The days for which a body published its ratios, from the audit trail of the deed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from mutualise.accounts.queries import trail_of
from mutualise.governance import models
from mutualise.governance.queries.ratios import ratios_of
from mutualise.governance.rules.ratios import Ratios


@dataclass(frozen=True)
class Published:
    """One publication: for the end of a day, as the register was known at a moment."""

    register: models.MemberRegister
    on: date
    at: datetime


def published(register: models.MemberRegister | None) -> list[Published]:
    """Publications, the latest day first; of one day the last publication."""
    if register is None:
        return []
    found: dict[date, Published] = {}
    for entry in trail_of(register.code):
        if entry.event == "governance.ratios.published":
            on = date.fromisoformat(entry.detail["on"])
            found.setdefault(on, Published(register, on, entry.at))
    return [found[on] for on in sorted(found, reverse=True)]


def ratios_published(one: Published) -> Ratios:
    """The ratios as they were when they were published, whatever was corrected since."""
    return ratios_of(one.register, one.on, one.at)
