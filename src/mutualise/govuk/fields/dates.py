"""A day typed in three boxes, and the same day given as one ISO word in an address."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)


class Parts(NamedTuple):
    """What stands in the boxes, as typed."""

    day: str = ""
    month: str = ""
    year: str = ""


class DateParts(forms.Widget):
    """Reads `name-day`, `name-month` and `name-year`; without them, `name` as YYYY-MM-DD."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Parts | None:
        typed = Parts(*(str(data.get(f"{name}-{part}", "")).strip() for part in Parts._fields))
        return typed if any(typed) else parts_of(data.get(name))

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(key in data for key in (name, *(f"{name}-{p}" for p in Parts._fields)))


def parts_of(value: object) -> Parts | None:
    """Boxes for a day, for boxes, or for a text; an unreadable text lands in the day's box."""
    if not value:
        return None
    if isinstance(value, Parts):
        return value
    if isinstance(value, date):
        return Parts(str(value.day), str(value.month), f"{value.year:04d}")
    year, month, day = [*str(value).strip().split("-"), "", ""][:3]
    return Parts(day, month, year) if month else Parts(day=year)


def read_day(parts: Parts) -> date:
    """The day in the boxes; a month may be written as a word or its first three letters.

    Raises ValidationError with code `incomplete` (naming what is missing) or `invalid`.
    """
    missing = [name for name, text in zip(Parts._fields, parts, strict=True) if not text]
    if missing:
        raise ValidationError("", code="incomplete", params={"missing": " and ".join(missing)})
    try:
        if len(parts.year) != 4:
            raise ValueError(parts.year)
        return date(_number(parts.year), _month(parts.month), _number(parts.day))
    except ValueError:
        raise ValidationError("", code="invalid") from None


def _month(text: str) -> int:
    named = [n for n, month in enumerate(MONTHS, 1) if text.lower() in (month, month[:3])]
    return named[0] if named else _number(text)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 4):
        raise ValueError(text)
    return int(text)
