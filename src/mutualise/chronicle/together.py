"""Small changes of many people at once, put on the disk by one commit for all who wait.

SQLite lets one connection write at a time, each commit waits for the disk, and a writer that finds
the database locked sleeps and tries again. So in one process whoever holds the turn does the deeds
of all who wait, each in a savepoint of its own, and commits once; nobody is told anything before
that. A deed that fails undoes itself alone. PostgreSQL queues its writers itself and puts commits
together; there every deed has its own transaction, and locks of two people never meet in one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeVar

from django.db import connection, transaction

Result = TypeVar("Result")
# Nobody waits for more than so many others' deeds before a commit.
MOST = 16


@dataclass(eq=False)
class _Waiting:
    deed: Callable[[], Any]
    done: bool = False
    result: Any = None
    error: BaseException | None = None


_waiting: deque[_Waiting] = deque()
_turn = Lock()


def durably(deed: Callable[[], Result]) -> Result:
    """Do a deed in a transaction; its result, once that is on the disk.

    The deed may run in another thread: it must use `connection` as it finds it. Raises what the deed raises, or
    what the commit raised; then nothing was stored.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        with transaction.atomic():
            return deed()
    mine = _Waiting(deed)
    _waiting.append(mine)
    while not mine.done:
        with _turn:
            if not mine.done:
                _commit([_waiting.popleft() for _ in range(min(len(_waiting), MOST))])
    if mine.error is not None:
        raise mine.error
    result: Result = mine.result
    return result


def _commit(batch: list[_Waiting]) -> None:
    """Do the deeds of a batch in one transaction, and tell each what came of it."""
    try:
        if not connection.in_atomic_block:
            with connection.cursor() as cursor:
                # A receipt promises the disk, whatever the rest of the site uses.
                cursor.execute("PRAGMA synchronous=FULL")
        with transaction.atomic():
            if len(batch) == 1:
                batch[0].result = batch[0].deed()
            else:
                for each in batch:
                    _do(each)
    except BaseException as error:
        for each in batch:
            each.error = error
        if not isinstance(error, Exception):
            raise
    finally:
        for each in batch:
            each.done = True


def _do(waiting: _Waiting) -> None:
    try:
        with transaction.atomic():
            waiting.result = waiting.deed()
    except Exception as error:
        waiting.error = error
