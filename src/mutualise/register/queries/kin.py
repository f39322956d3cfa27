"""What a body is called, its number, and which body it left, for those who know it by its code."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
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


def names_of(codes: Iterable[str], known_at: datetime | None = None) -> dict[str, str]:
    """The name of each body by its code, as known at a moment; a code that was no body's is left out."""
    entries = models.Entry.objects.known_at(known_at).filter(organisation__code__in=set(codes))
    return dict(entries.values_list("organisation__code", "name"))


def called(codes: Iterable[str]) -> dict[str, tuple[str, str]]:
    """The name of each body by its code, as known now, and its number as in org-id.guide
    ("GB-COH-01234567"), or "" where none is recorded."""
    wanted = {"organisation__code__in": list(codes)}
    entries = models.Entry.objects.known_at(None).filter(**wanted)
    numbers = models.Identifier.objects.known_at(None).filter(**wanted, valid_until=None)
    number_of: dict[str, str] = {}
    for code, scheme, number in numbers.order_by("scheme", "pk").values_list(
        "organisation__code", "scheme", "identifier"
    ):
        number_of.setdefault(code, f"{scheme}-{number}")
    return {
        code: (name, number_of.get(code, ""))
        for code, name in entries.values_list("organisation__code", "name")
    }
