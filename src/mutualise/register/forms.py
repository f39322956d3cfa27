"""Forms of the register, checked by the same rules as the rows of a loaded file."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

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
from mutualise.register.actions import AMENDABLE
from mutualise.register.ingest.rows import (
    CONTROL_KINDS,
    KINDS,
    NAME_KINDS,
    NATIONS,
    REGIONS,
    organisation_code,
    share,
)
from mutualise.register.queries.definitions import definitions
from mutualise.register.rules.facts import ANSWER_LABELS, ENTRY_CLASSES, Answer
from mutualise.register.rules.life import EVENTS
from mutualise.register.rules.stakes import HOLDERS, INSTRUMENTS, ImpossibleStakes, check_statement

DATE_HINT = "2014, 2014-07, 2014-07-23 or 2013 or 2014"


class FactForm(ReadForm):
    """A fact about one body; `values` are the fields of its row, `source` its source."""

    kind = ""
    values: dict[str, Any]

    def read(self, reader: LineReader) -> Any:
        self.values = KINDS[self.kind].read(reader)
        self.values["locator"] = reader.text("locator", most=500)
        source = source_called(reader.text("source", most=100, needed=True))
        if source is None:
            reader.note(
                "source", "This is not the code of a recorded source. Add the source first."
            )
        self.values["source"] = source
        return self.values


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
    source, locator = _source(), _locator()


class EntryForm(EntryFields):
    """A new entry, which needs a code of its own."""

    organisation = TextField(label="Code", hint="Lower-case words joined by hyphens")
    field_order = ("organisation",)

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
    successor = TextField(label="Successor, if there is one", required=False)
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
    instrument = SelectField(label="Of what", choices=list(INSTRUMENTS.items()))
    holder = SelectField(label="Held by", choices=list(HOLDERS.items()))
    share = TextField(label="Share in per cent", width=5)
    note = TextArea(label="Note", rows=3, required=False)
    source, locator = _source(), _locator()


class StakesForm(forms.Form):
    """A whole statement: one share for each class of holder; an empty one is not known."""

    date = DateField(label="From which day")
    instrument = SelectField(label="Of what", choices=list(INSTRUMENTS.items()))
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
        given["shares"], given["source_row"] = shares, source_called(str(given.get("source") or ""))
        if given["source_row"] is None:
            self.add_error(
                "source", "This is not the code of a recorded source. Add the source first"
            )
        return given


class VerdictForm(forms.Form):
    definition = SelectField(label="Under which definition", choices=())
    outcome = RadioField(label="Verdict", choices=[(str(a), w) for a, w in ANSWER_LABELS.items()])
    decided_for = DateField(label="For the facts as they stood on")
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
        if given["source_row"] is None:
            self.add_error(
                "source", "This is not the code of a recorded source. Add the source first"
            )
        if given.get("outcome"):
            given["answer"] = Answer(given["outcome"])
        return given

    @property
    def values(self) -> dict[str, Any]:
        """The fields of a verdict's row."""
        names = ("definition", "outcome", "decided_for", "reasons")
        found = {name: self.cleaned_data[name] for name in names}
        return found | {"source": self.cleaned_data["source_row"]}


class AmendmentForm(forms.Form):
    field = SelectField(label="What should change", choices=list(AMENDABLE.items()))
    proposed_value = TextField(label="It should read", max_length=200)
    reason = TextArea(label="Why, and where it can be checked", rows=4, max_length=2000)


class DecisionForm(forms.Form):
    decision = RadioField(label="Decision", choices=[("accept", "Accept"), ("refuse", "Refuse")])
    reason = TextArea(label="Reason", hint="The representative sees it", rows=3, max_length=2000)


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
CORRECTED: dict[str, type[forms.Form]] = {
    **FACT_FORMS,
    "organisations": EntryFields,
    "stakes": StakeForm,
    "verdicts": VerdictForm,
}
# Where a form names a field otherwise than the row does.
NAMED = {"events": {"event": "kind", "date": "period"}, "stakes": {"date": "valid_from"}}


def correction_form(kind: str, row: Any, data: Any) -> Any:
    """The form of a recorded fact, filled with what it says, and a reason to give."""
    made = CORRECTED[kind](data)
    for name, one in made.fields.items():
        value = getattr(row, NAMED.get(kind, {}).get(name, name))
        if isinstance(value, Decimal):
            value = f"{value.normalize():f}"
        made.initial[name] = row.source.code if name == "source" else value
        one.initial = made.initial[name]
    made.fields["reason"] = TextArea(
        label="Why", hint="It stays in the record and is shown to everyone", rows=3, max_length=2000
    )
    return made
