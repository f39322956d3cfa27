"""What a body was called and which body it left, for those who look for ties to it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from mutualise.register import models


def names_and_parents(**wanted: Any) -> dict[int, set[str]]:
    """Every name and the parent body of the organisations wanted, as known now, by their number.

    `wanted` are filters on organisations, such as `code__in=[…]`.
    """
    found: dict[int, set[str]] = defaultdict(set)
    those = models.Organisation.objects.filter(**wanted).values("pk")
    entries = models.Entry.objects.known_at(None).filter(organisation__in=those)
    for number, name, parent in entries.values_list("organisation", "name", "parent_body"):
        found[number] |= {name, parent} - {""}
    names = models.Name.objects.known_at(None).filter(organisation__in=those)
    for number, name in names.values_list("organisation", "name"):
        found[number].add(name)
    return found
