"""The same rows as CSV, XLSX and JSON, each the same bytes for the same rows.

Rows are mappings from column to value. Decimals stay exact: as digits in CSV, as text in JSON, and
in XLSX as a number only when a spreadsheet holds it unchanged.
"""

from __future__ import annotations

import csv
import io
import json
import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import xlsxwriter
from django.http import HttpResponse
from django.utils import timezone

Row = Mapping[str, object]

OUR_LICENCE = "Open Government Licence v3.0"
OUR_LICENCE_URL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"

# A spreadsheet reads a text that begins so as a formula, or trims it to one. A text that begins
# with apostrophes before such a sign gets one more, so that `unguarded` is exact.
RISKY = re.compile(r"'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NAME = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True)
class About:
    """What a reader must be told with the data: what it is, its terms, where from, and of when."""

    title: str
    licence: str
    source: str
    date: date
    licence_url: str = ""

    def lines(self) -> dict[str, str]:
        known = {
            "title": self.title,
            "licence": self.licence,
            "licence_url": self.licence_url,
            "source": self.source,
            "date": self.date.isoformat(),
        }
        return {key: text for key, text in known.items() if text}


def computed(title: str, on: date | None = None) -> About:
    """What goes with figures we computed ourselves, today unless said otherwise."""
    return About(
        title,
        OUR_LICENCE,
        "Mutualise, computed from its record",
        on or timezone.localdate(),
        OUR_LICENCE_URL,
    )


def private(title: str) -> About:
    """What goes with what is for the reader alone: no licence to pass it on."""
    return About(
        title, "For you alone: no licence to publish it", "Mutualise, from its record",
        timezone.localdate(),
    )  # fmt: skip


def guarded(text: str) -> str:
    """The text, after an apostrophe when a spreadsheet could take it for a formula."""
    return f"'{text}" if RISKY.match(text) else text


def unguarded(text: str) -> str:
    """What `guarded` was given."""
    return text[1:] if text.startswith("'") and RISKY.match(text) else text


def as_text(value: object) -> str:
    """A value as a cell of CSV; only texts are guarded, so a negative number stays a number."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, int | Fraction):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        raise TypeError(f"{value!r} is a float; downloads carry int, Decimal or text")
    return guarded(str(value))


def csv_text(rows: Iterable[Row], columns: Sequence[str]) -> str:
    """Header and rows, commas, CRLF; a row that lacks a column raises KeyError."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([guarded(column) for column in columns])
    writer.writerows([as_text(row[column]) for column in columns] for row in rows)
    return out.getvalue()


def as_csv(
    rows: Iterable[Row], columns: Sequence[str], *, filename: str, about: About | None = None
) -> HttpResponse:
    """Nothing but header and rows, UTF-8; the licence's address travels in the Link header."""
    content = csv_text(rows, columns).encode()
    response = _file(content, "text/csv; charset=utf-8", filename, "csv")
    if about and about.licence_url:
        response["Link"] = f'<{about.licence_url}>; rel="license"'
    return response


def as_json(
    rows: Iterable[Row], columns: Sequence[str], *, about: About, filename: str | None = None
) -> HttpResponse:
    """``{"about": …, "columns": …, "rows": […]}``; shown in the browser unless given a filename."""
    listed = [{column: row[column] for column in columns} for row in rows]
    return json_page({"columns": list(columns), "rows": listed}, about=about, filename=filename)


def json_page(
    content: Mapping[str, Any],
    *,
    about: About,
    filename: str | None = None,
    numbers: bool = False,
) -> HttpResponse:
    """Any content with its licence, source and date; the order of names is the content's own.

    Decimals are texts, or with `numbers`, for a standard that asks for it, numbers with their own
    digits: never floats.
    """
    whole = {"about": about.lines()} | dict(content)
    mark = secrets.token_hex(8)

    def plain(value: object) -> object:
        if numbers and isinstance(value, Decimal):
            return f"{mark}{value:f}"
        return _plain(value)

    text = json.dumps(whole, ensure_ascii=False, indent=2, default=plain, allow_nan=False)
    text = re.sub(rf'"{mark}(-?[0-9.]+)"', r"\1", text)
    return _file((text + "\n").encode(), "application/json", filename, "json")


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, Fraction):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def as_xlsx(
    rows: Iterable[Row], columns: Sequence[str], *, filename: str, about: About
) -> HttpResponse:
    """A sheet `Data` with the rows and a sheet `About` with licence, source and date."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    # Otherwise the file would carry the moment it was made, and differ from one made before.
    book.set_properties(
        {"created": datetime(about.date.year, about.date.month, about.date.day, tzinfo=UTC)}
    )
    head, days = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("Data")
    sheet.freeze_panes(1, 0)
    for at, column in enumerate(columns):
        sheet.write_string(0, at, guarded(column), head)
    for down, row in enumerate(rows, 1):
        for across, column in enumerate(columns):
            _write(sheet, down, across, row[column], days)
    notes = book.add_worksheet("About")
    for down, (name, text) in enumerate(about.lines().items()):
        notes.write_string(down, 0, name, head)
        notes.write_string(down, 1, guarded(text))
    book.close()
    return _file(out.getvalue(), XLSX, filename, "xlsx")


def _write(sheet: Any, down: int, across: int, value: object, days: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(down, across, value)
    elif isinstance(value, int | Decimal) and Decimal(repr(float(value))) == value:
        sheet.write_number(down, across, float(value))
    elif isinstance(value, date) and not isinstance(value, datetime) and value.year >= 1900:
        sheet.write_datetime(down, across, value, days)
    else:
        sheet.write_string(down, across, as_text(value))


def _file(content: bytes, kind: str, filename: str | None, ending: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    if filename is not None:
        stem = NAME.sub("-", filename.removesuffix(f".{ending}")).strip("-.") or "download"
        response["Content-Disposition"] = f'attachment; filename="{stem}.{ending}"'
    return response
