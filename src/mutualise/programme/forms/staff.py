"""Forms of officers and finance officers."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms

from mutualise.govuk.fields import (
    DateField,
    DecimalField,
    FileField,
    RadioField,
    SelectField,
    TextArea,
    TextField,
)
from mutualise.programme.forms.amounts import MoneyField
from mutualise.programme.models import EligibilityCheck
from mutualise.programme.rules.advice import LOTS
from mutualise.programme.rules.eligibility import QUESTIONS

CODE_HINT = "Lower-case words joined by hyphens"


class SlugTextField(TextField):
    """A code as it stands in addresses."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text):
            raise forms.ValidationError("Write lower-case words joined by hyphens")
        return text


class EligibilityForm(forms.Form):
    """Each question met or not; one that is not met needs a note."""

    def __init__(self, *args: Any, recorded: dict[str, EligibilityCheck], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, label in QUESTIONS.items():
            old = recorded.get(code)
            self.fields[f"met-{code}"] = RadioField(
                label=label, choices=[("yes", "Met"), ("no", "Not met")], inline=True,
                initial=("yes" if old.met else "no") if old else None,
                error_messages={"required": f"Select whether it is met: {label[:1].lower()}{label[1:]}"},
            )  # fmt: skip
            self.fields[f"note-{code}"] = TextArea(
                label=f"Note on: {label[:1].lower()}{label[1:]}", rows=2, max_length=2000,
                required=False, initial=old.note if old else "",
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for code in QUESTIONS:
            if given.get(f"met-{code}") == "no" and not given.get(f"note-{code}"):
                self.add_error(f"note-{code}", "Say what is missing")
        return given

    @property
    def answers(self) -> dict[str, tuple[bool, str]]:
        given = self.cleaned_data
        return {code: (given[f"met-{code}"] == "yes", given[f"note-{code}"]) for code in QUESTIONS}


class StaffMessageForm(forms.Form):
    text = TextArea(label="Your message", rows=6, max_length=8000)
    to_team = RadioField(
        label="Who sees it",
        choices=[("yes", "The team, by letter"), ("no", "Staff of the programme only")],
    )


class PayForm(forms.Form):
    amount = MoneyField(label="Amount")
    on = DateField(label="Paid on")
    reference = TextField(label="Reference in the finance system", max_length=60, width=20)


class OweForm(forms.Form):
    amount = MoneyField(label="Amount")
    on = DateField(label="Owed since", hint="Leave empty for today", required=False)
    words = TextArea(label="What it is owed for", rows=3, max_length=2000)


class OweAgainForm(forms.Form):
    on = DateField(label="Owed since")
    words = TextArea(label="Why it is owed after all", rows=3, max_length=1000)


class ReverseForm(forms.Form):
    """Why a posting of `own` day is undone, and from which day."""

    when = RadioField(label="Since when it does not count", choices=())
    on = DateField(label="The later day, if it was right until then", required=False)
    words = TextArea(
        label="Why", rows=3, max_length=2000,
        error_messages={"required": "Say why: the reason stays in the ledger"},
    )  # fmt: skip

    def __init__(self, *args: Any, own: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = own
        self.fields["when"].choices = [  # type: ignore[attr-defined]
            ("never", f"From {own:%-d %B %Y}, its own day: it was entered wrongly"),
            ("since", "From a later day: it was right until then, as with a payment the bank sent back"),
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("when") == "never":
            given["on"] = self.own
        elif given.get("when") == "since" and not given.get("on") and "on" not in self.errors:
            self.add_error("on", "Enter the day from which it does not count")
        return given


class FundForm(forms.Form):
    name = TextField(label="Name of the fund", max_length=120)
    code = SlugTextField(label="Code", hint=CODE_HINT, max_length=40)
    ceiling = MoneyField(label="Ceiling", hint="Nobody can pass it", width=20)
    opens_on = DateField(label="Opens on")
    closes_on = DateField(label="Closes on")


class OfficerForm(forms.Form):
    officer = SelectField(label="Who looks after it", choices=())

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["officer"].choices = people  # type: ignore[attr-defined]


class BudgetForm(forms.Form):
    name = TextField(label="Name of the budget", max_length=120)
    code = SlugTextField(label="Code", hint=CODE_HINT, max_length=40)
    year = DecimalField(
        label="Financial year that begins in April of", min_value=2010, max_value=2100,
        decimal_places=0, width=4,
    )  # fmt: skip
    lot = SelectField(
        label="Lot", choices=[("", "Any lot"), *LOTS.items()], required=False,
        hint="Work orders of its awards are for this lot alone",
    )  # fmt: skip


class AllocateForm(forms.Form):
    amount = MoneyField(
        label="Amount", hint="With a minus sign it goes back to the fund", signed=True
    )
    words = TextArea(label="Why", rows=3, max_length=2000)


class CloseYearForm(forms.Form):
    into = RadioField(label="Where what is free goes", choices=())
    words = TextArea(label="Why", rows=3, max_length=2000)

    def __init__(self, *args: Any, budgets: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].choices = budgets  # type: ignore[attr-defined]


class ExtractForm(forms.Form):
    file = FileField(
        label="Extract", hint="CSV in UTF-8 or XLSX, up to 20 MB", accept=".csv,.xlsx",
        most_bytes=20 * 1024 * 1024,
    )  # fmt: skip
