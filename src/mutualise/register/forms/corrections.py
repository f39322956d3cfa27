"""The form of a recorded fact, to correct it or bring it up to date."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from mutualise.chronicle.models import Change
from mutualise.govuk.fields import RadioField, TextArea
from mutualise.register.forms import FACT_FORMS, EntryFields, StakeForm, VerdictForm

CORRECTED: dict[str, type[forms.Form]] = {
    **FACT_FORMS,
    "organisations": EntryFields,
    "stakes": StakeForm,
    "verdicts": VerdictForm,
}
CHANGES = {
    Change.CORRECTION.value: "It was wrong, and is corrected",
    Change.UPDATE.value: "It was right as far as was known, and newer information replaces it",
}
CHANGE_HINTS = {Change.CORRECTION.value: "Figures that change say “correction” as the cause"}
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
    made.fields["change"] = RadioField(
        label="What kind of change is it?", choices=list(CHANGES.items()), hints=CHANGE_HINTS,
        initial=Change.CORRECTION.value,
    )  # fmt: skip
    made.fields["reason"] = TextArea(
        label="Why", hint="It stays in the record and is shown to everyone", rows=3, max_length=2000
    )
    return made
