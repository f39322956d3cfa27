"""Forms of the evidence, checked by the same rules as the rows of a loaded file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from mutualise.evidence.ingest.problems import Line, LineReader
from mutualise.evidence.ingest.rows import BASES, QUALIFIERS, observation_of, source_of
from mutualise.evidence.models import Source
from mutualise.evidence.rules.areas import AREAS
from mutualise.evidence.rules.kinds import KINDS
from mutualise.evidence.rules.quality import WORDINGS
from mutualise.evidence.rules.units import UNITS
from mutualise.govuk.fields import SelectField, TextArea, TextField

QUALIFIER_WORDS = ("exactly", "about", "more than", "at least", "less than", "at most")


class ReadForm(forms.Form):
    """A form whose cells are read like the cells of a file; `row` is what they came to."""

    columns: tuple[str, ...] = ()
    row: Any = None

    def read(self, reader: LineReader) -> Any:
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        cells = {name: str(given.get(name) or "") for name in self.fields}
        reader = LineReader(Line("form", 0, cells))
        self.row = self.read(reader)
        for problem in reader.problems:
            if problem.column not in self.errors:
                column = problem.column if problem.column in self.fields else None
                label = self.fields[column].label if column else ""
                self.add_error(column, _said(str(label), problem.message))
        return given


# A message that begins so goes on from the label: "Title has 5000 characters".
GOES_ON = frozenset({"has", "is", "must", "cannot"})


def _said(label: str, message: str) -> str:
    """What is wrong with a cell, as a sentence of a form."""
    if message[:1].isupper() or message[:1] == "“" or not label:
        return message
    return f"{label} {message}" if message.partition(" ")[0] in GOES_ON else f"{label}: {message}"


def _choices(words: dict[str, str], *, empty: str = "") -> list[tuple[str, str]]:
    return ([("", empty)] if empty else []) + list(words.items())


class SourceForm(ReadForm):
    source = TextField(label="Code", hint="Lower-case words joined by hyphens")
    title = TextField(label="Title")
    publisher = TextField(label="Publisher", required=False)
    kind = TextField(label="Kind", hint="For example press, official or accounts", required=False)
    url = TextField(label="Web address", required=False)
    url_note = TextField(label="Note on the address", required=False)
    published_on = TextField(
        label="Published on", hint="For example 2014-07-23", width=10, required=False
    )
    retrieved_on = TextField(
        label="Retrieved on", hint="For example 2014-07-23", width=10, required=False
    )
    licence = TextField(label="Licence", required=False)
    sha256 = TextField(label="SHA-256 of the copy we keep", required=False)

    def read(self, reader: LineReader) -> Source:
        return source_of(reader)


class ObservationForm(ReadForm):
    subject = TextField(
        label="Whose figure", hint="The body’s code in the register, or sector or programme",
        error_messages={"required": "Enter the code of the body the figure is of"},
    )  # fmt: skip
    measure = TextField(label="What is measured", hint=f"For example {', '.join(list(KINDS)[:4])}")
    qualifier = SelectField(
        label="The source says", choices=list(zip(QUALIFIERS, QUALIFIER_WORDS, strict=True)),
        initial=QUALIFIERS[0],
        error_messages={"required": "Select what the source says: exactly, about, more or less"},
    )  # fmt: skip
    value = TextField(label="Value", hint="Digits only, such as 1500", width=10)
    unit = SelectField(label="Unit", choices=[(unit, unit) for unit in UNITS])
    period = TextField(
        label="When it was true",
        hint="2014, 2014-07, 2014-07-23, 2013-14 or two dates with a slash; empty if undated",
        width=20,
        required=False,
    )
    area = SelectField(
        label="Area",
        choices=_choices({slug: area.label for slug, area in AREAS.items()}, empty="Not stated"),
        required=False,
    )
    quality = SelectField(
        label="Quality",
        choices=[(str(each), f"{each.capitalize()}: {words}") for each, words in WORDINGS.items()],
    )
    base = SelectField(
        label="If a percentage, of whom",
        choices=_choices({each: each.capitalize() for each in BASES}, empty="Does not apply"),
        required=False,
    )
    base_count = TextField(label="How many that is", width=10, required=False)
    population_count = TextField(label="How many were asked", width=10, required=False)
    source = TextField(label="Source", hint="The code of a recorded source")
    locator = TextField(
        label="Where in the source", hint="Page, table or paragraph", required=False
    )
    note = TextArea(label="Note", required=False)

    def read(self, reader: LineReader) -> Any:
        return observation_of(reader, self.sources(reader))

    def sources(self, reader: LineReader) -> Mapping[str, Source]:
        """The recorded source the reader's line names, by its code."""
        found = Source.objects.known_at(None).filter(code=reader.line.cells["source"])
        return {each.code: each for each in found}


def source_to_come() -> tuple[str, Source]:
    """A stand-in for a document that is recorded only once a proposal is accepted."""
    code = "document-named-by-the-body"
    return code, Source(code=code)


class ReasonForm(forms.Form):
    reason = TextArea(
        label="Why",
        hint="It stays in the record and is shown to everyone",
        rows=3,
        max_length=2000,
    )
