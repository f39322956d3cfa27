"""Kinds of resolution: those shipped in `definitions/resolutions/`, read once, and a body's own."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from django.conf import settings
from django.utils import timezone

from mutualise.governance.models import MemberRegister
from mutualise.governance.models import OwnMajority as Row
from mutualise.governance.rules.own_majority import CODE, OwnMajority, kind_of_majority
from mutualise.governance.rules.resolution_kinds import Kind, Over, parse_kind


class KindUnknown(LookupError):
    """No kind of resolution has this code; the message lists those there are."""


@lru_cache(maxsize=1)
def kinds() -> dict[str, Kind]:
    """Every kind by code. Raises ResolutionUnreadable when a file cannot be used."""
    folder = settings.ROOT / "definitions" / "resolutions"
    found = [
        parse_kind(path.read_text(encoding="utf-8"), path.name)
        for path in sorted(folder.glob("*.yaml"))
    ]
    return {kind.code: kind for kind in found}


def own_rows(register: MemberRegister) -> list[Row]:
    """The majorities of a body's own rules that stand, the first recorded first."""
    return list(Row.objects.known_at(None).filter(register=register).order_by("pk"))


def own_kinds(register: MemberRegister) -> dict[str, Kind]:
    """The same as kinds of resolution, by code."""
    return {f"{CODE}{row.pk}": _kind(row) for row in own_rows(register)}


def kind_called(code: str) -> Kind:
    """The kind with this code, also one of a body's own that was withdrawn since. Raises KindUnknown."""
    number = code.removeprefix(CODE)
    row = (
        Row.objects.filter(pk=int(number)).first()
        if number != code and number.isdecimal()
        else None
    )
    if row is not None:
        return _kind(row)
    try:
        return kinds()[code]
    except KeyError:
        known = ", ".join(kinds())
        raise KindUnknown(f"There is no kind “{code}”. The kinds are: {known}.") from None


def _kind(row: Row) -> Kind:
    turnout = Fraction(row.turnout_top, row.turnout_bottom)
    asked = OwnMajority(
        row.title, row.rule, Fraction(row.top, row.bottom), row.strict, Over(row.over),
        turnout or None, row.to_register,
    )  # fmt: skip
    return kind_of_majority(asked, f"{CODE}{row.pk}", timezone.localdate(row.recorded_at))
