"""Small changes of many people at once, put on the disk by one commit for all who wait.

SQLite lets one connection write at a time, and each commit waits for the disk. So in one process
the first who comes does the deeds of all who wait, commits once, and hands the turn to the first
who came meanwhile; nobody is told anything before that. When a deed fails, all are undone and done
again, each in a savepoint of its own, so that it fails alone. Processes wait for each other in a
row (`turns`). PostgreSQL queues its writers itself and puts commits together; there every deed has
its own transaction, whose last changes go with its end, and locks of two people never meet in one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, TypeVar

from django.db import connection, transaction

from mutualise.chronicle.prepared import changes_at_the_end, executed
from mutualise.chronicle.turns import turn

Result = TypeVar("Result")
# Nobody waits for more than so many others' deeds before a commit.
MOST = 16


def _held() -> Lock:
    made = Lock()
    made.acquire()
    return made


@dataclass(eq=False)
class _Waiting:
    deed: Callable[[], Any]
    done: bool = False
    result: Any = None
    error: BaseException | None = None
    # Let go when the deed is done, or when it is for whoever asked to do it.
    woken: Lock = field(default_factory=_held)


# All who wait, in order; the first of them is the one who commits.
_waiting: deque[_Waiting] = deque()
_guard = Lock()


def durably(deed: Callable[[], Result]) -> Result:
    """Do a deed in a transaction; its result, once that is on the disk.

    The deed may run in another thread, and twice when it was undone with another's: it must use
    `connection` as it finds it and keep nothing elsewhere. Raises what the deed raises, or what the
    commit raised; then nothing was stored.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        outermost = not connection.in_atomic_block
        with transaction.atomic(), changes_at_the_end(commit=outermost):
            return deed()
    mine = _Waiting(deed)
    with _guard:
        _waiting.append(mine)
        first = _waiting[0] is mine
    if not first:
        mine.woken.acquire()
    if not mine.done:
        _lead(mine)
    if mine.error is not None:
        raise mine.error
    result: Result = mine.result
    return result


def _lead(mine: _Waiting) -> None:
    """Commit for all who wait by the time the turn comes, and wake them and whoever is next."""
    batch = [mine]
    try:
        with turn():
            with _guard:
                batch = [_waiting[place] for place in range(min(len(_waiting), MOST))]
            _commit(batch)
    except BaseException as error:
        for each in batch:
            if not each.done:
                each.error, each.done = error, True
        if not isinstance(error, Exception):
            raise
    finally:
        with _guard:
            for _ in batch:
                _waiting.popleft()
            following = _waiting[0] if _waiting else None
        for each in batch[1:]:
            each.woken.release()
        if following is not None:
            following.woken.release()


def _commit(batch: list[_Waiting]) -> None:
    """Do the deeds of a batch in one transaction, and tell each what came of it."""
    try:
        if not connection.in_atomic_block:
            # A receipt promises the disk, whatever the rest of the site uses.
            executed("PRAGMA synchronous=FULL", ())
        if not _all_done(batch) and len(batch) > 1:
            # What failed took the others with it: all again, each so that it fails alone.
            with transaction.atomic():
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


def _all_done(batch: list[_Waiting]) -> bool:
    """Do the deeds in one transaction; whether all could be done. If not, none is stored."""
    with transaction.atomic():
        for each in batch:
            try:
                each.result = each.deed()
            except Exception as error:
                each.error = error
                transaction.set_rollback(True)
                return False
    return True


def _do(waiting: _Waiting) -> None:
    waiting.error = None
    try:
        with transaction.atomic():
            waiting.result = waiting.deed()
    except Exception as error:
        waiting.error = error
