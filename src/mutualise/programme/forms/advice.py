"""Forms about advice: the framework, orders, competitions, time and outputs."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from mutualise.govuk.fields import (
    CheckboxField,
    DateField,
    DecimalField,
    RadioField,
    SelectField,
    TextArea,
    TextField,
)
from mutualise.programme.forms.amounts import MoneyField
from mutualise.programme.forms.files import KeptFileField
from mutualise.programme.forms.staff import CODE_HINT, SlugTextField
from mutualise.programme.models import Supplier
from mutualise.programme.rules.advice import DIRECT_MOST_PENCE, GRADES, LOTS, OPEN_DAYS

LOT_CHOICES = list(LOTS.items())
DIRECT_HINT = f"Over £{DIRECT_MOST_PENCE // 100:,} open a mini-competition instead"


class SupplierField(SelectField):
    """One supplier of a list; cleans to it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=(), **kwargs)
        self.suppliers: dict[str, Supplier] = {}

    def offer(self, suppliers: list[Supplier]) -> None:
        self.suppliers = {str(each.pk): each for each in suppliers}
        self.choices = [("", "Select"), *((n, each.name) for n, each in self.suppliers.items())]

    def clean(self, value: Any) -> Any:
        return self.suppliers[super().clean(value)]


class WithSuppliers(forms.Form):
    """A form whose field of that name offers the suppliers it is given."""

    offered = "supplier"

    def __init__(self, *args: Any, suppliers: list[Supplier], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[self.offered].offer(suppliers)  # type: ignore[attr-defined]


class NewSupplierForm(forms.Form):
    name = TextField(label="Name of the supplier", max_length=200)
    code = SlugTextField(label="Code", hint=CODE_HINT, max_length=60)
    size = RadioField(
        label="Size",
        choices=[("small", "Fewer than 250 employees"), ("large", "250 employees or more")],
    )
    consortium = CheckboxField(label="It is a consortium of several firms", required=False)


class LotForm(forms.Form):
    lot = SelectField(label="Lot", choices=LOT_CHOICES)
    valid_from = DateField(label="From which day")


class RateForm(LotForm):
    grade = SelectField(label="Grade", choices=list(GRADES.items()))
    day_rate_pence = MoneyField(label="The most a day may cost")


class ConsortiumForm(WithSuppliers):
    offered = "consortium"
    consortium = SupplierField(label="Consortium")
    valid_from = DateField(label="From which day")


class TieForm(forms.Form):
    organisation = TextField(
        label="Organisation", hint="No work for a team of this body goes to them", max_length=200
    )
    nature = TextField(label="What the tie is", max_length=200)
    valid_from = DateField(label="From which day")


class EndForm(forms.Form):
    on = DateField(label="First day on which it no longer holds")
    reason = TextArea(label="Why", rows=2, max_length=2000)


class NeedForm(forms.Form):
    """What is needed, by which the suppliers that may be asked are known."""

    lot = SelectField(label="Lot", choices=LOT_CHOICES)
    days = DecimalField(label="Days", min_value=1, max_value=1000, decimal_places=2, width=4)
    price = MoneyField(label="Fixed price", hint=DIRECT_HINT)


class OrderForm(WithSuppliers, NeedForm):
    supplier = SupplierField(label="Supplier", hint="Only those that may have this order")
    scope = TextArea(label="What they shall do", rows=5, max_length=8000)
    due = DateField(label="Due on")
    reason = TextArea(label="Why this supplier", rows=3, max_length=2000)
    field_order = ("lot", "days", "price", "supplier", "scope", "due", "reason")


class CompetitionForm(forms.Form):
    lot = SelectField(label="Lot", choices=LOT_CHOICES)
    brief = TextArea(
        label="What is asked for", hint="Do not name the people of the team", rows=6,
        max_length=8000,
    )  # fmt: skip
    days = DecimalField(
        label="Days you reckon with", min_value=1, max_value=1000, decimal_places=2, width=4
    )
    closes_on = DateField(label="Open until the end of", hint=f"At least {OPEN_DAYS} days from now")


class OfferForm(WithSuppliers):
    supplier = SupplierField(label="Who offers")
    days = DecimalField(label="Days", min_value=1, max_value=1000, decimal_places=2, width=4)
    price = MoneyField(label="Fixed price")
    proposal = TextArea(label="How you would do it, and who", rows=8, max_length=20_000)
    no_conflict = CheckboxField(
        label="We have no tie to the parent body of the team",
        error_messages={"required": "Tick the box if you have no tie: with one you make no offer"},
    )


class ChooseForm(forms.Form):
    due = DateField(label="Due on")
    reason = TextArea(label="Why this offer", rows=4, max_length=4000)


class LoneOfferForm(ChooseForm):
    fair = TextArea(
        label="What shows that the price of the only offer is fair", rows=4, max_length=4000
    )


class TimeForm(forms.Form):
    on = DateField(label="On which day")
    hours = DecimalField(
        label="Hours", hint="For example 7.5", min_value=Decimal("0.25"), max_value=24, decimal_places=2,
        width=4,
    )  # fmt: skip
    note = TextField(label="On what", max_length=300)

    def clean_hours(self) -> int:
        minutes = self.cleaned_data["hours"] * 60
        if minutes != int(minutes):
            raise forms.ValidationError("Write hours in whole minutes, like 7.5 or 0.25")
        return int(minutes)


class TimeChangeForm(TimeForm):
    reason = TextArea(label="What was wrong", rows=2, max_length=2000)


class OutputForm(forms.Form):
    title = TextField(label="Title", max_length=200)
    summary = TextArea(label="What it says, in a few sentences", rows=5, max_length=8000)
    price = MoneyField(label="Part of the price it stands for")
    file = KeptFileField(label="File", required=False)
    confidential = CheckboxField(
        label="It is confidential and must not go to the library", required=False
    )


class DecideOutputForm(forms.Form):
    outcome = RadioField(
        label="Is it what you needed?",
        choices=[("accepted", "Yes, accept it: it may be paid"), ("disputed", "No, something is missing")],
    )  # fmt: skip
    words = TextArea(
        label="What is missing, or what was good", rows=4, max_length=4000, required=False
    )
    shared = CheckboxField(label="Others may read it in the public library", required=False)
