"""Forms of the count and of the scrutineer's report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from mutualise.governance.rules.scrutineer_statement import REGISTER, SATISFIED
from mutualise.govuk.fields import DecimalField, RadioField, TextArea, TextField


def add_lot_by_hand(form: forms.Form, contests: Sequence[tuple[str, str]]) -> None:
    """Fields for a lot drawn before witnesses: an order for each contest, who saw it, and why."""
    for code, title in contests:
        form.fields[f"drawn_{code}"] = TextField(
            label=f"Or a lot drawn by hand for {title}", required=False, max_length=200,
            hint="Candidate numbers, first drawn first, for example 3, 1, 2. Draw all who stood "
            "equal. The lot falls on the first",
        )  # fmt: skip
    form.fields["witnesses"] = TextField(
        label="Who witnessed the drawing", required=False, max_length=300,
        hint="At least two, by name or post, separated by commas. They are published with the count",
    )  # fmt: skip
    form.fields["reason"] = TextField(
        label="Why the lot was drawn by hand and not taken from the secret", required=False,
        max_length=300,
        hint="For example: the rules of the mutual say that lots are drawn at the count",
    )  # fmt: skip


class CountForm(forms.Form):
    """The lot: the committed secret, or for each contest an order drawn by hand."""

    secret = TextField(
        label="Your secret for lots", required=False, max_length=64, spellcheck=False,
        hint="The 64 figures and letters you were shown when you opened the poll. Needed only where "
        "the votes leave a tie. In a demonstration leave it empty",
    )  # fmt: skip

    def __init__(self, *args: Any, contests: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contests = contests
        add_lot_by_hand(self, contests)

    def drawn(self) -> dict[str, str]:
        """What was written for each contest that has a lot drawn by hand."""
        given = {code: self.cleaned_data[f"drawn_{code}"].strip() for code, _ in self.contests}
        return {code: text for code, text in given.items() if text}


class OwnKeyForm(forms.Form):
    public_key = TextArea(
        label="Public key", rows=6, max_length=2000,
        hint="The line “public key” that the command “mutualise issuer keys” printed for this contest",
    )  # fmt: skip


class GivenForm(forms.Form):
    given = DecimalField(label="Signatures given", min_value=0, max_value=1_000_000,
                         decimal_places=0, width=10)  # fmt: skip


class StatementForm(forms.Form):
    """What the scrutineer states in signing."""

    register = RadioField(
        label="Did you inspect the register of members, or the copy of it that the roll is?",
        choices=list(REGISTER.items()),
    )
    matter = TextArea(
        label="What the inspection showed that somebody should act on", rows=2, required=False,
        max_length=1000, hint="Leave it empty if there was nothing",
    )  # fmt: skip
    counted_by = TextField(
        label="Who stored and counted the votes", max_length=300,
        hint="Name the people or posts you appointed for it, or say that it was you alone",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in SATISFIED.items():
            self.fields[name] = RadioField(
                label=f"Are you satisfied? {words}", choices=[("yes", "Yes"), ("no", "No")]
            )
        self.fields["reasons"] = TextArea(
            label="Your reasons, for each point you are not satisfied of", rows=3, required=False,
            max_length=2000,
        )  # fmt: skip
        self.fields["words"] = TextArea(
            label="In words: what you checked, and anything a member should know", rows=3,
            required=False, max_length=2000,
        )  # fmt: skip


class AskForm(forms.Form):
    """Nothing to fill in: the button asks."""
