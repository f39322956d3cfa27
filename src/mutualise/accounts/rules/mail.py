"""When a mail that could not be sent is tried again, when somebody must look, how long the log is kept."""

from __future__ import annotations

from datetime import timedelta

GIVE_UP_AFTER = 6
# A mail that holds a secret is kept nowhere, so it is tried again at once and never later.
TRIES_AT_ONCE = 3
# How long the log says that a mail went to somebody.
KEEP_LOG = timedelta(days=365)


def wait_after(tries: int) -> int:
    """Minutes until the next try after so many: 1, 4, 16, 64 … at most a day.

    >>> [wait_after(n) for n in (1, 2, 3, 6)]
    [1, 4, 16, 1024]
    """
    return min(1 << 2 * (tries - 1), 24 * 60)
