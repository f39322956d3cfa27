"""What was done to an election after its notice: extensions of its poll, and that it is void."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q

from mutualise.accounts.rules.mail import GIVE_UP_AFTER
from mutualise.governance.models import Election, ExtensionLetter
from mutualise.governance.rules.ballot_box.deeds import chained
from mutualise.govuk.figures import local_day

CHAINED = ("extend", "void")
EXTENDED = ("from", "until", "boards")


def deeds_of(election: Election) -> list[dict[str, Any]]:
    """Every deed in its order, as the archive has it: `rules.ballot_box.deeds`."""
    rows = election.events.filter(name__in=CHAINED).order_by("number")
    return chained(
        election.notice.encode(),
        [
            {"deed": each.name, "on": local_day(each.at).isoformat(), "words": each.words}
            | {name: each.detail[name] for name in EXTENDED if each.name == "extend"}
            for each in rows
        ],
    )


def extensions_of(election: Election) -> list[dict[str, Any]]:
    """The extensions of a poll, first to last."""
    return [each for each in deeds_of(election) if each["deed"] == "extend"]


def letters_about(election: Election) -> dict[str, int]:
    """The mails about the extensions of a poll: how many were `written`, `sent` and given up as `lost`."""
    rows = ExtensionLetter.objects.filter(event__election=election)
    found: dict[str, int] = rows.aggregate(
        written=Count("pk"), sent=Count("sent_at"),
        lost=Count("pk", filter=Q(sent_at=None, tries__gte=GIVE_UP_AFTER)),
    )  # fmt: skip
    return found
