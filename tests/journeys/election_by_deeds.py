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


def open_poll() -> dict[str, Any]:
    from mutualise.governance.models import Election
    from tests.governance import election_builders

    # Names are numbered from 1 in each process: go on after those of the polls before.
    election_builders._numbers = count(1 + 100 * Election.objects.count())
    body, election, codes = election_builders.open_election()
    return {
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
        kept.write_text(json.dumps(open_poll()))
    elif sys.argv[1] == "close":
        close_and_count(json.loads(kept.read_text()))
    else:
        print(json.dumps(state(json.loads(kept.read_text()))))
