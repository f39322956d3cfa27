"""Announcements and what each of their claims came to, now and before."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from mutualise.accounts.models import Person
from mutualise.claims import models

# Shipped, or somebody answers for it.
WATCHED = Q(shipped=True) | Q(owner__isnull=False) | Q(handovers__isnull=False)


def fingerprint(text: str) -> str:
    """The SHA-256 of a document: its permanent address."""
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class ClaimNow:
    """The newest result of a claim, and the one before it if it changed."""

    position: int
    now: models.ClaimResult
    before: models.ClaimResult | None

    @property
    def outcome(self) -> dict[str, Any]:
        return dict(self.now.outcome)

    @property
    def changed(self) -> bool:
        return self.before is not None


def owner_of(announcement: models.Announcement) -> Person | None:
    """Who is told when a claim comes out differently: the last to take it over, or who kept it."""
    last = announcement.handovers.order_by("-id").select_related("owner").first()
    return last.owner if last else announcement.owner


def is_watched(announcement: models.Announcement) -> bool:
    """Is it checked again whenever the record changes? A shipped one is, and one that somebody answers for."""
    return models.Announcement.objects.filter(WATCHED, pk=announcement.pk).exists()


def announcements(
    *, shipped_only: bool = False, watched_only: bool = False, known_at: datetime | None = None
) -> list[models.Announcement]:
    """Announcements kept by a moment, newest first; `watched_only` as `is_watched` says."""
    found = models.Announcement.objects.order_by("-date", "-id")
    if watched_only:
        found = found.filter(WATCHED).distinct()
    if known_at is not None:
        found = found.filter(recorded_at__lte=known_at)
    return list(found.filter(shipped=True) if shipped_only else found)


def announcement_called(code: str) -> models.Announcement | None:
    return models.Announcement.objects.filter(code=code).first()


def results(announcement: models.Announcement) -> dict[int, list[models.ClaimResult]]:
    """Every result of every claim by its position, newest first."""
    found: dict[int, list[models.ClaimResult]] = {}
    for row in announcement.results.order_by("position", "-checked_at", "-id"):
        found.setdefault(row.position, []).append(row)
    return found


def claims_now(
    announcement: models.Announcement, known_at: datetime | None = None
) -> list[ClaimNow]:
    """The newest result of each claim by a moment, in the order of the text."""
    found = []
    for position, rows in sorted(results(announcement).items()):
        known = [row for row in rows if known_at is None or row.checked_at <= known_at]
        if known:
            found.append(ClaimNow(position, known[0], known[1] if len(known) > 1 else None))
    return found


def newest_result() -> int:
    """The number of the newest result: rows are only ever added."""
    return models.ClaimResult.objects.order_by("-id").values_list("id", flat=True).first() or 0
