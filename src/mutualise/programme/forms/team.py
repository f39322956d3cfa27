"""Forms of the team: enquiry, answers, objectives, baseline, people, certificate."""

from __future__ import annotations

from typing import Any

from django import forms

from mutualise.evidence.rules.areas import NATIONS, REGIONS
from mutualise.govuk.fields import (
    CheckboxField,
    DateField,
    DecimalField,
    EmailField,
    RadioField,
    SelectField,
    TextArea,
    TextField,
    WordsArea,
)
from mutualise.programme.forms.amounts import MoneyField
from mutualise.programme.forms.sector import SectorForm
from mutualise.programme.models import Baseline
from mutualise.programme.rules.application import Question
from mutualise.programme.rules.reasons import REASON_LABELS

AREAS = [(area.slug, area.label) for area in (*REGIONS, *NATIONS) if area.slug != "england"]


class EnquiryForm(SectorForm):
    email = EmailField(label="Your email address", hint="Sign-in codes are sent to it")
    team = TextField(label="Name of the team", max_length=120)
    service = TextField(label="The service that might leave", max_length=200)
    region = SelectField(label="Where it is delivered", choices=[("", "Select"), *AREAS])
    parent_body = TextField(label="The public body it belongs to", max_length=200)
    employees = DecimalField(
        label="Number of employees", required=False, min_value=1, max_value=1_000_000,
        decimal_places=0,
    )  # fmt: skip
    field_order = (
        "email", "team", "service", "sector", "sector_other", "region", "parent_body", "employees",
    )  # fmt: skip


class AnswerForm(forms.Form):
    """One answer; the limit is counted in words by the rules."""

    over = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=100_000)

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"] = WordsArea(
            label=question.label, hint=question.hint, rows=10, required=False, max_length=20_000,
            most_words=question.most_words,
        )  # fmt: skip


class ObjectiveForm(forms.Form):
    text = TextField(label="What shall be different", max_length=300)
    unit = TextField(
        label="Measured in", hint="For example days an employee a year", max_length=60,
        error_messages={"required": "Enter what it is measured in"},
    )  # fmt: skip
    start_value = DecimalField(label="Value now", max_digits=14, decimal_places=4)
    start_on = DateField(label="Day it was measured")
    target_value = DecimalField(label="Target", max_digits=14, decimal_places=4)
    target_on = DateField(label="Day to reach the target by")


class ObjectiveChangeForm(ObjectiveForm):
    reason = TextArea(label="Why it is corrected", rows=2, max_length=2000)


class BaselineForm(forms.Form):
    kind = SelectField(label="Which figure", choices=list(Baseline.Kind.choices))
    value = DecimalField(label="Value", max_digits=14, decimal_places=4)
    unit = TextField(label="Unit", max_length=60)
    as_at = DateField(label="Day it was measured")
    read_from = TextField(label="Where it was read", max_length=300)
    reason = TextArea(
        label="Why, if it corrects a figure given before", rows=2, max_length=2000, required=False
    )


class MemberForm(forms.Form):
    email = EmailField(label="Their email address")
    part = RadioField(
        label="What they do in the case",
        choices=[
            ("COLLEAGUE", "Colleague, who writes the application with you"),
            ("SPONSOR", "Senior sponsor, who certifies it: a chief executive or director"),
        ],
    )


class CertifyForm(forms.Form):
    outcome = RadioField(
        label="Do you certify this application?",
        choices=[
            ("given", "Yes: it is right, and my organisation supports it"),
            ("declined", "No: something should change first"),
        ],
    )
    words = TextArea(label="What should change", rows=4, max_length=4000, required=False)
    name = TextField(label="Your full name", max_length=120, width=20)
    post = TextField(
        label="Your post", hint="For example chief executive, or director of adult social care",
        max_length=120, width=20,
    )  # fmt: skip
    read = forms.CharField(widget=forms.HiddenInput, max_length=64)


class WordsForm(forms.Form):
    words = TextArea(
        label="In words", rows=5, max_length=4000,
        error_messages={"required": "Say it in words: they stay in the record"},
    )  # fmt: skip


class WhyForm(forms.Form):
    words = TextArea(label="Why", rows=3, max_length=2000)


class CodedForm(WordsForm):
    code = SelectField(
        label="Reason", choices=[("", "Select"), *((str(c), w) for c, w in REASON_LABELS.items())]
    )
    field_order = ("code", "words")


class EmptyForm(forms.Form):
    """A confirmation: nothing to fill in."""


class EraseForm(forms.Form):
    name = TextField(
        label="Your name as it may stand in texts", max_length=120, required=False, min_length=3,
        hint="It is taken out of the answers, messages and letters of your cases",
    )  # fmt: skip
    sure = CheckboxField(
        label="Erase me: I cannot sign in again",
        error_messages={"required": "Tick the box if you are to be erased"},
    )


class LeadForm(forms.Form):
    email = EmailField(label="Email address of the new lead", max_length=254)


class MessageForm(forms.Form):
    text = TextArea(label="Your message", rows=6, max_length=8000)


class AssistanceForm(forms.Form):
    giver = TextField(label="Who gave it", max_length=200)
    given_on = DateField(label="Day it was given")
    amount = MoneyField(
        label="How much",
        hint="In pounds; help in kind at what it would cost",
    )


class HandOverForm(forms.Form):
    """Colleagues to choose from as pairs of the member's number and address."""

    to = RadioField(label="Who leads the team from now on", choices=())

    def __init__(self, *args: Any, colleagues: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = colleagues  # type: ignore[attr-defined]
