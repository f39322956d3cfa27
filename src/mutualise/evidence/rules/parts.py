"""A figure of one part of a whole, such as the grants, or the grants of one region.

Evidence of a part is a row of its own, whose subject names the whole and the part by one dimension
or several: `support-programme:kind-grant`, `support-programme:kind-grant+region-london`. So no figure
of a part is ever counted in the whole. A part by several dimensions is recorded only where there is
something of it and when that changes; all the others together are one row, `support-programme:rest`,
which says that they stand at nought.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

from mutualise.evidence.rules.areas import AREAS

DIMENSIONS = ("kind", "lot", "sector", "region", "stage", "reason")
# A subject has room for 200 characters: four names and their dimensions.
LONGEST = 35
REST = "rest"
AND = "+"
WHOLES = {
    "sector": "All mutuals together",
    "programme": "The programme",
    "support-programme": "The support programme",
    "ons:total-public-services": "All public services together",
}


def part_of(names: Mapping[str, str]) -> str:
    """The part as it stands in a subject, from words by dimension: they become lower case and
    hyphens, and the dimensions stand in one order.

    >>> part_of({"sector": "Health & social care", "kind": "GRANT"})
    'kind-grant+sector-health-social-care'
    """
    return AND.join(f"{each}-{slug_of(names[each])}" for each in DIMENSIONS if each in names)


def slug_of(name: str) -> str:
    """Words as a name for a claim; "other" where no letter or digit of ASCII is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:LONGEST].strip("-") or "other"


def subject_of(whole: str, part: str) -> str:
    """The subject of a part of `whole`; `whole` itself for no part."""
    return f"{whole}:{part}" if part else whole


def said(subject: str, names: Mapping[str, str] = MappingProxyType({})) -> str:
    """Of whom or what a figure is, in words: a body by its name in `names`, which are by code, and
    what is not named by its code.

    >>> said("sector"), said("chcp", {"chcp": "City Health Care Partnership"}), said("chcp")
    ('All mutuals together', 'City Health Care Partnership', 'chcp')
    >>> said("support-programme:kind-grant+region-london"), said("support-programme:rest")
    ('The support programme: grant, London', 'The support programme: all other parts')
    """
    if subject in WHOLES:
        return WHOLES[subject]
    whole, _, part = subject.partition(":")
    parts = [label_of_part(*each) for each in named(subject).items()]
    if part and not parts and part != REST:
        return subject
    of = names.get(whole) or WHOLES.get(whole, whole)
    return f"{of}: {', '.join(parts) or 'all other parts'}" if part else of


def label_of_part(dimension: str, name: str) -> str:
    """A part as a reader knows it: the area's name, or the words of its name."""
    return AREAS[name].label if dimension == "region" and name in AREAS else name.replace("-", " ")


def whole_of(subject: str) -> str:
    """The code of the body, or of the other whole, that a subject or a part of it is of."""
    return subject.partition(":")[0]


def named(subject: str) -> dict[str, str]:
    """The names by dimension in the subject of a part; nothing for any other subject.

    >>> named("support-programme:kind-grant+region-london")
    {'kind': 'grant', 'region': 'london'}
    >>> named("ons:total-public-services")
    {}
    """
    found = {}
    for part in subject.partition(":")[2].split(AND):
        dimension, hyphen, name = part.partition("-")
        if not hyphen or dimension not in DIMENSIONS:
            return {}
        found[dimension] = name
    return found


def is_joint(subject: str) -> bool:
    """Whether it is a part by several dimensions."""
    return len(named(subject)) > 1


def rest_of(subject: str) -> str:
    """The row that answers for a part by several dimensions of which there is none; nothing for any
    other subject.

    >>> rest_of("support-programme:kind-grant+region-london"), rest_of("support-programme:kind-grant")
    ('support-programme:rest', '')
    """
    return f"{subject.partition(':')[0]}:{REST}" if is_joint(subject) else ""
