"""Forms of seats and how they fall vacant."""

from __future__ import annotations

from django import forms

from mutualise.govuk.fields import CheckboxField


class EnterForm(forms.Form):
    checked = CheckboxField(
        label="I have checked that each of them may be a director: 16 or over, not disqualified, "
        "and has agreed to act"
    )
