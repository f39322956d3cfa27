"""Forms of proofs, group training and mentoring."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from mutualise.govuk.fields import (
    DateField,
    DecimalField,
    RadioField,
    SelectField,
    TextArea,
    TextField,
)
from mutualise.programme.forms.amounts import MoneyField
from mutualise.programme.forms.files import KeptFileField


class CompletionForm(forms.Form):
    words = TextArea(label="What it shows", rows=4, max_length=4000)
    file = KeptFileField(label="File", required=False)


class MatchForm(CompletionForm):
    amount = MoneyField(label="How much of the match it shows")
    field_order = ("amount", "words", "file")


class VerdictForm(forms.Form):
    outcome = RadioField(
        label="Is it enough?",
        choices=[("accepted", "Yes, accept it"), ("returned", "No, send it back")],
    )
    words = TextArea(label="What you looked at, or what is missing", rows=4, max_length=4000)


class SessionForm(forms.Form):
    title = TextField(label="What is taught", max_length=200)
    venue = TextField(label="Where", max_length=200)
    on = DateField(label="On which day")
    places = DecimalField(label="Places", min_value=1, max_value=1000, decimal_places=0, width=4)
    place_pence = MoneyField(label="Cost of a place")

    def clean_places(self) -> int:
        return int(self.cleaned_data["places"])


class BookingForm(forms.Form):
    """Sessions to choose from as pairs of number and words."""

    session = SelectField(label="Session", choices=())
    places = DecimalField(label="Places", min_value=1, max_value=1000, decimal_places=0, width=4)

    def __init__(self, *args: Any, sessions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["session"].choices = [("", "Select"), *sessions]  # type: ignore[attr-defined]

    def clean_places(self) -> int:
        return int(self.cleaned_data["places"])


class AttendanceForm(forms.Form):
    came = DecimalField(
        label="How many came", min_value=0, max_value=1000, decimal_places=0, width=4
    )


class MentorForm(forms.Form):
    name = TextField(label="Mentor", hint="Their name, or their office", max_length=120)
    body = TextField(label="Where they come from", max_length=200)
    days = DecimalField(
        label="Days at most", min_value=Decimal("0.5"), max_value=500, decimal_places=1, width=4
    )
    day_rate_pence = MoneyField(label="What a day costs")


class MentoringDayForm(forms.Form):
    on = DateField(label="On which day")
    half_days = RadioField(label="How long", choices=[("2", "A whole day"), ("1", "Half a day")])
    words = TextArea(label="What the mentor did", rows=3, max_length=2000)
