"""When a letter that could not be sent is tried again, and when somebody must look at it."""

from __future__ import annotations

GIVE_UP_AFTER = 6


def wait_after(tries: int) -> int:
    """Minutes until the next try after so many: 1, 4, 16, 64 … at most a day.

    >>> [wait_after(n) for n in (1, 2, 3, 6)]
    [1, 4, 16, 1024]
    """
    return min(1 << 2 * (tries - 1), 24 * 60)
