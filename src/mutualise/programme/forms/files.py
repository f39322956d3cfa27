"""Forms with a file."""

from __future__ import annotations

from typing import Any

from django import forms

from mutualise.govuk.fields import FileField
from mutualise.programme.ingest.files import Upload, read
from mutualise.programme.rules.files import ACCEPT, MOST_BYTES, FileRefused


class KeptFileField(FileField):
    """An upload that may be kept with a case; cleans to an Upload, or None when there is none."""

    def __init__(self, **kwargs: Any) -> None:
        hint = "PDF, Word, Excel, PowerPoint, OpenDocument, CSV, text, PNG or JPEG, up to 10MB"
        super().__init__(hint=hint, accept=ACCEPT, most_bytes=MOST_BYTES, max_length=200, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Upload | None:
        sent = super().clean(data, initial)
        if not sent:
            return None
        try:
            return read(sent)
        except FileRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class DocumentForm(forms.Form):
    file = KeptFileField(label="File")
