"""The one thing typed at the second step."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from mutualise.accounts.actions.second_factor import CodeRefused, prove
from mutualise.govuk.fields import TextField


class CodeForm(forms.Form):
    """A code of the app or a recovery code; after it is valid, `factor` is the number it proves."""

    code = TextField(
        label="Code", hint="The six figures your app shows now, or one of your recovery codes",
        max_length=60, width=20, autocomplete="one-time-code", spellcheck=False,
    )  # fmt: skip

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.factor = 0

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        try:
            self.factor = prove(person=self.user, code=code)
        except CodeRefused as refused:
            raise ValidationError(str(refused)) from refused
        return code


class SetUpForm(forms.Form):
    """The first code of a new app."""

    code = TextField(
        label="Code", hint="The six figures your app shows now", max_length=12, width=10,
        autocomplete="one-time-code", spellcheck=False,
    )  # fmt: skip
