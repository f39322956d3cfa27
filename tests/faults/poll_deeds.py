"""A poll in a database of its own, made and proven: `python -m tests.faults.poll_deeds VERB …`."""

from __future__ import annotations

import base64
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import django

django.setup()

from mutualise.governance.actions import elections, own_issuer, roll  # noqa: E402
from mutualise.governance.models import Contest, Election, RollMark  # noqa: E402
from mutualise.governance.queries.box import box_of, heads_of, public_keys  # noqa: E402
from mutualise.governance.queries.elections import box_name  # noqa: E402
from mutualise.governance.queries.tokens import issuing_keys, rolls_elsewhere  # noqa: E402
from mutualise.governance.rules.ballot_box import board, tokens  # noqa: E402
from mutualise.governance.rules.ballot_box.issuing import roll_file  # noqa: E402
from mutualise.governance.rules.nominations import Seats  # noqa: E402
from mutualise.governance.rules.notice import ContestNotice  # noqa: E402
from tests.governance.election_builders import called, mutual, opened, stand  # noqa: E402


def prepare(voters: str, candidates: str, bits: str, out: str, own_key: str = "") -> None:
    """One contest in which everybody votes, its poll open; its codes in the file OUT, and the roll
    for the scrutineer's own machine where its public key is given."""
    tokens.KEY_BITS = int(bits)
    body = mutual(nurses=int(voters), others=0)
    notice = ContestNotice("staff", "Staff directors", "", Seats(5))
    election = called(body, contests=(notice,))
    contest = election.contests.get()
    for number in range(1, int(candidates) + 1):
        stand(body, contest, number)
    elections.move("close_nominations", election=election, by=body.secretary)
    if own_key:
        own_issuer.offer_key(contest=contest, by=body.scrutineer, public_key=own_key)
    roll.freeze(election=election, by=body.secretary)
    letters = roll.issue_codes(election=election, by=body.secretary, channel="LETTER")
    opened(body, election)
    plan = {
        "box": box_name(contest), "candidates": int(candidates),
        "codes": [each.code for each in letters], "numbers": [each.number for each in letters],
        "issuers": issuing_keys(contest), "trustees": [key.hex() for key in public_keys(election)],
        "roll": roll_file(election.reference, rolls_elsewhere(election)),
    }  # fmt: skip
    Path(out).write_text(json.dumps(plan))


def prove(told: str) -> None:
    """Hold what the voters were told against what is stored; print the figures as JSON.

    Raises AssertionError when a receipt is lost, a vote doubled or the chain broken.
    """
    voters: list[dict[str, Any]] = json.loads(Path(told).read_text())
    contest = Contest.objects.get(election=Election.objects.get())
    box = box_of(contest)
    assert box is not None
    rows = heads_of(contest)
    assert board.broken_links(bytes.fromhex(box.opening_head), rows) == []
    for voter in voters:
        entry, head = rows[voter["number"] - 1]
        assert head.hex() == voter["head"], f"receipt {voter['number']} is lost"
        token = base64.b64decode(voter["token"])
        assert entry.token_hash == tokens.token_hash(token), "the receipt is of another ballot"
        assert entry.sealed == base64.b64decode(voter["sealed"])
    by_token = Counter(entry.token_hash for entry, _ in rows)
    doubled = sum(times > 1 for times in by_token.values())
    assert doubled == 0, f"{doubled} votes doubled"
    assert len(rows) == len(voters) == len({voter["number"] for voter in voters})
    assert RollMark.objects.made().count() == len(voters)
    print(json.dumps({
        "entries": len(rows), "tokens": len(by_token), "receipts": len(voters), "doubled": doubled,
        "lost": 0, "marks": RollMark.objects.made().count(), "head": rows[-1][1].hex(),
    }))  # fmt: skip


if __name__ == "__main__":
    verb, *given = sys.argv[1:]
    {"prepare": prepare, "prove": prove}[verb](*given)
