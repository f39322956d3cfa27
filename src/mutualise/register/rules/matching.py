"""How alike two names of organisations are, for people who match a list against the register."""

from __future__ import annotations

import re
import unicodedata

# Words that say what kind of body it is and not which.
FORMS = frozenset(
    [
        "cic",
        "ltd",
        "limited",
        "plc",
        "llp",
        "cio",
        "company",
        "community",
        "interest",
        "benefit",
        "society",
        "the",
        "of",
        "and",
    ]
)
CERTAIN = 100


def normalised(name: str) -> tuple[str, ...]:
    """The telling words of a name: no case, accents, punctuation or words for a legal form.

    A name made only of such words keeps them all.
    """
    plain = unicodedata.normalize("NFKD", name.replace("&", " and ")).casefold()
    words = re.findall(r"[^\W_]+", "".join(c for c in plain if not unicodedata.combining(c)))
    return tuple(word for word in words if word not in FORMS) or tuple(words)


def likeness(one: str, other: str) -> int:
    """0 to 100: 100 when the telling words are equal in order, else the share of words in common
    (twice the common words over all words), never above 99. It does not matter which comes first."""
    first, second = normalised(one), normalised(other)
    if not first or not second:
        return 0
    if first == second:
        return CERTAIN
    common = len(set(first) & set(second))
    return min(99, 200 * common // (len(set(first)) + len(set(second))))
