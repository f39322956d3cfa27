"""Amounts of money in forms."""

from __future__ import annotations

from typing import Any

from django import forms

from mutualise.govuk.fields import TextField
from mutualise.programme.rules.money import NotMoney, pence_of


class MoneyField(TextField):
    """An amount in pounds; cleans to whole pence, or None when it may be and is left empty.

    A `signed` amount may be below nothing, and is written with a minus sign.
    """

    def __init__(self, *, signed: bool = False, width: int = 10, **kwargs: Any) -> None:
        self.signed = signed
        super().__init__(prefix="£", width=width, **kwargs)

    def clean(self, value: Any) -> int | None:
        text = str(super().clean(value)).strip().replace("−", "-")
        if not text:
            return None
        try:
            pence = pence_of(text)
        except NotMoney as wrong:
            raise forms.ValidationError(str(wrong)) from wrong
        if pence == 0 or (pence < 0 and not self.signed):
            raise forms.ValidationError("The amount must be more than nothing")
        return pence
