"""The library: outputs a team accepted and lets others read, without the team's name."""

from __future__ import annotations

from pathlib import PurePath

from django.db.models import QuerySet
from django.utils.text import slugify

from mutualise.govuk.searching import with_words
from mutualise.programme.models import Output
from mutualise.programme.rules.advice import LOTS


def find(text: str = "", lot: str = "") -> QuerySet[Output]:
    """Outputs whose title, summary or sector has every word, newest first; real ones before those
    of a demonstration."""
    found = Output.objects.filter(state="ACCEPTED", confidential=False)
    found = with_words(found, text, "title", "summary", "order__award__case__sector")
    if lot in LOTS:
        found = found.filter(order__lot=lot)
    related = ("order__award__case", "document")
    return found.select_related(*related).order_by(
        "order__award__case__demonstration", "-decided_at", "-pk"
    )


def file_name(row: Output) -> str:
    """What the file of an output is called on the shelf: by its title, for a name given by its
    writer may name the team. "" without a file."""
    if row.document is None:
        return ""
    return (slugify(row.title)[:80] or "output") + PurePath(row.document.name).suffix.lower()
