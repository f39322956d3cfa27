"""Forms of assessors, moderators and decision makers."""

from __future__ import annotations

from typing import Any

from django import forms

from mutualise.govuk.fields import DateField, RadioField, SelectField, TextArea, TextField
from mutualise.programme.forms.amounts import MoneyField
from mutualise.programme.models import Interest
from mutualise.programme.rules.scoring import CRITERIA, SCALE
from mutualise.programme.rules.support import KINDS


class InterestForm(forms.Form):
    kind = SelectField(label="What ties you to it", choices=list(Interest.Kind.choices))
    organisation = TextField(label="Organisation", max_length=200)
    valid_from = DateField(label="Since")
    valid_until = DateField(label="Until", hint="Leave empty while it lasts", required=False)


class ReasonForm(forms.Form):
    reason = TextArea(label="Why", rows=3, max_length=2000)


class LeaveForm(ReasonForm):
    until = DateField(label="Until which day", hint="Half a year at most")


class ConflictForm(forms.Form):
    conflict = RadioField(
        label="Do you have a conflict of interest in this case?",
        choices=[("no", "No"), ("yes", "Yes: close the case to me")],
    )
    words = TextArea(label="If yes, what it is", rows=3, max_length=2000, required=False)


class AssignForm(forms.Form):
    assessor = SelectField(label="Assessor", choices=())
    due = DateField(label="Due on")

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assessor"].choices = [("", "Select"), *people]  # type: ignore[attr-defined]


class ScoresForm(forms.Form):
    """A score and reasons for each of some criteria."""

    def __init__(self, *args: Any, codes: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = [c.code for c in CRITERIA if c.code in codes]
        marks = [(str(n), f"{n}: {words}") for n, words in SCALE.items()]
        for criterion in CRITERIA:
            if criterion.code in codes:
                self.fields[f"score-{criterion.code}"] = RadioField(
                    label=criterion.label,
                    hint=criterion.hint,
                    choices=marks,
                    inline=True,
                    error_messages={"required": f"Select a score for {criterion.label.lower()}"},
                )
                self.fields[f"reasons-{criterion.code}"] = TextArea(
                    label=f"Reasons for the score on {criterion.label.lower()}", rows=4,
                    max_length=4000,
                )  # fmt: skip

    @property
    def scores(self) -> dict[str, tuple[int, str]]:
        given = self.cleaned_data
        return {c: (int(given[f"score-{c}"]), given[f"reasons-{c}"]) for c in self.codes}


class AssessmentForm(ScoresForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["recommendation"] = RadioField(
            label="What you recommend",
            choices=[("AWARD", "Award"), ("DEFER", "Defer"), ("REFUSE", "Refuse")],
        )
        self.fields["amount"] = MoneyField(
            label="The most you would award", hint="Only if you recommend an award", required=False
        )
        self.fields["words"] = TextArea(label="Why you recommend it", rows=5, max_length=4000)


class ModerationForm(ScoresForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"] = TextArea(label="What you settled, and how", rows=5, max_length=4000)


class AwardForm(forms.Form):
    kind = SelectField(
        label="Kind of support",
        choices=[("", "Select"), *((k.code, k.label) for k in KINDS.values())],
    )
    budget = SelectField(label="Budget", choices=())
    amount = MoneyField(label="Amount")
    match = MoneyField(
        label="Cash the team puts in", hint="Only for a match-funded award",
        required=False,
    )  # fmt: skip
    purpose = TextArea(label="What it is for", hint="It is published", rows=3, max_length=2000)
    conditions = TextArea(label="Conditions", rows=3, max_length=4000, required=False)
    finish_by = DateField(label="To be finished by", required=False)
    words = TextArea(label="Reasons, which the team is told", rows=4, max_length=4000)

    def __init__(self, *args: Any, budgets: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["budget"].choices = [("", "Select"), *budgets]  # type: ignore[attr-defined]


class AmountForm(forms.Form):
    amount = MoneyField(label="Show the pack for another amount")
