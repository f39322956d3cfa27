"""Whether two names, as two lists write them, may be one person's."""

from __future__ import annotations

import re
import unicodedata

# Letters that have no accent to take off, as keyboards without them write them.
PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i",
     "'": "", "’": "", "ʼ": "", "`": ""}
)  # fmt: skip


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name in order of the alphabet: no case, accents, apostrophes or punctuation."""
    return tuple(sorted(_in_order(name)))


def _in_order(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name).casefold().translate(PLAIN)
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return re.findall(r"[^\W_]+", letters)


def near(one: str, other: str) -> bool:
    """Whether two names may well be one person's: equal words, or one word off by one letter or
    shortened to its initial. Words with a digit must be equal.

    >>> near("Ann Brown", "Brown, Anne"), near("A. Brown", "Ann Brown"), near("No 1", "No 2")
    (True, True, False)
    """
    first, second = words_of(one), words_of(other)
    if first == second:
        return True
    left, right = _apart(first, second), _apart(second, first)
    shared = [w for w in first if w in second and len(w) > 1]
    if len(left) != 1 or len(right) != 1 or not shared:
        return False
    a, b = left[0], right[0]
    if any(c.isdigit() for c in a + b):
        return False
    return (1 in (len(a), len(b)) and a[0] == b[0]) or (len(a + b) >= 6 and _one_apart(a, b))


def maybe_one(one: str, other: str) -> bool:
    """Whether to ask if two names are one person's, where their numbers do not say: near, or the
    same surname, or the same but for how the words are joined, or for a word more.

    >>> maybe_one("Anne-Marie Lee", "Annemarie Lee"), maybe_one("Mary Lee", "Mary Lee-Hall")
    (True, True)
    >>> maybe_one("Liz Lee", "Lee, Elizabeth"), maybe_one("Mary Lee", "Mary Hall")
    (True, False)
    """
    if near(one, other) or "".join(_in_order(one)) == "".join(_in_order(other)):
        return True
    first, second = words_of(one), words_of(other)
    left, right = _apart(first, second), _apart(second, first)
    if any(c.isdigit() for c in "".join(left + right)):
        return False
    more = len(first) > 1 < len(second) and not (left and right)
    return more or (_surname(one) == _surname(other) != "")


def _apart(one: tuple[str, ...], other: tuple[str, ...]) -> list[str]:
    return [word for word in one if word not in other]


def _surname(name: str) -> str:
    """What stands before a comma, or else the last word."""
    before, comma, _ = name.partition(",")
    words = _in_order(before)
    if comma:
        return " ".join(words)
    return words[-1] if words else ""


def _one_apart(a: str, b: str) -> bool:
    """One letter changed, added or left out, or two neighbours swapped."""
    short, long = sorted((a, b), key=len)
    if len(long) - len(short) > 1:
        return False
    at = next((i for i, (x, y) in enumerate(zip(short, long, strict=False)) if x != y), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    swapped = short[:at] + short[at : at + 2][::-1] + short[at + 2 :]
    return short[at + 1 :] == long[at + 1 :] or swapped == long
