"""One sector, one spelling: what a team writes is read as the register's word where it is the same.

The register's sectors are the list; a team that finds none of them there says which it is, and
another team that writes the same words another way is counted with it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_LITTLE = {"and", "the", "of", "for"}


def key_of(text: str) -> str:
    """The words of a sector as they are compared: no case, accents, points or little words.

    >>> key_of("Health & Social Care") == key_of("health and social care")
    True
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    words = re.findall(r"[a-z0-9]+", plain.replace("'", ""))
    return " ".join(word for word in words if word not in _LITTLE)


def settled(text: str, known: Iterable[str]) -> str:
    """A sector in the spelling of the list where it is on it, else as it was written, without
    spaces too many.

    >>> settled("Community  Health", ["community health"]), settled(" Steel  making ", [])
    ('community health', 'Steel making')
    """
    written = " ".join(text.split())
    return {key_of(each): each for each in known}.get(key_of(written), written)


def one_spelling(written: Iterable[str], known: Iterable[str]) -> dict[str, str]:
    """For every sector as written, the one spelling it is counted under: the list's, or among those
    not on the list the first in order of the alphabet."""
    spelt = {key_of(each): each for each in known}
    found = {}
    for text in sorted(set(written)):
        found[text] = spelt.setdefault(key_of(text), " ".join(text.split()))
    return found
