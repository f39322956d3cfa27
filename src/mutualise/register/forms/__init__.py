"""Forms of the register, checked by the same rules as the rows of a loaded file."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from mutualise.chronicle.models import Change
from mutualise.evidence.forms import ReadForm
from mutualise.evidence.ingest.problems import LineReader
from mutualise.evidence.queries.subject import source_called
from mutualise.evidence.rules.areas import label_of
from mutualise.govuk.fields import (
    DateField,
    FileField,
    RadioField,
    SelectField,
    TextArea,
    TextField,
)
from mutualise.register.ingest.rows import (
    CONTROL_KINDS,
    KINDS,
    NAME_KINDS,
    NATIONS,
    REGIONS,
    first_day,
    organisation_code,
    share,
)
from mutualise.register.queries.definitions import definitions
from mutualise.register.rules.facts import ANSWER_LABELS, ENTRY_CLASSES, Answer
from mutualise.register.rules.life import EVENTS
from mutualise.register.rules.stakes import HOLDERS, INSTRUMENTS, ImpossibleStakes, check_statement

NO_SOURCE = "This is not the code of a recorded source. Add the source first."
DATE_HINT = "2014, 2014-07, 2014-07-23 or 2013 or 2014"


class FactForm(ReadForm):
    """A fact about one body; `values` are the fields of its row, `source` its source."""

    kind = ""
    values: dict[str, Any]

    def read(self, reader: LineReader) -> Any:
        self.values = KINDS[self.kind].read(reader)
        self.values["locator"] = reader.text("locator", most=500)
        self.values["source"] = self.read_source(reader)
        return self.values

    def read_source(self, reader: LineReader) -> Any:
        """The recorded source, or None when a problem was noted."""
        source = source_called(reader.text("source", most=100, needed=True))
        if source is None:
            reader.note("source", NO_SOURCE)
        return source


def _source() -> TextField:
    return TextField(label="Source", hint="The code of a recorded source")


def _locator() -> TextField:
    return TextField(label="Where in the source", required=False)


def _words(words: Any) -> list[tuple[str, str]]:
    return [(each, str(each).replace("-", " ").capitalize()) for each in words]


class EntryFields(FactForm):
    kind = "organisations"
    name = TextField(label="Name")
    entry_class = SelectField(label="Kind of entry", choices=list(ENTRY_CLASSES.items()))
    legal_form = TextField(label="Legal form", required=False)
    sector = TextField(label="Sector", required=False)
    region = SelectField(
        label="Region",
        choices=[("", "Not recorded"), *((each, label_of(each)) for each in REGIONS)],
        required=False,
    )
    nation = SelectField(
        label="Nation",
        choices=[("", "Not recorded"), *((each, label_of(each)) for each in NATIONS)],
        required=False,
    )
    parent_body = TextField(label="Parent body it left", required=False)
    note = TextArea(label="Note", required=False)
    valid_from = TextField(
        label="From which day, if it has changed", hint=DATE_HINT, width=10, required=False
    )
    source, locator = _source(), _locator()

    def read(self, reader: LineReader) -> Any:
        super().read(reader)
        if "valid_from" in self.fields:
            self.values["valid_from"] = reader.read("valid_from", first_day)
            if reader.line.cells.get("change") == Change.UPDATE and not self.values["valid_from"]:
                reader.note("valid_from", "Enter from which day it has changed.")
        return self.values


class EntryForm(EntryFields):
    """A new entry, which needs a code of its own."""

    organisation = TextField(label="Code", hint="Lower-case words joined by hyphens")
    field_order = ("organisation",)
    valid_from = None  # type: ignore[assignment]

    def read(self, reader: LineReader) -> Any:
        reader.read("organisation", organisation_code, needed=True)
        return super().read(reader)


class NameForm(FactForm):
    kind = "names"
    name = TextField(label="Name")
    source, locator = _source(), _locator()
    valid_from = TextField(label="From", hint=DATE_HINT, width=10, required=False)
    valid_until = TextField(label="Until before", hint=DATE_HINT, width=10, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"] = SelectField(label="Kind of name", choices=_words(NAME_KINDS))


class IdentifierForm(FactForm):
    kind = "identifiers"
    scheme = TextField(label="List", hint="As in org-id.guide, for example GB-COH", width=20)
    identifier = TextField(label="Number in that list", width=20)
    valid_from = TextField(label="From", hint=DATE_HINT, width=10, required=False)
    valid_until = TextField(label="Until before", hint=DATE_HINT, width=10, required=False)
    source, locator = _source(), _locator()


class EventForm(FactForm):
    kind = "events"
    event = SelectField(label="What happened", choices=list(EVENTS.items()))
    date = TextField(label="When", hint=DATE_HINT, width=20, required=False)
    detail = TextArea(label="In words", rows=3, required=False)
    successor = TextField(
        label="Successor, if there is one",
        hint="The code of a body of the register, or the name of one outside it",
        required=False,
    )
    source, locator = _source(), _locator()


class ControlForm(FactForm):
    kind = "control"
    valid_from = TextField(label="From", hint=DATE_HINT, width=10, required=False)
    valid_until = TextField(label="Until before", hint=DATE_HINT, width=10, required=False)
    share = TextField(label="Share in per cent, if given", width=5, required=False)
    wording = TextArea(label="In words", rows=3, required=False)
    source, locator = _source(), _locator()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"] = SelectField(label="Kind of evidence", choices=_words(CONTROL_KINDS))


class StakeForm(FactForm):
    """One share of a statement, to correct it."""

    kind = "stakes"
    date = TextField(label="From which day", hint="Like 2014-07-23", width=10)
    instrument = SelectField(
        label="Of what", choices=list(INSTRUMENTS.items()),
        error_messages={"required": "Select what the shares are of"},
    )  # fmt: skip
    holder = SelectField(label="Held by", choices=list(HOLDERS.items()))
    share = TextField(label="Share in per cent", width=5)
    note = TextArea(label="Note", rows=3, required=False)
    source, locator = _source(), _locator()


class StakesForm(forms.Form):
    """A whole statement: one share for each class of holder; an empty one is not known."""

    date = DateField(
        label="From which day",
        error_messages={"required": "Enter the day from which the shares were held"},
    )
    instrument = SelectField(
        label="Of what", choices=list(INSTRUMENTS.items()),
        error_messages={"required": "Select what the shares are of"},
    )  # fmt: skip
    source = _source()
    note = TextArea(label="Note", rows=3, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for holder, label in HOLDERS.items():
            self.fields[f"share-{holder}"] = TextField(
                label=f"{label}, per cent", width=5, required=False
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        shares: dict[str, Decimal] = {}
        for holder in HOLDERS:
            text = str(given.get(f"share-{holder}") or "").strip()
            try:
                if text:
                    shares[holder] = share(text)
            except ValueError as error:
                self.add_error(f"share-{holder}", str(error))
        if not shares and not self.errors:
            raise ValidationError("Give the share of at least one class of holder")
        try:
            check_statement(shares.items())
        except ImpossibleStakes as impossible:
            self.add_error(None, str(impossible))
        given["shares"] = shares
        given["source_row"] = self.source_row(str(given.get("source") or ""))
        return given

    def source_row(self, code: str) -> Any:
        """The recorded source, or None when an error was added."""
        found = source_called(code)
        if found is None and "source" not in self.errors:
            self.add_error("source", NO_SOURCE)
        return found

    def rows(self) -> list[dict[str, Any]]:
        """The fields of a row for each holder."""
        given = self.cleaned_data
        return [
            {
                "valid_from": given["date"],
                "instrument": given["instrument"],
                "holder": holder,
                "share": share,
                "source": given["source_row"],
                "note": given["note"],
            }
            for holder, share in given["shares"].items()
        ]


class VerdictForm(forms.Form):
    definition = SelectField(
        label="Under which definition", choices=(),
        error_messages={"required": "Select the definition the verdict is under"},
    )  # fmt: skip
    outcome = RadioField(label="Verdict", choices=[(str(a), w) for a, w in ANSWER_LABELS.items()])
    decided_for = DateField(
        label="For the facts as they stood on",
        error_messages={"required": "Enter the day for whose facts you decide"},
    )
    reasons = TextArea(label="Reasons", hint="They are shown to everyone", rows=4)
    source = _source()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["definition"].choices = [  # type: ignore[attr-defined]
            (each.code, f"{each.code}: {each.title}") for each in definitions().values()
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        given["source_row"] = source_called(str(given.get("source") or ""))
        if given["source_row"] is None and "source" not in self.errors:
            self.add_error("source", NO_SOURCE)
        if given.get("outcome"):
            given["answer"] = Answer(given["outcome"])
        return given

    @property
    def values(self) -> dict[str, Any]:
        """The fields of a verdict's row."""
        names = ("definition", "outcome", "decided_for", "reasons")
        found = {name: self.cleaned_data[name] for name in names}
        return found | {"source": self.cleaned_data["source_row"]}


class LoadForm(forms.Form):
    file = FileField(
        label="File",
        hint="CSV in UTF-8 or XLSX, up to 20 MB",
        accept=".csv,.xlsx",
        most_bytes=20 * 1024 * 1024,
    )


FACT_FORMS: dict[str, type[FactForm]] = {
    "names": NameForm,
    "identifiers": IdentifierForm,
    "events": EventForm,
    "control": ControlForm,
}
