"""Forms of the register of members, of shares and of directors."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from mutualise.chronicle import clock
from mutualise.governance.rules.directors import CHOSEN_LABELS
from mutualise.governance.rules.membership import CESSATIONS, ENDED_LABELS, KIND_LABELS
from mutualise.governance.rules.mobile import LENGTH, NotAMobile, read_mobile, spoken_mobile
from mutualise.governance.rules.statutory import FORM_LABELS, VOTES_LABELS
from mutualise.govuk.fields import (
    CheckboxField,
    DateField,
    DecimalField,
    EmailField,
    FileField,
    RadioField,
    SelectField,
    TextArea,
    TextField,
)

MOST_BYTES = 20 * 1024 * 1024
NEXT = "The next free number if you leave it empty"
Choices = Iterable[tuple[str, str]]


class PastDay(DateField):
    """A day that has come."""

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if day and day > clock.today():
            raise forms.ValidationError("The day must be today or in the past")
        return day


class MobileField(TextField):
    """A UK mobile number, kept in E.164 and shown as people write it."""

    input_type = "tel"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, width=20, autocomplete="tel", **kwargs)

    def prepare_value(self, value: Any) -> Any:
        kept = isinstance(value, str) and value.startswith("+447") and len(value) == LENGTH
        return spoken_mobile(value) if kept else value

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        try:
            return read_mobile(typed) if typed else ""
        except NotAMobile as error:
            raise forms.ValidationError(str(error)) from error


class ClassForm(forms.Form):
    """The class a member is in; `classes` pairs code and name."""

    constituency = SelectField(label="Class", choices=())
    employee = CheckboxField(label="They work for the organisation", required=False)

    def __init__(self, *args: Any, classes: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["constituency"].choices = [("", "Select"), *classes]  # type: ignore[attr-defined]


class AboutForm(forms.Form):
    name = TextField(label="Full name", max_length=200)
    employee_number = TextField(label="Employee number", max_length=40, required=False)
    email = EmailField(label="Email address", max_length=254, required=False)
    address = TextArea(label="Postal address", rows=3, max_length=500, required=False)
    mobile = MobileField(
        label="Mobile number", required=False,
        hint="If they want their code to vote by text message. A UK number, like 07700 900123. Nobody who inspects the "
        "register sees it",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("email") and not given.get("address") and not self.errors:
            self.add_error("address", "Enter a postal address, or an email address above")
        return given


class AdmitForm(AboutForm, ClassForm):
    on = PastDay(label="Member from")
    number = DecimalField(
        label="Member number", hint=NEXT, min_value=1, max_value=9_999_999, decimal_places=0,
        required=False, width=5,
    )  # fmt: skip
    field_order = (
        "name", "employee_number", "email", "address", "mobile", "constituency", "employee", "on",
    )  # fmt: skip


class DescribeForm(AboutForm):
    on = PastDay(label="From which day")
    reason = TextArea(label="Why", rows=2, max_length=1000)


class MoveForm(ClassForm):
    on = PastDay(label="From which day")


class CeaseForm(forms.Form):
    ended = RadioField(label="Why", choices=[(e.value, ENDED_LABELS[e]) for e in CESSATIONS])
    on = PastDay(label="First day on which they are not a member")


class CorrectForm(ClassForm):
    valid_from = PastDay(label="From which day")
    valid_until = PastDay(label="Until which day", hint="Empty if it goes on", required=False)
    reason = TextArea(label="What was wrong", rows=2, max_length=1000)


class SharesForm(forms.Form):
    kind = RadioField(
        label="What happened",
        choices=[
            ("allot", "Shares were allotted to this member"),
            ("transfer", "This member transferred shares to another"),
            ("withdraw", "This member withdrew shares, or they were cancelled"),
        ],
    )
    share_class = SelectField(label="Class of shares", choices=())
    quantity = DecimalField(
        label="How many shares", min_value=1, max_value=1_000_000_000, decimal_places=0, width=5
    )
    paid = DecimalField(
        label="Paid or agreed as paid on each (£)",
        hint="On the shares themselves, not the price of a transfer", min_value=0, max_value=1_000_000,
        decimal_places=2, width=5,
    )  # fmt: skip
    other = DecimalField(
        label="Number of the member who receives them", hint="For a transfer only",
        min_value=1, max_value=9_999_999, decimal_places=0, required=False, width=5,
    )  # fmt: skip
    on = PastDay(label="On which day")

    def __init__(self, *args: Any, share_classes: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["share_class"].choices = [("", "Select"), *share_classes]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("kind") == "transfer" and not given.get("other"):
            self.add_error("other", "Enter the number of the member who receives the shares")
        return given


class ReasonForm(forms.Form):
    reason = TextArea(label="Why", rows=2, max_length=1000)


class ConstituencyForm(forms.Form):
    name = TextField(label="Name of the class", max_length=120)
    code = TextField(label="Code", hint="Small letters, digits and hyphens", max_length=40)
    kind = RadioField(label="What it is", choices=list(KIND_LABELS.items()))

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if not code.replace("-", "").isalnum() or not code.isascii() or code != code.lower():
            raise forms.ValidationError("Code must have only small letters, digits and hyphens")
        return code


class PayrollForm(forms.Form):
    file = FileField(label="Payroll list", hint="CSV or XLSX, up to 20MB", accept=".csv,.xlsx",
                     most_bytes=MOST_BYTES, max_length=200)  # fmt: skip
    on = PastDay(label="Day of the list", hint="Changes in the register take effect on this day")


class DirectorForm(forms.Form):
    name = TextField(label="Full name", max_length=200)
    number = DecimalField(
        label="Member number", hint="If they are a member", min_value=1, max_value=9_999_999,
        decimal_places=0, required=False, width=5,
    )  # fmt: skip
    chosen = RadioField(label="Who chose them", choices=list(CHOSEN_LABELS.items()))
    by_what = TextField(label="Election or decision it rests on", max_length=200, required=False)
    on = PastDay(label="Director from")
    term_ends_on = DateField(label="Term ends on", required=False)


class EndTermForm(ReasonForm):
    on = PastDay(label="First day on which they are not a director")


class InterestForm(forms.Form):
    nature = TextField(label="What the tie is, and to which body", max_length=300)
    on = PastDay(label="Declared on")


class EndTieForm(ReasonForm):
    on = PastDay(
        label="Day it ended", required=False,
        hint="Leave empty for a tie that was entered by mistake and never was",
    )  # fmt: skip


class InspectionForm(forms.Form):
    name = TextField(
        label="Who asks", hint="For an organisation, also who acts for it", max_length=200
    )
    address = TextArea(label="Their address", rows=3, max_length=500)
    purpose = TextArea(label="The purpose they gave", rows=3, max_length=1000)
    shared_with = TextArea(
        label="Who it will be shared with, and for what", rows=2, max_length=1000, required=False
    )
    received_on = PastDay(label="Received on")


class PublishForm(forms.Form):
    on = PastDay(label="At the end of which day")


class SureForm(forms.Form):
    sure = CheckboxField(label="Yes, this is what was done")


class ForgetMobileForm(forms.Form):
    sure = CheckboxField(label="The number is to go for good")


class OpenForm(forms.Form):
    form = RadioField(label="Legal form", choices=list(FORM_LABELS.items()))
    votes = RadioField(label="How members vote", choices=list(VOTES_LABELS.items()))
    guarantee = DecimalField(
        label="Guarantee of each member (£)", hint="If the body is limited by guarantee",
        min_value=0, max_value=1_000_000, decimal_places=2, required=False, width=5,
    )  # fmt: skip
    on = PastDay(label="In force from")


class FormForm(OpenForm):
    """The legal form as it is from a day."""

    on = PastDay(
        label="From which day", hint="The day it began puts it right; a later day changes it"
    )
    reason = TextArea(label="Why", hint="Such as: the conversion was registered", rows=2,
                      max_length=1000)  # fmt: skip


class ShareClassForm(ConstituencyForm):
    name = TextField(label="Name of the class of shares", max_length=120)
    kind = None  # type: ignore[assignment]
    nominal = DecimalField(label="Nominal value (£)", min_value=0, max_value=1_000_000,
                           decimal_places=2, width=5)  # fmt: skip
    votes_per_share = DecimalField(label="Votes one share gives", min_value=0, max_value=1000,
                                   decimal_places=0, width=4, initial=1)  # fmt: skip
    withdrawable = CheckboxField(label="Members may withdraw these shares", required=False)


class HeadcountForm(forms.Form):
    on = PastDay(label="On which day")
    employees = DecimalField(label="People employed, members or not", min_value=0,
                             max_value=10_000_000, decimal_places=0, width=5)  # fmt: skip
    read_from = TextField(label="Where the number is from", max_length=300)
