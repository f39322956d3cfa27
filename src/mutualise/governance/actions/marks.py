"""The marks on the roll: blank rows made at the freeze, written over once, in a crowd.

Whoever lays the order of marks beside the order of the board knows which sealed ballot is whose. So
a row is never added while the poll runs, and a mark writes its whole *shelf* again: the 64 rows
beside its own, with their values as they are. PostgreSQL gives every row the number of the
transaction that wrote it and a new place; a shelf has one number, and its rows lie as they lay. At
the close all rows are written once more, in the order of the roll. What a copy of the write-ahead
log still shows is in docs/security/ballots.md.
"""

from __future__ import annotations

import logging

from django.db import connection, transaction
from django.db.models import Case, F, QuerySet, Value, When

from mutualise.chronicle.prepared import Prepared, PreparedChange, Question, at_once
from mutualise.governance.models import Contest, Election, RollEntry, RollMark

log = logging.getLogger(__name__)
SHELF = 64


def make_blank(contest: Contest) -> None:
    """A blank row for every name on the roll of a contest, in the order of the roll."""
    keys = RollEntry.objects.filter(contest=contest).order_by("pk").values_list("pk", flat=True)
    RollMark.objects.bulk_create([RollMark(entry_id=key) for key in keys], batch_size=500)


def _shelf(first: int, after: int) -> QuerySet[RollMark]:
    return RollMark.objects.filter(pk__gte=first, pk__lt=after)


def _bounds(key: int) -> tuple[int, int]:
    first = key - key % SHELF
    return first, first + SHELF


# The first row of a shelf stands for all of them: whoever writes a shelf holds it.
_LOCKED = Prepared(
    lambda first, after: (
        _shelf(first, after).select_for_update().order_by("pk").values_list("pk")[:1]
    ),
    int, int,
)  # fmt: skip
_HELD = Prepared(
    lambda key: RollMark.objects.filter(pk=key).values_list("kind", "blinded_sha256"), int
)
_WRITTEN = PreparedChange(
    lambda first, after, key, kind, blinded: (
        _shelf(first, after),
        {
            name: Case(When(pk=key, then=Value(value)), default=F(name))
            for name, value in (("kind", kind), ("blinded_sha256", blinded))
        },
    ),
    int, int, int, str, str,
)  # fmt: skip


def locked(entry: RollEntry) -> RollMark:
    """The row of a name, its shelf locked until the caller's transaction ends."""
    _, ((kind, blinded),) = at_once(locking(entry), (_HELD, (entry.pk,)))
    return RollMark(entry_id=entry.pk, kind=kind, blinded_sha256=blinded)


def locking(entry: RollEntry) -> Question:
    """What locks the shelf of a name, for a caller that asks for its row in the same message, in a
    question of its own: it then sees what the last who held the shelf wrote."""
    return _LOCKED, _bounds(entry.pk)


def write(entry: RollEntry, kind: RollMark.Kind, blinded_sha256: str = RollMark.NOTHING) -> None:
    """Mark a name whose row was blank when its shelf was locked; the rest of its shelf is written as it is."""
    _WRITTEN.make(*_bounds(entry.pk), entry.pk, kind.value, blinded_sha256)


def write_again(election: Election) -> None:
    """Write every row of an election once more as it is, in the order of the roll, at the close.

    Inside the transaction that closes the poll; once it has ended, what the database keeps of the
    rows before is thrown away as far as this program may.
    """
    rows = RollMark.objects.filter(entry__contest__election=election).order_by("pk")
    keys = list(rows.select_for_update(of=("self",)).values_list("pk", flat=True))
    table = RollMark._meta.db_table
    with connection.cursor() as cursor:
        cursor.executemany(
            f'UPDATE "{table}" SET kind = kind WHERE entry_id = %s',  # noqa: S608
            [(key,) for key in keys],
        )
    transaction.on_commit(forget_order, robust=True)


def forget_order() -> bool:
    """Throw away what the database keeps beside the rows; whether it could be done.

    SQLite: the write-ahead log is emptied. PostgreSQL: the table is written to a new file, without
    dead rows; only its owner may, so where the site runs as another role the owner must do it
    (docs/how-to/deploy.md).
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            done = cursor.fetchone()[0] == 0
        else:
            table = RollMark._meta.db_table
            cursor.execute(
                "SELECT pg_has_role(t.relowner, 'USAGE'), i.indexrelid::regclass::text "
                "FROM pg_class t JOIN pg_index i ON i.indrelid = t.oid AND i.indisprimary "
                "WHERE t.oid = %s::regclass",
                [table],
            )
            done, index = cursor.fetchone()
            if done:
                cursor.execute(f'CLUSTER "{table}" USING {index}')
    if not done:
        log.warning("what the database keeps of the order of marks was not thrown away: see deploy")
    return bool(done)
