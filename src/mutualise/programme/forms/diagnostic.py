"""One question a page."""

from __future__ import annotations

from typing import Any

from django import forms

from mutualise.govuk.fields import RadioField, SelectField
from mutualise.programme.forms.team import AREAS
from mutualise.programme.rules.diagnostic import Question, answers_to

NO_SECTOR = "none"


class QuestionForm(forms.Form):
    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"] = RadioField(
            label=question.text, hint=question.hint, page_heading=True,
            choices=list(answers_to(question).items()),
            error_messages={"required": "Select an answer"},
        )  # fmt: skip


class PlaceForm(forms.Form):
    """`sectors` are those of the register."""

    sector = SelectField(
        label="Which sector is the service in?", choices=(),
        error_messages={"required": "Select a sector, or “None of these”"},
    )  # fmt: skip
    region = SelectField(
        label="Where is it delivered?", choices=[("", "Select"), *AREAS],
        error_messages={"required": "Select where it is delivered"},
    )  # fmt: skip

    def __init__(self, *args: Any, sectors: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = [("", "Select"), *((each, each) for each in sectors), (NO_SECTOR, "None of these")]
        self.fields["sector"].choices = listed  # type: ignore[attr-defined]
