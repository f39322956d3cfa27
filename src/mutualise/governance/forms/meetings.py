"""Forms of a company secretary about meetings and resolutions."""

from __future__ import annotations

import re
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from mutualise.governance.rules.meetings import CHAIR
from mutualise.govuk.fields import (
    CheckboxField,
    DateField,
    DecimalField,
    RadioField,
    SelectField,
    TextArea,
    TextField,
)


class WholeField(DecimalField):
    """A whole number of 0 or more."""

    inputmode = "numeric"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({"min_value": 0, "max_value": 10**7, "decimal_places": 0} | kwargs))

    def clean(self, value: Any) -> Any:
        number = super().clean(value)
        return None if number is None else int(number)


class NumbersField(TextArea):
    """Member numbers, divided by spaces, commas or lines; names what is no number."""

    def clean(self, value: Any) -> Any:
        words = [word for word in re.split(r"[\s,;]+", str(super().clean(value))) if word]
        wrong = [
            word for word in words if not (word.isascii() and word.isdigit() and len(word) < 9)
        ]
        if wrong:
            raise forms.ValidationError(f"These are no member numbers: {', '.join(wrong[:10])}")
        return [int(word) for word in words]


def moment(day: Any, text: str) -> datetime:
    """A day and a time such as 18:00, here. Raises ValidationError."""
    if not re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", text.strip()):
        raise forms.ValidationError("Enter the time in 24 hours, like 18:00")
    hour, minute = text.strip().split(":")
    return timezone.make_aware(datetime.combine(day, time(int(hour), int(minute))))


class At(forms.Form):
    """A form with a day `on` and a time `hour`; the moment is in `cleaned_data["moment"]`."""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("on") and given.get("hour"):
            try:
                given["moment"] = moment(given["on"], given["hour"])
            except forms.ValidationError as wrong:
                self.add_error("hour", wrong)
        return given


class CallForm(At):
    kind = RadioField(
        label="Kind of meeting",
        choices=[("GENERAL", "General meeting"), ("ANNUAL", "Annual general meeting")],
    )
    on = DateField(label="Day of the meeting")
    hour = TextField(label="Time", hint="In 24 hours, like 18:00", width=5, max_length=5)
    place = TextField(label="Place", hint="For a meeting held online, say so", max_length=200)
    joining = TextField(label="How to join from elsewhere", max_length=300, required=False)
    own_notice_days = WholeField(
        label="Clear days of notice in your articles or rules",
        hint="A private company needs at least 14 in law. Leave empty if yours ask for no more",
        width=3, required=False, max_value=365,
    )  # fmt: skip
    quorum = WholeField(label="Quorum", hint="How many must be present", width=3, initial=2)


class ProposeForm(forms.Form):
    kind = SelectField(label="Kind of resolution", choices=())
    title = TextField(label="Title", max_length=120)
    text = TextArea(label="Full text of the resolution", rows=6, max_length=20000)
    special_notice_on = DateField(
        label="Day special notice reached the company",
        hint="Only for the removal of a director or an auditor", required=False,
    )  # fmt: skip

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]


class CirculateForm(forms.Form):
    kind = SelectField(label="Kind of resolution", choices=())
    title = TextField(label="Title", max_length=120)
    text = TextArea(label="Full text of the resolution", rows=6, max_length=20000)
    lapse_days = WholeField(
        label="Days until it lapses in your articles",
        hint="Leave empty for the Act's 28 days", width=3, required=False, max_value=365,
    )  # fmt: skip
    sure = CheckboxField(
        label="Send it to every member now; this cannot be undone",
        error_messages={"required": "Tick that it is to be sent to every member now"},
    )

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]


class ConfirmForm(forms.Form):
    first = SelectField(label="Resolution of the first meeting", choices=())

    def __init__(self, *args: Any, waiting: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first"].choices = waiting  # type: ignore[attr-defined]


class NoticeForm(forms.Form):
    agreed = WholeField(
        label="Members who agreed to shorter notice",
        hint="Leave empty unless the notice is shorter than the law asks", width=5, required=False,
    )  # fmt: skip
    sure = CheckboxField(
        label="I have read the notice. Send it to every member; this cannot be undone",
        error_messages={"required": "Tick that you have read the notice and it is to be sent"},
    )


class ToldForm(forms.Form):
    on = DateField(label="Day it was sent")


class AttendanceForm(forms.Form):
    numbers = NumbersField(
        label="Numbers of the members present in person",
        hint="Divided by commas or lines. Members recorded already stay", rows=5, max_length=20000,
        required=False,
    )  # fmt: skip
    proxies_for = NumbersField(
        label="Numbers of members whose proxy came and is no member",
        hint="A proxy who is a member is there when that member is; the chair is always",
        rows=2, max_length=20000, required=False,
    )  # fmt: skip


class ProxyForm(At):
    member = WholeField(label="Number of the member who appoints", width=5)
    chair = CheckboxField(label="The proxy is the chair of the meeting", required=False)
    holder = WholeField(label="Number of the proxy, if another member", width=5, required=False)
    holder_name = TextField(
        label="Name of the proxy, if not a member", max_length=120, required=False
    )
    on = DateField(label="Day it was received")
    hour = TextField(label="Time it was received", width=5, max_length=5)
    instructions = TextArea(
        label="How the proxy is to vote", rows=3, max_length=2000, required=False
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        who = [
            bool(given.get("chair")),
            given.get("holder") is not None,
            bool(given.get("holder_name")),
        ]
        if not {"holder", "holder_name"} & set(self.errors) and sum(who) != 1:
            self.add_error(
                "holder", "Say who the proxy is: the chair, a member, or somebody by name"
            )
        if given.get("chair"):
            given["holder_name"] = CHAIR
        return given


class WithdrawProxyForm(forms.Form):
    member = WholeField(label="Number of the member who withdraws", width=5)
    reason = TextField(label="Why", hint="Such as: a letter of that day says so", max_length=300)


class NotPresentForm(forms.Form):
    number = WholeField(label="Number of the member", width=5)
    reason = TextField(label="Why", hint="Such as: number misread", max_length=300)


class AdjournForm(At):
    words = TextArea(
        label="Why it is adjourned", hint="Such as: no quorum within half an hour", rows=2,
        max_length=2000,
    )  # fmt: skip
    on = DateField(
        label="Day on which it goes on",
        hint="More than 14 days from today only with 7 clear days’ notice to every member",
    )
    hour = TextField(label="Time", hint="In 24 hours, like 18:00", width=5, max_length=5)
    place = TextField(label="Place", max_length=200)
    joining = TextField(label="How to join from elsewhere", max_length=300, required=False)
    quorum = WholeField(
        label="Quorum of the adjourned meeting",
        hint="The same, unless your articles or rules name another", width=3,
    )  # fmt: skip
    tell = CheckboxField(
        label="Send the new time to every member", required=False, initial=True,
        hint="By mail; the page of the meeting lists the members whose letter goes by post",
    )  # fmt: skip
    sure = CheckboxField(
        label="Our articles or rules let the meeting be adjourned to that day",
        error_messages={"required": "Tick that your articles or rules allow it, or do not adjourn"},
    )


class VotesForm(forms.Form):
    method = RadioField(
        label="How they voted", choices=[("HANDS", "Show of hands"), ("POLL", "Poll")]
    )
    of_class = TextField(
        label="Class, if counted apart", max_length=60, required=False,
        hint="Its short name in the register: a class of members, or of shares. Leave empty for everybody's votes",
    )  # fmt: skip
    votes_for = WholeField(label="Votes for", width=5)
    against = WholeField(label="Votes against", width=5)
    abstained = WholeField(label="Abstentions", width=5, required=False)
    spoiled = WholeField(label="Spoiled papers", width=5, required=False)
    in_advance = WholeField(
        label="Of all these, given before the meeting",
        hint="Only on a poll, and where your articles allow votes in advance", width=5,
        required=False,
    )  # fmt: skip
    reason = TextField(
        label="Why they are counted anew", hint="Only when votes were recorded before",
        max_length=300, required=False,
    )  # fmt: skip


class AgreementsForm(forms.Form):
    numbers = NumbersField(label="Numbers of the members who agreed", rows=4, max_length=20000)
    received_on = DateField(label="Day their agreement was received")


class SureForm(forms.Form):
    """Nothing to fill in: the button is the answer."""


class WordsForm(forms.Form):
    words = TextArea(label="Why", rows=3, max_length=2000)


class MinutesForm(forms.Form):
    text = TextArea(label="Minutes", rows=14, max_length=100_000)
    signed_on = DateField(
        label="Day they were signed", hint="Leave empty for a draft", required=False
    )
    signed_as = TextField(
        label="Who signed", hint="Such as chair of the meeting", max_length=120, required=False
    )


class FilingForm(forms.Form):
    filed_on = DateField(label="Day it was filed")
    receipt = TextField(label="Receipt or reference", max_length=120, required=False)
