"""The library: outputs a team accepted and lets others read, without the team's name."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from mutualise.programme.models import Output
from mutualise.programme.rules.advice import LOTS


def find(text: str = "", lot: str = "") -> QuerySet[Output]:
    """Outputs whose title, summary or sector has every word, newest first; real ones before those
    of a demonstration."""
    found = Output.objects.filter(state="ACCEPTED", confidential=False)
    for word in text.split():
        found = found.filter(
            Q(title__icontains=word) | Q(summary__icontains=word)
            | Q(order__award__case__sector__icontains=word)
        )  # fmt: skip
    if lot in LOTS:
        found = found.filter(order__lot=lot)
    related = ("order__award__case", "document")
    return found.select_related(*related).order_by(
        "order__award__case__demonstration", "-decided_at", "-pk"
    )
