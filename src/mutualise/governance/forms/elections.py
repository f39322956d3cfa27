"""Forms of an election: for its secretary, its scrutineer and its clerks."""

from __future__ import annotations

from typing import Any

from django import forms

from mutualise.governance.forms.members import PastDay
from mutualise.governance.queries.counting_rules import rule_choices
from mutualise.governance.rules.election_timetable import KIND_LABELS
from mutualise.governance.rules.seats import VACANCY_LABELS
from mutualise.govuk.fields import (
    CheckboxField,
    DateField,
    DecimalField,
    FileField,
    RadioField,
    SelectField,
    TextArea,
    TextField,
)

MOST_CONTESTS = 6


class CallForm(forms.Form):
    """The notice of election, with up to six contests."""

    title = TextField(label="Title of the election", max_length=120)
    rule = RadioField(
        label="How votes are counted", choices=(),
        hint="It stands in the notice and cannot change. With under 100 members ERS97 needs fewer "
        "lots; the Scottish rule is the usual choice. Any of them can reserve places",
    )  # fmt: skip
    timetable = RadioField(
        label="Timetable", choices=[(str(kind), words) for kind, words in KIND_LABELS.items()]
    )
    nominations_close_on = DateField(
        label="Nominations close", required=False,
        hint="Under the Model Election Rules the three middle days may be left empty: they are counted back",
    )  # fmt: skip
    withdrawals_until = DateField(label="Candidates may withdraw until", required=False)
    opens_on = DateField(label="The poll opens", required=False)
    closes_on = DateField(
        label="The poll closes", error_messages={"required": "Enter the day the poll closes"}
    )
    term_begins_on = DateField(
        label="The elected take office", required=False,
        hint="Leave it empty if they do so on the day the result is declared",
    )  # fmt: skip
    term_ends_on = DateField(label="Their term ends", required=False)
    vacancies = SelectField(
        label="If one of them leaves early", required=False,
        hint="The notice states it. A countback counts the stored papers again without whoever left",
        choices=[("", "This notice does not say"), *((str(v), w) for v, w in VACANCY_LABELS.items())],
    )  # fmt: skip

    def __init__(self, *args: Any, constituencies: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rule"].choices = rule_choices()  # type: ignore[attr-defined]
        voters = [("", "Every member"), *constituencies]
        for number in range(1, MOST_CONTESTS + 1):
            label = f"Contest {number}: "
            self.fields[f"title_{number}"] = TextField(
                label=f"{label}what is elected", required=number == 1, max_length=120
            )
            self.fields[f"constituency_{number}"] = SelectField(
                label=f"{label}who votes", choices=voters, required=False
            )
            self.fields[f"seats_{number}"] = DecimalField(
                label=f"{label}places", required=number == 1, min_value=1, max_value=40,
                decimal_places=0, width=2,
            )  # fmt: skip
            self.fields[f"reserved_{number}"] = DecimalField(
                label=f"{label}places reserved", required=False, min_value=0, max_value=40,
                decimal_places=0, width=2,
            )  # fmt: skip
            self.fields[f"category_{number}"] = TextField(
                label=f"{label}reserved for", required=False, max_length=80,
                hint="For example clinician. A contest of its own for them is simpler",
            )  # fmt: skip
        self.fields["small_class_accepted"] = TextArea(
            label="If a class has fewer than 10 voters: who accepted that, and why", rows=2,
            required=False, max_length=1000,
        )  # fmt: skip


class NominateForm(forms.Form):
    member_number = TextField(label="Member number", max_length=20, width=10)
    handed_in_on = PastDay(label="Day it was handed in")
    statement = TextArea(label="Statement", hint="At most 300 words", rows=8, required=False,
                         max_length=4000)  # fmt: skip
    photograph = FileField(label="Photograph", accept=".jpg,.jpeg,.png", required=False,
                           hint="JPEG or PNG, under 2MB", most_bytes=2_000_000)  # fmt: skip
    in_category = CheckboxField(label="The candidate qualifies for the reserved place",
                                required=False)  # fmt: skip


class DecideForm(forms.Form):
    decision = RadioField(
        label="Is the nomination valid?",
        choices=[("valid", "Yes"), ("invalid", "No"), ("withdrawn", "The candidate has withdrawn")],
    )
    received_on = PastDay(
        label="Day the withdrawal was received", required=False,
        hint="Only for a withdrawal: the day of the candidate’s letter or mail, if it was not today",
    )  # fmt: skip
    words = TextArea(label="Why it is not valid, or how the candidate withdrew", rows=2,
                     required=False, max_length=1000)  # fmt: skip


class StepForm(forms.Form):
    """A confirmation, with words where the step asks for them."""

    words = TextArea(label="In words", rows=3, required=False, max_length=2000)


class ExtendForm(forms.Form):
    until = DateField(label="The new last day of the poll")
    words = TextArea(
        label="Why, and by which rule or whose agreement", rows=4, max_length=2000,
        hint="Everybody can read it, and voters are mailed it: name nobody",
    )  # fmt: skip


class EmptyForm(forms.Form):
    """A confirmation: nothing to fill in."""


class TrusteeForm(forms.Form):
    number = RadioField(label="Which trustee", choices=[("1", "1"), ("2", "2"), ("3", "3")])
    title = TextField(label="Who holds the key", hint="A post, like staff council", max_length=120)
    public_key = TextField(label="Public key", max_length=64, spellcheck=False,
                           hint="As the command “mutualise trustee keys” printed it")  # fmt: skip


class LayerForm(forms.Form):
    file = FileField(label="The file that the command “mutualise trustee open” wrote", accept=".json",
                     most_bytes=64_000_000)  # fmt: skip


class SheetForm(forms.Form):
    sheet = DecimalField(label="Number of the sheet", min_value=1, max_value=100_000,
                         decimal_places=0, width=5)  # fmt: skip
    ranking = TextField(
        label="Candidate numbers in order of choice", required=False, max_length=200,
        hint="For example 3, 1, 2",
    )  # fmt: skip
    spoiled = CheckboxField(label="The sheet is blank, unclear or spoiled", required=False)


class MemberNumberForm(forms.Form):
    number = TextField(label="Member number", max_length=20, width=10)


class IssueForm(forms.Form):
    """Issues codes; asks of names whose mail or text did not leave only where there are any."""

    again = CheckboxField(
        label="Make a new code also for the names whose message is not known to have left",
        required=False,
    )

    def __init__(self, *args: Any, unsent: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not unsent:
            del self.fields["again"]


class CodeAgainForm(MemberNumberForm):
    channel = RadioField(
        label="How it goes",
        choices=[("LETTER", "By letter, shown once to be printed"), ("MAIL", "By mail, to the address on the roll")],
        initial="LETTER",
    )  # fmt: skip

    def __init__(self, *args: Any, texts: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if texts:
            field = self.fields["channel"]
            said = "By text message, to the number in the member register today"
            field.choices = [*field.choices, ("TEXT", said)]  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    outcome = RadioField(
        label="Do you accept the objection?",
        choices=[("ACCEPTED", "Yes, it is right"), ("REFUSED", "No")],
    )
    reason = TextArea(
        label="Your reason", rows=3, max_length=2000,
        hint="It is printed in the report, which anyone can read: name nobody",
    )  # fmt: skip


class AmendForm(forms.Form):
    number = TextField(
        label="Member number", max_length=60, spellcheck=False,
        hint="Of the one member whom the objection is about. They are put on the roll or taken off it "
        "as the member register has them",
    )  # fmt: skip


class ObjectionForm(forms.Form):
    kind = RadioField(
        label="What is wrong",
        choices=[
            ("OMITTED", "Somebody is missing from the roll"),
            ("ENTRY", "An entry on the roll is wrong"),
        ],
    )
    about = TextField(label="Who it is about", max_length=120,
                      hint="Their name, and the member number if you know it")  # fmt: skip
    reason = TextArea(label="Why", rows=4, max_length=4000)


def numbers_in(text: str) -> list[int]:
    """The whole numbers in a list like "3, 1, 2". Raises ValueError for anything else."""
    return [int(each) for each in text.replace(",", " ").split()]
