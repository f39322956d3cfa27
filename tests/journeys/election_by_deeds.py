"""An election on a served site, made by the deeds behind the pages: `python -m … open|close FILE`.

A process of its own, because the tests' process is not the site. FILE keeps who the people are.
"""

from __future__ import annotations

import json
import sys
from itertools import count
from pathlib import Path
from typing import Any

import django


def open_poll(own_key: str = "") -> dict[str, Any]:
    """An open poll; the nurses' second key is the one given, where one is."""
    from mutualise.governance.actions import own_issuer
    from mutualise.governance.models import Election
    from mutualise.governance.queries.tokens import rolls_elsewhere
    from mutualise.governance.rules.ballot_box.issuing import roll_file
    from tests.governance import election_builders

    # Names are numbered from 1 in each process: go on after those of the polls before.
    election_builders._numbers = count(1 + 100 * Election.objects.count())
    body = election_builders.mutual()
    election = election_builders.called(body)
    if own_key:
        nurses = election.contests.get(code="nurses")
        own_issuer.offer_key(contest=nurses, by=body.scrutineer, public_key=own_key)
    election_builders.nominated(body, election)
    codes = election_builders.with_roll(body, election)
    election_builders.opened(body, election)
    return {
        "roll": roll_file(election.reference, rolls_elsewhere(election)),
        "organisation": body.organisation.pk, "secretary": body.secretary.pk,
        "scrutineer": body.scrutineer.pk, "election": election.pk,
        "reference": election.reference, "codes": codes,
    }  # fmt: skip


def close_and_count(made: dict[str, Any]) -> None:
    from mutualise.accounts.models import Person
    from mutualise.governance.models import Election
    from mutualise.register.models import Organisation
    from tests.governance.election_builders import Mutual, counted, vote

    vote(made["codes"]["13"], 1, 4)
    body = Mutual(
        Organisation.objects.get(pk=made["organisation"]),
        Person.objects.get(pk=made["secretary"]), Person.objects.get(pk=made["scrutineer"]), [],
    )  # fmt: skip
    counted(body, Election.objects.get(pk=made["election"]))


def state(made: dict[str, Any]) -> dict[str, Any]:
    """What the box of the nurses holds, and what was opened."""
    from mutualise.governance.models import BoardEntry, Contest, SignedToken
    from mutualise.governance.queries.box import opened_ballots

    contest = Contest.objects.get(election=made["election"], code="nurses")
    box = {"box__reference": f"{made['reference']}/nurses"}
    rows = BoardEntry.objects.filter(**box).order_by("number")
    return {
        "board": [[row.number, row.mode, row.counter, row.head] for row in rows],
        "tokens": SignedToken.objects.filter(**box).count(),
        "opened": sorted(list(each.ranking) for each in opened_ballots(contest)[0]),
    }  # fmt: skip


if __name__ == "__main__":
    django.setup()
    kept = Path(sys.argv[2])
    if sys.argv[1] == "open":
        kept.write_text(json.dumps(open_poll(*sys.argv[3:])))
    elif sys.argv[1] == "close":
        close_and_count(json.loads(kept.read_text()))
    else:
        print(json.dumps(state(json.loads(kept.read_text()))))
