"""What was done to an election after its notice: extensions of its poll, and that it is void."""

from __future__ import annotations

from typing import Any

from mutualise.governance.models import Election
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
