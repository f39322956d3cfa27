"""Data extension of the Reconciliation Service API 0.2: values of properties for matched bodies."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from mutualise.govuk.asked import DateUnreadable, read_day
from mutualise.web.api.parameters import refuse_unless
from mutualise.web.api.problems import Refused, refusal
from mutualise.web.api.properties import PROPERTIES, Property, Told, Value, told_of

TYPE = {"id": "PublicServiceMutual", "name": "Public service mutual"}
MOST_IDS = 100
LIMIT = re.compile(r"[1-9]\d{0,5}", re.ASCII)
AS_AT = {
    "name": "as_at",
    "label": "As at (a day, like 2014-07-23)",
    "type": "text",
    "default": "",
    "help_text": "A day, as 2014-07-23: what was true then. Empty: today.",
}
ASKED = '{"ids": ["code", …], "properties": [{"id": "sector"}, …]}'


def propose(request: HttpRequest) -> HttpResponse:
    """The properties a body can be extended with; none for another type."""
    kind = request.GET.get("type", "")
    limit = request.GET.get("limit", "")
    if limit and not LIMIT.fullmatch(limit):
        said = f"limit: “{limit[:200]}” is not a whole number from 1."
        return refusal(Refused("parameter-value", said, parameter="limit", value=limit))
    found = list(PROPERTIES.values()) if kind in ("", TYPE["id"]) else []
    content: dict[str, Any] = {
        "type": kind or TYPE["id"],
        "properties": [{"id": p.id, "name": p.name} for p in found[: int(limit or 1_000)]],
    }
    return JsonResponse(content | ({"limit": int(limit)} if limit else {}))


def extension(request: HttpRequest, text: str) -> HttpResponse:
    """The values of some properties of some bodies. A code the register does not hold has none."""
    try:
        ids, asked = _read(text)
    except Refused as wrong:
        return refusal(wrong)
    here = request.build_absolute_uri("/")[:-1]
    known: dict[tuple[str, date], Told | None] = {}
    rows: dict[str, dict[str, list[dict[str, str]]]] = {}
    for code in ids:
        rows[code] = {}
        for each, day in asked:
            if (code, day) not in known:
                known[code, day] = told_of(code, day)
            told = known[code, day]
            rows[code][each.id] = _values(each, told, here) if told else []
    meta = [{"id": each.id, "name": each.name} for each, _ in asked]
    return JsonResponse({"meta": meta, "rows": rows})


def _values(each: Property, told: Told, here: str) -> list[dict[str, str]]:
    found = [value for value in each.read(told) if value]
    if each.source:
        return [{"str": f"{here}/sources/{code}/"} for code in found]
    return [_value(value) for value in found]


def _value(value: Value) -> dict[str, str]:
    if isinstance(value, date):
        return {"date": f"{value.isoformat()}T00:00:00Z"}
    return {"str": value}


def _read(text: str) -> tuple[list[str], list[tuple[Property, date]]]:
    """Codes, and properties with the day each is asked for. Raises Refused."""
    try:
        asked = json.loads(text)
    except (ValueError, RecursionError):
        asked = None
    if not isinstance(asked, dict):
        raise _wrong(f"extend is not a JSON object. Write {ASKED}.")
    ids, properties = asked.get("ids"), asked.get("properties")
    if not isinstance(ids, list) or not all(isinstance(each, str) for each in ids):
        raise _wrong(f"ids is not a list of codes. Write {ASKED}.")
    if len(ids) > MOST_IDS:
        raise _wrong(f"At most {MOST_IDS} ids at once; this has {len(ids)}.")
    if not isinstance(properties, list) or not all(isinstance(each, dict) for each in properties):
        raise _wrong(f"properties is not a list of objects. Write {ASKED}.")
    found = {}
    for each in properties:
        name = each.get("id")
        if not isinstance(name, str):
            raise _wrong(f"A property has no id. Write {ASKED}.")
        refuse_unless("properties", name, PROPERTIES)
        found[name] = (PROPERTIES[name], _day(each.get("settings")))
    return list(dict.fromkeys(ids)), list(found.values())


def _day(settings: Any) -> date:
    """The day in the settings of a property, else today. Raises Refused."""
    given = settings.get("as_at") if isinstance(settings, dict) else None
    if not given:
        return timezone.localdate()
    try:
        return read_day("as_at", str(given).strip())
    except DateUnreadable as wrong:
        raise _wrong(str(wrong)) from wrong


def _wrong(said: str) -> Refused:
    return Refused("batch-unreadable", said)
