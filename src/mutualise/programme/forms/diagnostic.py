"""One question a page."""

from __future__ import annotations

from typing import Any

from django import forms

from mutualise.govuk.fields import RadioField
from mutualise.programme.rules.diagnostic import ANSWERS, Question


class QuestionForm(forms.Form):
    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"] = RadioField(
            label=question.text, hint=question.hint, page_heading=True,
            choices=list(ANSWERS.items()),
            error_messages={"required": "Select an answer"},
        )  # fmt: skip
