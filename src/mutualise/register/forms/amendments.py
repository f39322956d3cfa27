"""What a representative proposes, and what an editor decides.

A proposal is read by the same rules as a row of a loaded file, when it is made and again when it is
accepted. Its source is one of the register, or a document named by title and address.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone

from mutualise.chronicle.models import Change
from mutualise.evidence.forms import ObservationForm, source_to_come
from mutualise.evidence.ingest.problems import LineReader
from mutualise.evidence.ingest.rows import web_address
from mutualise.evidence.queries.subject import source_called
from mutualise.govuk.fields import RadioField, SelectField, TextArea, TextField
from mutualise.register.forms import (
    NO_SOURCE,
    ControlForm,
    EntryFields,
    EventForm,
    IdentifierForm,
    NameForm,
    StakesForm,
)
from mutualise.register.forms.corrections import CHANGES
from mutualise.register.ingest.rows import KINDS
from mutualise.register.queries.editing import new_fact
from mutualise.register.queries.entry import entry_of
from mutualise.register.queries.search import choices

DOCUMENT_NEEDED = (
    "Enter the title of a document this can be checked in, or the code of a source of the register."
)
OTHER = {"sector": "Sector", "legal_form": "Legal form"}
# Fields of a proposal that are no part of the fact.
ABOUT = ("source", "locator", "source_title", "source_url", "change", "valid_from")


class ProposalUnreadable(Exception):
    """A waiting proposal cannot be written as it is; the message says why."""


class SourceNamed(forms.Form):
    """A source by its code where it is recorded, or a document by its title and address."""

    source = TextField(
        label="Code of the source, if the register has it", required=False, max_length=100
    )
    source_title = TextField(
        label="Or title of a document it can be checked in", required=False, max_length=500
    )
    source_url = TextField(label="Web address of the document", required=False)
    reason = TextArea(
        label="Why", hint="The editor reads it, and it stays in the record", rows=4, max_length=2000
    )
    field_order: tuple[str, ...] | None = None
    source_needed = True

    def read_source(self, reader: LineReader) -> Any:
        reader.text("source_title", most=500)
        reader.read("source_url", web_address)
        code = reader.text("source", most=100)
        found = source_called(code) if code else None
        if code and found is None:
            reader.note("source", NO_SOURCE)
        if self.source_needed and not code and not reader.line.cells["source_title"].strip():
            reader.note("source_title", DOCUMENT_NEEDED)
        return found


class ProposedName(SourceNamed, NameForm):
    pass


class ProposedIdentifier(SourceNamed, IdentifierForm):
    pass


class ProposedEvent(SourceNamed, EventForm):
    pass


class ProposedControl(SourceNamed, ControlForm):
    pass


class ProposedStakes(SourceNamed, StakesForm):
    def source_row(self, code: str) -> Any:
        if code:
            return super().source_row(code)
        if not (self.cleaned_data.get("source_title") or "").strip():
            self.add_error("source_title", DOCUMENT_NEEDED)
        try:
            web_address(self.cleaned_data.get("source_url") or "https://example.org")
        except ValueError as error:
            self.add_error("source_url", str(error))
        return None


class ProposedObservation(SourceNamed, ObservationForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["subject"]

    def read(self, reader: LineReader) -> Any:
        reader.line.cells["subject"] = self.body
        return super().read(reader)

    def sources(self, reader: LineReader) -> Mapping[str, Any]:
        found = self.read_source(reader)
        if found is None:
            code, row = source_to_come()
            reader.line.cells["source"] = code
            return {code: row}
        return {found.code: found}

    body = ""


class ProposedEntry(SourceNamed, EntryFields):
    """The entry as it should read; sector and legal form are chosen among those in use, or new."""

    source_needed = False
    sector = SelectField(label="Sector", choices=(), required=False)  # type: ignore[assignment]
    sector_other = TextField(
        label="Sector, if it is not in the list", required=False, max_length=120
    )
    legal_form = SelectField(label="Legal form", choices=(), required=False)  # type: ignore[assignment]
    legal_form_other = TextField(
        label="Legal form, if it is not in the list", required=False, max_length=120
    )
    change = RadioField(label="Kind of change", choices=list(CHANGES.items()))
    field_order = (
        "name", "entry_class", "legal_form", "legal_form_other", "sector", "sector_other", "region",
        "nation", "parent_body", "note", "change", "valid_from", "source", "source_title", "source_url",
        "locator", "reason",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = choices(as_at=timezone.localdate())
        for name in OTHER:
            in_use = [("", "Not recorded"), *((each, each) for each in known[name])]
            self.fields[name].choices = in_use  # type: ignore[attr-defined]

    def read(self, reader: LineReader) -> Any:
        cells = reader.line.cells
        for name in OTHER:
            cells[name] = cells[f"{name}_other"].strip() or cells[name]
        return super().read(reader)


PROPOSED: dict[str, type[Any]] = {
    "organisations": ProposedEntry,
    "names": ProposedName,
    "identifiers": ProposedIdentifier,
    "events": ProposedEvent,
    "stakes": ProposedStakes,
    "control": ProposedControl,
    "observations": ProposedObservation,
}


class DecisionForm(forms.Form):
    decision = RadioField(
        label="Decision", choices=[("accept", "Accept"), ("refuse", "Refuse")],
        error_messages={"required": "Select whether you accept or refuse it"},
    )  # fmt: skip
    reason = TextArea(label="Reason", hint="The representative sees it", rows=3, max_length=2000)


def proposal_form(kind: str, code: str, data: Any) -> Any:
    """The form in which a change of this kind is proposed for a body."""
    made = PROPOSED[kind](data)
    made.body = code
    if kind == "organisations" and (entry := entry_of(code)) is not None:
        for name in EntryFields.base_fields:
            if name not in ABOUT:
                made.initial[name] = getattr(entry, name)
    return made


def proposed_cells(kind: str, code: str, form: Any) -> dict[str, str]:
    """What to keep of a valid form: of an entry what would change, of any other fact everything.

    Empty when nothing would change.
    """
    if kind != "organisations":
        given = {name: str(value) for name, value in form.data.items() if _of(form, name)}
        return {name: value for name, value in given.items() if value.strip()}
    changed = _changed(code, form.values)
    if not changed:
        return {}
    about = {name: form.cleaned_data[name] for name in ABOUT}
    return changed | {name: value for name, value in about.items() if value}


def _of(form: Any, name: str) -> bool:
    whole = name.rsplit("-", 1)[0] if name not in form.fields else name
    return whole in form.fields and whole != "reason"


def _changed(code: str, values: Mapping[str, Any]) -> dict[str, Any]:
    entry = entry_of(code)
    kept = KINDS["organisations"].content
    return {name: values[name] for name in kept if values[name] != getattr(entry, name)}


def read_proposal(amendment: Any, source: str) -> Any:
    """What accepting an amendment writes: the changed fields of the entry, rows, or an observation.

    Raises ProposalUnreadable when it does not pass the rules of the register as things stand now.
    """
    kind, code = amendment.kind, amendment.organisation.code
    data = amendment.cells | {"source": source, "reason": amendment.reason}
    if kind == "organisations":
        data = _whole_entry(code, data)
    form = proposal_form(kind, code, data)
    if not form.is_valid():
        said = "; ".join(str(error) for errors in form.errors.values() for error in errors)
        raise ProposalUnreadable(f"The proposal cannot be recorded as it is: {said}")
    if kind == "organisations":
        changed = _changed(code, form.values)
        if not changed:
            raise ProposalUnreadable("The entry says this already. Refuse it, and say so.")
        more = ["source", "locator"] if form.values["source"] else []
        more += ["valid_from"] if form.cleaned_data["change"] == Change.UPDATE else []
        return changed | {name: form.values[name] for name in more}
    if kind == "observations":
        return form.row
    given = form.rows() if kind == "stakes" else [form.values]
    return [new_fact(KINDS[kind].table, amendment.organisation, values) for values in given]


def _whole_entry(code: str, cells: dict[str, Any]) -> dict[str, Any]:
    """The entry as it stands with the proposed changes, as the form sends it."""
    entry = entry_of(code)
    now = {name: getattr(entry, name) for name in KINDS["organisations"].content}
    whole = now | {"change": next(iter(CHANGES))} | cells
    return whole | {f"{name}_other": whole[name] for name in OTHER} | dict.fromkeys(OTHER, "")
