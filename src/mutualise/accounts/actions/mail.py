"""The one way out for mail, and its log: to whom, of what kind, why, when, and whether it left.

`post` keeps the text until the mail has left and tries again. `deliver` sends what a room keeps in
an outbox of its own, and `deliver_secret` what is kept nowhere; both only write the log. No other
module sends mail (`tests/architecture`).
"""

from __future__ import annotations

import logging
from datetime import timedelta

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F

from mutualise.accounts.models import Mail
from mutualise.accounts.rules.mail import GIVE_UP_AFTER, KEEP_LOG, TRIES_AT_ONCE, wait_after
from mutualise.chronicle import clock

log = logging.getLogger(__name__)


def post(*, to: str, kind: str, reason: str, subject: str, body: str, key: str) -> Mail:
    """Write a mail in the caller's transaction, once for its `key`. It is sent when that has ended
    well, and tried again by `send_due` if it did not leave; the text goes once it has left."""
    row, _ = Mail.objects.get_or_create(
        key=key,
        defaults={
            "to": to, "kind": kind, "reason": reason[:200], "subject": subject[:200], "body": body,
            "written_at": clock.now(), "next_try_at": clock.now(),
        },
    )  # fmt: skip
    transaction.on_commit(lambda: _try(row), robust=True)
    return row


def deliver(
    *, to: str, kind: str, reason: str, subject: str, body: str, key: str, named: bool = True
) -> None:
    """Send a mail whose text another table keeps and tries again, and log the try. The address is
    left out of the log unless `named`. Raises what the mail server or service raised."""
    row, _ = Mail.objects.get_or_create(
        key=key,
        defaults={
            "to": to if named else "", "kind": kind, "reason": reason[:200],
            "subject": subject[:200] if named else "", "written_at": clock.now(), "kept": False,
        },
    )  # fmt: skip
    Mail.objects.filter(pk=row.pk).update(tries=F("tries") + 1)
    _send(row, to, subject, body)


def deliver_secret(
    *, to: str, kind: str, reason: str, subject: str, body: str, html: str = "", named: bool = True
) -> None:
    """Send a mail with a secret in it, at most three times at once; the log has neither subject nor
    text. Raises what the mail server or service raised last."""
    row = Mail.objects.create(
        to=to if named else "", kind=kind, reason=reason[:200], written_at=clock.now(), kept=False
    )
    for turn in range(1, TRIES_AT_ONCE + 1):
        Mail.objects.filter(pk=row.pk).update(tries=turn)
        try:
            _send(row, to, subject, body, html)
        except Exception:
            if turn == TRIES_AT_ONCE:
                raise
        else:
            return


def send_due(most: int = 200) -> tuple[int, int]:
    """Send the mails whose time has come; how many left, and how many failed."""
    due = Mail.objects.filter(
        kept=True, sent_at=None, next_try_at__lte=clock.now(), tries__lt=GIVE_UP_AFTER
    ).order_by("pk")  # fmt: skip
    done = [_try(row) for row in due[:most]]
    return done.count(True), done.count(False)


def forget_old() -> int:
    """Take out of the log what is older than its keeping; how many."""
    return Mail.objects.filter(written_at__lt=clock.now() - KEEP_LOG).delete()[0]


def forget_address(address: str, instead: str) -> None:
    """Take a person out of the log: what remains is that a mail of a kind was sent."""
    rows = Mail.objects.filter(to__iexact=address)
    rows.update(to=instead, subject="", body="", last_error="", kept=False)


def _try(row: Mail) -> bool | None:
    """Send one kept mail unless another sender was quicker (None); whether it left."""
    again = clock.now() + timedelta(minutes=wait_after(row.tries + 1))
    mine = Mail.objects.filter(pk=row.pk, tries=row.tries, sent_at=None)
    if mine.update(tries=F("tries") + 1, next_try_at=again) != 1:
        return None
    try:
        _send(row, row.to, row.subject, row.body)
    except Exception:
        return False
    return True


def _send(row: Mail, to: str, subject: str, body: str, html: str = "") -> None:
    message = EmailMultiAlternatives(subject, body, to=[to])
    if html:
        message.attach_alternative(html, "text/html")
    mine = Mail.objects.filter(pk=row.pk)
    try:
        message.send()
    except Exception as error:
        # Neither address nor text: what a server answers may repeat them.
        log.warning("mail %s (%s) was not sent: %s", row.pk, row.kind, type(error).__name__)
        mine.update(last_error=type(error).__name__)
        raise
    mine.update(sent_at=clock.now(), last_error="", body="")
