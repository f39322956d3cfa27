"""Forms of seats and how they fall vacant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from mutualise.governance.forms.scrutiny import add_lot_by_hand
from mutualise.governance.rules.vacancies import CAUSE_LABELS
from mutualise.govuk.fields import (
    CheckboxesField,
    CheckboxField,
    DateField,
    RadioField,
    SelectField,
    TextField,
)


class EnterForm(forms.Form):
    checked = CheckboxField(
        label="I have checked that each of them may be a director: 16 or over, not disqualified, "
        "and has agreed to act"
    )


class EndVoidForm(forms.Form):
    on = DateField(
        label="The first day they are directors no longer",
        hint="Often the day of the decision; a term that began on this day is withdrawn. What they did as directors before it stays valid (Companies Act 2006 "
        "section 161)",
    )  # fmt: skip


class VacancyForm(forms.Form):
    """Who left a place, when and why."""

    nomination = SelectField(label="Who left")
    on = DateField(label="The day they left")
    cause = RadioField(
        label="Why", choices=[(str(each), words) for each, words in CAUSE_LABELS.items()],
        hint="Only you and the scrutineer see this",
    )  # fmt: skip

    def __init__(self, *args: Any, holders: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nomination"].choices = [("", "Choose"), *holders]  # type: ignore[attr-defined]


class SuccessorForm(forms.Form):
    """Who of the other candidates cannot serve, and the secret for lots."""

    unavailable = CheckboxesField(
        label="Who cannot or does not wish to serve", required=False,
        hint="Ask each of them first. Whoever you tick is passed over on every paper",
    )  # fmt: skip
    secret = TextField(
        label="Your secret for lots", required=False, max_length=64, spellcheck=False,
        hint="Needed only where the count leaves a tie. In a demonstration leave it empty",
    )  # fmt: skip

    def __init__(
        self, *args: Any, eligible: Sequence[tuple[str, str]], contest: tuple[str, str], **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["unavailable"].choices = list(eligible)  # type: ignore[attr-defined]
        add_lot_by_hand(self, [contest])
