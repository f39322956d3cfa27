"""Paste or upload a document to check."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from mutualise.claims.rules.document import figures_in
from mutualise.govuk.fields import FileField, TextArea

# A page answers anyone at once, so it takes what a long press notice holds; the command line takes more.
MOST_BYTES, MOST_FIGURES, MOST_LINKS = 200 * 1024, 1_000, 200
_LONGER = "Check a part of it, or the whole with the command mutualise check"


class CheckForm(forms.Form):
    text = TextArea(
        label="Paste your text",
        hint="Markdown, with figures bound to measures by links. Up to 200 kB.",
        rows=12,
        required=False,
        strip=False,
    )
    file = FileField(
        label="Or upload a file",
        hint="A Markdown or plain text file in UTF-8, up to 200 kB.",
        accept=".md,.txt,text/markdown,text/plain",
        most_bytes=MOST_BYTES,
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
        self._refuse_what_is_too_long("file" if upload else "text", text)
        given["document"] = text.replace("\r\n", "\n")
        return given

    def _refuse_what_is_too_long(self, field: str, text: str) -> None:
        if len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
            raise ValidationError({field: f"The text is over 200 kB. {_LONGER}"})
        links, figures = text.lower().count("claim:"), figures_in(text)
        if links > MOST_LINKS:
            raise ValidationError(
                {field: f"The text binds {links:,} figures, more than {MOST_LINKS}. {_LONGER}"}
            )
        if figures > MOST_FIGURES:
            raise ValidationError(
                {
                    field: f"The text states about {figures:,} figures, more than {MOST_FIGURES:,}. {_LONGER}"
                }
            )
