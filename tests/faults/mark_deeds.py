"""A roll frozen, and two thirds of its names marked in one order or another:
`python -m tests.faults.mark_deeds freeze|forward|shuffled`."""

from __future__ import annotations

import random
import sys

import django

django.setup()

from django.db import connection, transaction  # noqa: E402

from mutualise.governance.actions import elections, marks, roll  # noqa: E402
from mutualise.governance.models import RollEntry, RollMark  # noqa: E402
from mutualise.governance.rules.ballot_box import tokens  # noqa: E402
from mutualise.governance.rules.ballot_box.canonical import digest  # noqa: E402
from mutualise.governance.rules.nominations import Seats  # noqa: E402
from mutualise.governance.rules.notice import ContestNotice  # noqa: E402
from tests.governance.election_builders import called, mutual, stand  # noqa: E402

NAMES = 300
Kind = RollMark.Kind
KINDS = (Kind.BLIND, Kind.ASSISTED, Kind.PAPER)


def freeze() -> None:
    tokens.KEY_BITS = 1024
    body = mutual(nurses=NAMES, others=0)
    election = called(body, contests=(ContestNotice("staff", "Staff directors", "", Seats(1)),))
    for number in (1, 2):
        stand(body, election.contests.get(), number)
    elections.move("close_nominations", election=election, by=body.secretary)
    roll.freeze(election=election, by=body.secretary)


def mark_all(order: str) -> None:
    entries = list(RollEntry.objects.order_by("pk"))[: NAMES * 2 // 3]
    plan = [(entry, KINDS[place % 3]) for place, entry in enumerate(entries)]
    if order == "shuffled":
        random.Random(3).shuffle(plan)
    for entry, kind in plan:
        asked = digest(str(entry.pk).encode()).hex() if kind == Kind.BLIND else RollMark.NOTHING
        with transaction.atomic():
            marks.locked(entry)
            marks.write(entry, kind, asked)


if __name__ == "__main__":
    freeze() if sys.argv[1] == "freeze" else mark_all(sys.argv[1])
    if connection.vendor == "sqlite":
        with connection.cursor() as last:
            last.execute("PRAGMA wal_checkpoint(TRUNCATE)")
