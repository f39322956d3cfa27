"""How alike two names of organisations are, for people who match a list against the register."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

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
# Of these the kind of body alone can be told.
LEGAL = frozenset(["cic", "ltd", "limited", "plc", "llp", "cio", "ips"])
CERTAIN = 100
# Under this, letters in common are chance; a name's initials stand for it, but for others as well.
LEAST_SPELLING, INITIALS = 70, 85
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}")


@dataclass(frozen=True)
class _Shape:
    """A name as it is compared: its telling words, all its letters run together, pairs of them, initials."""

    words: tuple[str, ...]
    letters: str
    pairs: frozenset[str]
    initials: str


def normalised(name: str) -> tuple[str, ...]:
    """The telling words of a name: no case, accents, punctuation or words for a legal form; "C.I.C." is
    the word CIC.

    A name made only of such words keeps them all.
    """
    words = _words(name)
    return tuple(word for word in words if word not in FORMS) or words


def _words(name: str) -> tuple[str, ...]:
    undotted = _DOTTED.sub(lambda match: match.group().replace(".", ""), name.replace("&", " and "))
    plain = unicodedata.normalize("NFKD", undotted).casefold()
    return tuple(re.findall(r"[^\W_]+", "".join(c for c in plain if not unicodedata.combining(c))))


@lru_cache(maxsize=32_768)
def _shape(name: str) -> _Shape:
    words = tuple(word for word in _words(name) if word not in LEGAL)
    letters = "".join(words)
    pairs = frozenset(letters[at : at + 2] for at in range(len(letters) - 1))
    return _Shape(normalised(name), letters, pairs, "".join(word[0] for word in words))


def likeness(one: str, other: str) -> int:
    """0 to 100. 100 when the telling words are equal in order. Else the largest, never above 99, of: the
    share of words in common (twice the common words over all words); the share of pairs of letters in
    common, which finds misspellings ("Comunity") and words joined ("My CSP"), from 70 up; 85 where one is
    the other's initials. It does not matter which comes first."""
    first, second = _shape(one), _shape(other)
    if not first.words or not second.words:
        return 0
    if first.words == second.words:
        return CERTAIN
    spelling = _share(first.pairs, second.pairs)
    initials = INITIALS if _stands_for(first, second) or _stands_for(second, first) else 0
    in_words = _share(frozenset(first.words), frozenset(second.words))
    return min(99, max(in_words, spelling if spelling >= LEAST_SPELLING else 0, initials))


def _share(one: frozenset[str], other: frozenset[str]) -> int:
    return 200 * len(one & other) // max(1, len(one) + len(other))


def _stands_for(short: _Shape, long: _Shape) -> bool:
    return len(long.initials) > 1 and len(short.words) == 1 and short.letters == long.initials
