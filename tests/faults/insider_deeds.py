"""A poll in which everybody's ballot follows her mark at once, and what an insider makes of it.

`python -m tests.faults.insider_deeds` prints what she found during the poll and after its close.
"""

from __future__ import annotations

import json
import logging
import random
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core import mail  # noqa: E402
from django.db import connection  # noqa: E402

from mutualise.accounts.models import AuditEntry  # noqa: E402
from mutualise.governance.actions import code_letters, elections, roll, trustees  # noqa: E402
from mutualise.governance.models import BoardEntry, Particulars  # noqa: E402
from mutualise.governance.queries.box import opened_ballots  # noqa: E402
from mutualise.governance.rules.ballot_box import tokens  # noqa: E402
from mutualise.governance.rules.nominations import Seats  # noqa: E402
from mutualise.governance.rules.notice import ContestNotice  # noqa: E402
from mutualise.governance.rules.one_time_codes import normal, stored  # noqa: E402
from tests import texts_kept  # noqa: E402
from tests.faults.insider import orders, score  # noqa: E402
from tests.governance.election_builders import called, mutual, opened, stand, vote  # noqa: E402
from tests.governance.sealed_builders import vote_sealed  # noqa: E402

# More than a shelf of the roll, so that a shelf ends among them.
VOTERS = 100


class Kept(logging.Handler):
    """Every line of a log of the whole program."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.name} {record.getMessage()}")


def main() -> None:
    settings.ALLOWED_HOSTS, tokens.KEY_BITS = ["*"], 1024
    settings.EMAIL_BACKEND, mail.outbox = "django.core.mail.backends.locmem.EmailBackend", []
    body = mutual(nurses=VOTERS, others=0)
    election = called(body, contests=(ContestNotice("staff", "Staff directors", "", Seats(1)),))
    contest = election.contests.get()
    for number in (1, 2, 3):
        stand(body, contest, number)
    elections.move("close_nominations", election=election, by=body.secretary)
    roll.freeze(election=election, by=body.secretary)
    letters = issued(body, election)
    opened(body, election)
    known = {stored(normal(each.code) or ""): each.number for each in letters}
    known |= {each.mobile: each.number for each in letters if each.mobile}
    for each in letters:
        known |= {each.name: each.number} | ({each.email: each.number} if each.email else {})
    log, trail = Kept(), AuditEntry.objects.count()
    logging.getLogger().addHandler(log)
    logging.getLogger().setLevel(logging.INFO)

    board: dict[str, int] = {}
    checks: dict[str, str] = {}
    queue = random.Random(7).sample(letters, len(letters))
    for turn, each in enumerate(queue, start=1):
        if turn == len(queue) // 2:
            split = {other.number for other in queue[turn - 1 :]}
            code_letters.remind(election=election, by=body.secretary)
        if turn % 2:
            device = vote_sealed(each.code, 1 + turn % 3)
            assert device.kept is not None
            checks[each.number] = device.kept.code
        else:
            _, checks[each.number] = vote(each.code, 1 + turn % 3)
        last = BoardEntry.objects.order_by("-number").first()
        assert last is not None
        board[each.number] = last.number
    said = list(log.lines)

    during = scores(orders(known), {"board": board})
    mails = {known[each.to[0]]: place for place, each in enumerate(mail.outbox)}
    assert set(mails) <= split, "a reminder goes to those who have not voted"
    during |= scores({"reminders in the order they were sent": mails}, {"board": board})
    texts = {known[to]: place for place, (to, _) in enumerate(texts_kept.outbox)}
    during |= scores({"texts in the order they were sent": texts}, {"board": board})
    trail = AuditEntry.objects.count() - trail
    trustees.close_poll(election=election, by=body.scrutineer)
    wal = wal_size()
    trustees.open_with_demonstration_keys(election=election, by=body.scrutineer)
    places = {each.code: place for place, each in enumerate(opened_ballots(contest)[0])}
    opened_at = {number: places[code] for number, code in checks.items()}
    after = scores(orders(known), {"board": board, "opened": opened_at})
    told = {said for each in letters for said in (each.code, each.name, each.mobile) if said}
    assert len(texts_kept.outbox) == VOTERS // 2
    print(json.dumps({
        "voters": len(board), "during": during, "after": after, "trail": trail, "wal": wal,
        "names_in_log": [line for line in said if any(each in line for each in told)],
        "rows": rows_of_the_roll(),
    }))  # fmt: skip


def issued(body: Any, election: Any) -> list[Any]:
    """Codes by text to every second name, with what was sent, and letters to the others."""
    settings.TEXT_BACKEND = texts_kept.KEPT
    for row in Particulars.objects.filter(member__register__organisation=body.organisation):
        if row.member.number % 2:
            mobile = f"+447700900{row.member.number:03d}"
            Particulars.objects.filter(pk=row.pk).update(mobile=mobile)
    texts: list[Any] = []
    made = roll.issue_codes
    roll.issue_codes = lambda **given: texts.extend(made(**given)) or texts  # type: ignore[assignment]
    code_letters.send_codes(election=election, by=body.secretary, channel="TEXT")
    roll.issue_codes = made
    return [*texts, *made(election=election, by=body.secretary, channel="LETTER")]


def scores(found: dict[str, dict[str, Any]], truths: dict[str, dict[str, int]]) -> dict[str, Any]:
    # A column in which all are alike is no order.
    told = {name: each for name, each in found.items() if len(set(each.values())) > 1}
    return {
        f"{name} beside {other}": score(each, truth)
        for name, each in told.items()
        for other, truth in truths.items()
    }


def wal_size() -> int:
    """Bytes of the write-ahead log of SQLite."""
    if connection.vendor != "sqlite":
        return 0
    log = Path(f"{connection.settings_dict['NAME']}-wal")
    return log.stat().st_size if log.exists() else 0


def rows_of_the_roll() -> dict[str, int]:
    """How many numbers of transactions the marks have, and how many lie before an earlier name."""
    place = "rowid" if connection.vendor == "sqlite" else "ctid"
    stamp = "1" if connection.vendor == "sqlite" else "xmin::text"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT entry_id, {stamp} FROM governance_rollmark ORDER BY {place}")
        rows = cursor.fetchall()
    keys = [key for key, _ in rows]
    return {
        "transactions": len({each for _, each in rows}),
        "out_of_order": sum(one > other for one, other in zip(keys, keys[1:], strict=False)),
    }


if __name__ == "__main__":
    main()
