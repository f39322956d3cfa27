"""Keeping an announcement, checking it again, and telling its owner what changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import slugify

from mutualise.accounts import actions as audit
from mutualise.accounts.actions.mail import post
from mutualise.accounts.models import Person
from mutualise.claims import models
from mutualise.claims.queries.announcements import announcements, fingerprint, owner_of, results
from mutualise.claims.queries.causes import causes_since
from mutualise.claims.queries.resolve import checked
from mutualise.claims.rules.check import CheckedClaim, CheckedDocument
from mutualise.claims.rules.measured import ClaimReference
from mutualise.claims.rules.report import as_json
from mutualise.govuk.figures import quantity

# What makes two results of a claim different, beside the codes of its faults. The words of a reason
# or a fault change when the product words them better, and that is no news for an owner.
TELLING = ("value", "range", "coverage", "verdict")


@transaction.atomic
def keep(
    text: str, *, code: str = "", by: Person | None = None, shipped: bool = False
) -> models.Announcement:
    """Keep a document and check it. The same text twice is the same announcement.

    Raises BadDocument when it cannot be checked; then nothing is kept.
    """
    found = checked(text)
    sha256 = fingerprint(text)
    there = models.Announcement.objects.filter(sha256=sha256).first()
    if there:
        return there
    announcement = models.Announcement.objects.create(
        code=code or _free_code(found.title, sha256),
        title=found.title or "Untitled text",
        date=found.date,
        text=text,
        sha256=sha256,
        shipped=shipped,
        owner=by,
    )
    audit.record("claims.announcement.kept", by=by, subject=announcement.code)
    recheck(announcement, found)
    return announcement


@transaction.atomic
def hand_over(announcement: models.Announcement, *, to: Person, by: Person | None) -> bool:
    """Let somebody else answer for an announcement; False when they do already."""
    models.Announcement.objects.select_for_update().get(pk=announcement.pk)
    if owner_of(announcement) == to:
        return False
    models.Handover.objects.create(announcement=announcement, owner=to)
    audit.record("claims.announcement.handed-over", by=by, subject=announcement.code, to=to.pk)
    return True


def _free_code(title: str, sha256: str) -> str:
    return f"{slugify(title)[:50] or 'text'}-{sha256[:12]}"


def recheck_watched() -> list[models.ClaimResult]:
    """Check every announcement that is shipped or somebody's own against what is recorded now; returns the
    results that changed.

    A text kept by nobody is checked when it is looked at: any visitor can keep one, and whoever changes the
    record does not wait for them all.
    """
    return [
        row for announcement in announcements(watched_only=True) for row in recheck(announcement)
    ]


def recheck_all() -> list[models.ClaimResult]:
    """Check every announcement there is; returns the results that changed."""
    return [row for announcement in announcements() for row in recheck(announcement)]


def recheck(
    announcement: models.Announcement, found: CheckedDocument | None = None
) -> list[models.ClaimResult]:
    """Check one announcement again. A claim that came out differently gets a new result with
    its causes, and the owner a mail; one that did not gets nothing. `found` is its text as just checked."""
    found = found or checked(announcement.text)
    if not _differing(announcement, found):
        return []
    with transaction.atomic():
        # Two processes may notice the same change; the row lock lets one write it.
        models.Announcement.objects.select_for_update().get(pk=announcement.pk)
        now = timezone.now()
        differing = _differing(announcement, found)
        made = [_result(announcement, each, now) for each in differing]
        return [row for row, each in zip(made, differing, strict=True) if each.before]


@dataclass(frozen=True)
class _Difference:
    """A claim that comes out differently from its newest result, if it has one."""

    position: int
    claim: CheckedClaim
    outcome: dict[str, Any]
    before: models.ClaimResult | None


def _differing(announcement: models.Announcement, found: CheckedDocument) -> list[_Difference]:
    known = results(announcement)
    differing = []
    for position, (claim, outcome) in enumerate(
        zip(found.claims, as_json(found)["claims"], strict=True), start=1
    ):
        outcome["test_words"], outcome["link"] = claim.test_words, claim.link
        before = known.get(position, [None])[0]
        if before is None or not _came_out_alike(before.outcome, outcome):
            differing.append(_Difference(position, claim, outcome, before))
    return differing


def _came_out_alike(before: dict[str, Any], after: dict[str, Any]) -> bool:
    codes = [{fault["code"] for fault in each["faults"]} for each in (before, after)]
    return codes[0] == codes[1] and all(before.get(key) == after[key] for key in TELLING)


def _result(
    announcement: models.Announcement, found: _Difference, now: datetime
) -> models.ClaimResult:
    claim, before = found.claim, found.before
    reference = ClaimReference(claim.measure, claim.params, claim.line)
    made = models.ClaimResult.objects.create(
        announcement=announcement,
        position=found.position,
        checked_at=now,
        outcome=found.outcome,
        verdict=claim.verdict.value,
        causes=causes_since(reference, before.checked_at) if before else [],
    )
    if before:
        audit.record(
            "claims.claim.changed",
            by=None,
            subject=announcement.code,
            position=found.position,
            before=before.verdict,
            now=made.verdict,
        )
        owner = owner_of(announcement)
        if owner is not None and owner.is_active:
            _notify(made, before, owner)
    return made


def _notify(now: models.ClaimResult, before: models.ClaimResult, owner: Person) -> None:
    """Mail the owner once the change is written, and keep what was sent. One that did not leave is
    tried again."""
    subject = f"A figure you published has changed: {now.verdict}"
    body = render_to_string(
        "claims/mail/changed.txt",
        {
            "now": now,
            "before": before,
            "was": _figure(before),
            "is_now": _figure(now),
            "warned": _faults_of_one_alone(now, before),
            "no_longer_warned": _faults_of_one_alone(before, now),
            "announcement": now.announcement,
            "site": settings.SITE,
        },
        using="jinja2",
    )
    kept = models.Notice.objects.create(result=now, sent_to=owner.email, subject=subject, body=body)
    post(
        to=owner.email, kind="claim", reason=f"A claim of {now.announcement.code} came out differently",
        subject=subject, body=body, key=f"claim-notice-{kept.pk}",
    )  # fmt: skip


def _faults_of_one_alone(result: models.ClaimResult, other: models.ClaimResult) -> list[str]:
    """What is wrong with a claim in one of two results and not in the other, in words."""
    theirs = {fault["code"] for fault in other.outcome["faults"]}
    return [each["message"] for each in result.outcome["faults"] if each["code"] not in theirs]


def _figure(result: models.ClaimResult) -> str:
    value = result.outcome["value"]
    return "no figure" if value is None else quantity(Decimal(value), result.outcome["unit"])
