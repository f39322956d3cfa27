"""Reminding the company secretary by mail of a resolution that must be filed."""

from __future__ import annotations

from datetime import date

from django.conf import settings

from mutualise.accounts.queries import holders_of
from mutualise.accounts.rules.roles import Role
from mutualise.governance.actions.outbox import send_waiting
from mutualise.governance.models import Declaration, FilingReminder
from mutualise.governance.queries.kinds import kind_called
from mutualise.governance.queries.meetings import all_to_file
from mutualise.governance.queries.notices import name_of, plain
from mutualise.governance.rules.filing import filing_reminder_due


def remind(today: date) -> int:
    """Write the reminders that fall due today, each once; how many were new."""
    made = 0
    for declared in all_to_file():
        assert declared.file_by is not None  # noqa: S101 - asked for by the query
        occasion = filing_reminder_due(declared.file_by, today)
        if occasion:
            made += _write(declared, occasion)
    return made


def _write(declared: Declaration, occasion: str) -> int:
    """A mail to each company secretary of the body; how many were new."""
    register = declared.resolution.register
    filing = kind_called(declared.resolution.kind).filing
    text = plain(
        "filing", name=name_of(register.code), declared=declared, filing=filing,
        late=occasion != "soon", site=settings.SITE, register=register,
    )  # fmt: skip
    subject, _, body = text.partition("\n")
    made = 0
    for person in holders_of(Role.COMPANY_SECRETARY, [register.code]):
        _, new = FilingReminder.objects.get_or_create(
            declaration=declared, occasion=occasion, person=person,
            defaults={
                "subject": subject.removeprefix("Subject: ").strip()[:200],
                "text": body.strip() + "\n",
            },
        )  # fmt: skip
        made += new
    return made


def send_due(most: int = 200) -> tuple[int, int]:
    """Send the reminders that wait; how many left, and how many failed.

    One whose resolution was filed meanwhile, or whose reader is secretary no more, is not sent.
    """
    for row in FilingReminder.objects.filter(sent_at=None, held_back="").select_related(
        "declaration__resolution__register", "person"
    ):
        reason = _held_back(row)
        if reason:
            FilingReminder.objects.filter(pk=row.pk).update(held_back=reason)
    rows = FilingReminder.objects.filter(held_back="").select_related("person")
    return send_waiting(rows, lambda row: (row.subject, row.text), most,
                        "A resolution to be filed")  # fmt: skip


def _held_back(row: FilingReminder) -> str:
    resolution = row.declaration.resolution
    if not all_to_file().filter(pk=row.declaration_id).exists():
        return "Filed, or declared anew, since it was written."
    here = holders_of(Role.COMPANY_SECRETARY, [resolution.register.code])
    if row.person not in here:
        return "No longer company secretary of the body."
    return ""
