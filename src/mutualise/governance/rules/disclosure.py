"""What a public page may say of few people."""

from __future__ import annotations

LEAST = 10


def shown(part: int, whole: int) -> bool:
    """Whether a part of a group may be published: neither it nor the rest is one to nine people.

    >>> shown(280, 300), shown(0, 300), shown(3, 300), shown(295, 300), shown(3, 5)
    (True, True, False, False, False)
    """
    if whole < LEAST:
        return False
    return all(count == 0 or count >= LEAST for count in (part, whole - part))
