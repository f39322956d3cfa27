"""Forms on the way to launch and after."""

from __future__ import annotations

from typing import Any

from django import forms

from mutualise.evidence.rules.areas import NATIONS
from mutualise.govuk.fields import (
    CheckboxField,
    DateField,
    DecimalField,
    RadioField,
    SelectField,
    TextArea,
    TextField,
)
from mutualise.programme.models import Confirmation, Objective
from mutualise.programme.queries.confirmations import Achieved
from mutualise.programme.rules.risks import IMPACTS, LIKELIHOODS
from mutualise.register.ingest.rows import organisation_code

NONE = ("", "Select")


class BeginPlanForm(forms.Form):
    launch_on = DateField(
        label="Day you hope to launch",
        hint="The steps are reckoned back from this day; you can change each of them",
    )


class StepForm(forms.Form):
    starts = DateField(label="It starts on")
    due = DateField(label="It is due on")
    done_on = DateField(label="It was done on", hint="Leave empty until it is", required=False)
    not_needed = CheckboxField(label="This step is not needed", required=False)
    note = TextArea(
        label="Note",
        hint="Say why when a date moves or a step is not needed",
        rows=3,
        max_length=2000,
        required=False,
    )


class RiskForm(forms.Form):
    title = TextField(label="What may go wrong", max_length=200)
    likelihood = SelectField(label="How likely it is", choices=[NONE, *LIKELIHOODS.items()])
    impact = SelectField(label="How bad it would be", choices=[NONE, *IMPACTS.items()])
    mitigation = TextArea(label="What is done about it", rows=3, max_length=2000)
    owner = SelectField(label="Who owns it", choices=())
    review_on = DateField(
        label="Look at it again on",
        error_messages={"required": "Enter the day to look at it again"},
    )

    def __init__(self, *args: Any, owners: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = owners  # type: ignore[attr-defined]


class RiskChangeForm(RiskForm):
    closed_on = DateField(label="Closed on", hint="Leave empty while it is open", required=False)
    reason = TextArea(label="Why it changed", rows=2, max_length=2000)


# What is asked of a body that the register does not have, and what to say where it is left out.
OF_A_NEW_BODY = {
    "name": "Enter the name of the mutual", "legal_form": "Enter its legal form",
    "nation": "Select its nation",
}  # fmt: skip
NOT_OF_A_KNOWN_ONE = "Not needed for a body the register has already: what stands there stays"


class LaunchForm(forms.Form):
    on = DateField(label="First day of trading")
    code = TextField(
        label="Its code in the register", hint="Lower-case words joined by hyphens", max_length=60
    )
    known = CheckboxField(
        label="The register has this body already, under this code: add its launch and support to it",
        required=False,
    )  # fmt: skip
    name = TextField(
        label="Name of the mutual", hint=NOT_OF_A_KNOWN_ONE, max_length=200, required=False
    )
    legal_form = TextField(
        label="Legal form", hint=NOT_OF_A_KNOWN_ONE, max_length=120, required=False
    )
    nation = SelectField(
        label="Nation", hint=NOT_OF_A_KNOWN_ONE, required=False,
        choices=[("", "Choose…"), *((area.slug, area.label) for area in NATIONS)],
    )  # fmt: skip
    scheme = TextField(
        label="List of its number", hint="As in org-id.guide, for example GB-COH", max_length=20,
        required=False,
    )  # fmt: skip
    identifier = TextField(label="Its number in that list", max_length=60, required=False)
    source_url = TextField(
        label="A public page about it", hint="Beginning with https://", max_length=1000,
        required=False,
    )  # fmt: skip

    def clean_code(self) -> str:
        try:
            return organisation_code(str(self.cleaned_data["code"]))
        except ValueError as wrong:
            raise forms.ValidationError(str(wrong)) from wrong

    def clean_source_url(self) -> str:
        text = str(self.cleaned_data["source_url"])
        if text and not text.startswith("https://"):
            raise forms.ValidationError("A public page must begin with https://")
        return text

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for name, missing in OF_A_NEW_BODY.items():
            if not (given.get("known") or given.get(name) or name in self.errors):
                self.add_error(name, missing)
        if bool(given.get("scheme")) != bool(given.get("identifier")):
            self.add_error("identifier", "Give both the list and the number, or neither")
        return given


class ConfirmationForm(forms.Form):
    confirmed = RadioField(
        label="Is the statement right?",
        choices=[("yes", "Yes, it is right"), ("no", "No, something in it is not right")],
    )
    counterfactual = RadioField(
        label="What would have happened without the support?",
        choices=list(Confirmation.Counterfactual.choices),
    )
    words = TextArea(
        label="What is not right, or what else we should know",
        rows=4,
        max_length=4000,
        required=False,
    )

    def __init__(self, *args: Any, objectives: list[Objective], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.objectives = {row.pk: row for row in objectives}
        for row in objectives:
            self.fields[f"value-{row.pk}"] = DecimalField(
                label=f"{row.text}: value reached", max_digits=14, decimal_places=4, required=False,
                hint=f"In {row.unit}; it was {row.start_value.normalize():f}, and the target is "
                f"{row.target_value.normalize():f}. Leave all three empty if it was not measured",
            )  # fmt: skip
            self.fields[f"on-{row.pk}"] = DateField(
                label=f"{row.text}: on which day", required=False
            )
            self.fields[f"helped-{row.pk}"] = RadioField(
                label=f"{row.text}: did the support have a part in it?", required=False,
                choices=[("yes", "Yes, we confirm it"), ("no", "No, we dispute it")],
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for number in self.objectives:
            names = [f"{part}-{number}" for part in ("value", "on", "helped")]
            empty = [name for name in names if given.get(name) in (None, "")]
            if len(empty) < len(names):
                for name in empty:
                    if name not in self.errors:
                        self.add_error(name, "Give the value, the day and your answer, or none")
        return given

    @property
    def achieved(self) -> list[Achieved]:
        """What was given of each objective that was measured."""
        given = self.cleaned_data
        return [
            Achieved(row, given[f"value-{n}"], given[f"on-{n}"], given[f"helped-{n}"] == "yes")
            for n, row in self.objectives.items()
            if given.get(f"value-{n}") is not None
        ]
