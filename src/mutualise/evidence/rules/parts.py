"""A figure of one part of a whole, such as the awards of one kind of support.

Evidence of a part is a row of its own, whose subject names the whole and the part:
`support-programme:kind-grant`. So no figure of a part is ever counted in the whole.
"""

from __future__ import annotations

import re
import unicodedata

DIMENSIONS = ("kind", "lot", "sector", "region", "stage", "reason")
# A subject has room for 60 characters.
LONGEST = 35


def part_of(dimension: str, name: str) -> str:
    """The part as it stands in a subject. `name` is words: they become lower case and hyphens.

    >>> part_of("sector", "Health & social care")
    'sector-health-social-care'
    """
    return f"{dimension}-{slug_of(name)}"


def slug_of(name: str) -> str:
    """Words as a name for a claim; "other" where no letter or digit of ASCII is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:LONGEST].strip("-") or "other"


def subject_of(whole: str, part: str) -> str:
    """The subject of a part of `whole`; `whole` itself for no part."""
    return f"{whole}:{part}" if part else whole


def named(subject: str) -> tuple[str, str] | None:
    """The dimension and name in the subject of a part; None for any other subject.

    >>> named("support-programme:kind-grant")
    ('kind', 'grant')
    >>> named("ons:total-public-services")
    """
    _, colon, part = subject.partition(":")
    dimension, hyphen, name = part.partition("-")
    return (dimension, name) if colon and hyphen and dimension in DIMENSIONS else None
