"""Paste or upload a document to check."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from mutualise.claims.rules.document import MAXIMUM_BYTES
from mutualise.govuk.fields import FileField, TextArea


class CheckForm(forms.Form):
    text = TextArea(
        label="Paste your text",
        hint="Markdown, with figures bound to measures by links. Up to 1 MB.",
        rows=12,
        required=False,
        strip=False,
    )
    file = FileField(
        label="Or upload a file",
        hint="A Markdown or plain text file in UTF-8, up to 1 MB.",
        accept=".md,.txt,text/markdown,text/plain",
        most_bytes=MAXIMUM_BYTES,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        upload, text = given.get("file"), given.get("text") or ""
        if self.errors:
            return given
        if upload and text.strip():
            raise ValidationError({"file": "Paste a text or upload a file, not both"})
        if not upload and not text.strip():
            raise ValidationError({"text": "Paste a text, or upload a file"})
        if upload:
            try:
                text = upload.read().decode("utf-8-sig")
            except UnicodeDecodeError as error:
                raise ValidationError(
                    {"file": f"Byte {error.start} of the file is not UTF-8. Save it as UTF-8 text"}
                ) from error
        given["document"] = text.replace("\r\n", "\n")
        return given
