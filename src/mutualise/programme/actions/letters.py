"""Letters: written in the transaction of the deed they tell of, sent afterwards and once.

A template is a text under `jinja2/programme/letters/`, its first line `Subject: …`. What is sent
can be read in the log with its reason; a case closed to a person is never written about to them, nor
is a letter sent that waited while it was closed.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string

from mutualise.accounts import actions as audit
from mutualise.accounts.actions.mail import deliver
from mutualise.accounts.models import Person
from mutualise.accounts.permissions import check_holds
from mutualise.accounts.rules.mail import GIVE_UP_AFTER, wait_after
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.programme.models import Case, CaseMember, Letter
from mutualise.programme.queries.visible import may_be_told

log = logging.getLogger(__name__)
MADE_UP = "This letter belongs to a demonstration: what it tells of is made up."
CLOSED_SINCE = "Not sent: the case is closed to this person."


def write(
    template: str,
    *,
    to: str,
    reason: str,
    key: str,
    case: Case | None = None,
    **context: object,
) -> Letter | None:
    """Write a letter to an address, once for its `key`. None when the case is closed to the person.

    `reason` says in the log why it was sent, and `case` what it is about, also where the letter does not
    name it: nobody reads in the log of a case closed to them. A letter about a made-up case says so.
    """
    if not _may_go(to, case):
        return None
    text = render_to_string(
        f"programme/letters/{template}.txt", {**context, "case": case, "site": settings.SITE}
    )
    subject, _, body = text.partition("\n")
    subject = subject.removeprefix("Subject: ").strip()
    if case and case.demonstration:
        subject, body = f"Demonstration: {subject}", f"{MADE_UP}\n\n{body.strip()}"
    letter, _ = Letter.objects.get_or_create(
        key=key,
        defaults={
            "case": case,
            "to": to,
            "template": template,
            "subject": subject[:200],
            "body": body.strip() + "\n",
            "reason": reason,
            "written_at": clock.now(),
            "next_try_at": clock.now(),
        },
    )
    return letter


def write_to_leads(template: str, *, case: Case, reason: str, key: str, **context: object) -> None:
    """Write a letter to each lead the team of a case has now, each once for `key`."""
    for lead in CaseMember.objects.filter(case=case, part="LEAD", left_at=None):
        write(template, to=lead.person.email, case=case, reason=reason, key=f"{key}-{lead.pk}",
              **context)  # fmt: skip


def _may_go(to: str, case: Case | None) -> bool:
    """Whether what is written about the case may go to the address: asked at writing and sending."""
    person = Person.objects.filter(email__iexact=to).first()
    return case is None or person is None or may_be_told(person, case)


def send_due(most: int = 200) -> tuple[int, int]:
    """Send the letters whose time has come; how many left, and how many failed.

    Each is taken by a change that only one sender can make, so two senders send none twice. A
    sender that dies between taking and sending leaves the letter for the next try.
    """
    due = Letter.objects.filter(
        sent_at=None, next_try_at__lte=clock.now(), tries__lt=GIVE_UP_AFTER
    ).select_related("case").order_by("pk")  # fmt: skip
    sent = failed = 0
    for letter in list(due[:most]):
        if _held_back(letter) or not _taken(letter):
            continue
        try:
            deliver(
                to=letter.to, kind="programme", reason=letter.reason, subject=letter.subject,
                body=letter.body, key=f"letter-{letter.pk}",
            )  # fmt: skip
        except Exception as error:
            log.warning("letter %s was not sent: %s", letter.pk, error)
            Letter.objects.filter(pk=letter.pk).update(last_error=str(error)[:500])
            failed += 1
        else:
            Letter.objects.filter(pk=letter.pk).update(sent_at=clock.now(), last_error="")
            sent += 1
    return sent, failed


@transaction.atomic
def send_again(*, by: Any, letter: Letter) -> bool:
    """Let a letter that was given up be tried again; whether it was one. Raises NotAllowed.

    One whose case is closed to its reader stays given up, with that as the reason.
    """
    check_holds(by, Role.PROGRAMME_OFFICER)
    if not letter.sent_at and _held_back(letter):
        return False
    given_up = Letter.objects.filter(pk=letter.pk, sent_at=None, tries__gte=GIVE_UP_AFTER)
    again = bool(given_up.update(tries=0, next_try_at=clock.now()))
    if again:
        audit.record("programme.letter.again", by=by, subject=f"letter {letter.pk}")
    return again


def _held_back(letter: Letter) -> bool:
    """Give a letter up, with the reason, if its case was closed to its reader since it was written."""
    if _may_go(letter.to, letter.case):
        return False
    Letter.objects.filter(pk=letter.pk, sent_at=None).update(
        tries=GIVE_UP_AFTER, last_error=CLOSED_SINCE
    )
    return True


@transaction.atomic
def _taken(letter: Letter) -> bool:
    """Count a try and set the next one, unless another sender was quicker."""
    again = clock.now() + timedelta(minutes=wait_after(letter.tries + 1))
    changed = Letter.objects.filter(pk=letter.pk, tries=letter.tries, sent_at=None).update(
        tries=F("tries") + 1, next_try_at=again
    )
    return changed == 1
