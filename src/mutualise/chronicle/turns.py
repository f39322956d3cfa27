"""Whose turn it is to write, among the processes that write to one SQLite file.

A writer that finds SQLite locked sleeps and tries again, longer each time, while the lock may lie
free; with two busy processes most of the time goes by so. The kernel's lock on a file beside the
database wakes the next at once, and dies with the process that holds it. It only puts writers in a
row: SQLite's own lock still keeps them apart, also from those who do not ask here.
"""

from __future__ import annotations

import fcntl
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from django.db import connection

log = logging.getLogger(__name__)


@contextmanager
def turn() -> Iterator[None]:
    """Wait for the turn and hold it. At once where the database is no file of SQLite's."""
    queue = _queue(str(connection.settings_dict["NAME"]), os.getpid())
    if queue is None:
        yield
        return
    fcntl.flock(queue, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(queue, fcntl.LOCK_UN)


@lru_cache(maxsize=8)
def _queue(database: str, _: int) -> int | None:
    """The file to wait at, opened by this process: a copy of another would share the other's turn."""
    if connection.vendor != "sqlite" or not Path(database).is_file():
        return None
    try:
        return os.open(f"{database}-turn", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        # Votes are taken all the same: SQLite keeps writers apart, only slower.
        log.warning("writers do not wait in a row: %s", error)
        return None
