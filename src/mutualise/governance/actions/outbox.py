"""Sending what was written before: each once, also where two senders run at once."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db.models import F, QuerySet

from mutualise.accounts.actions.mail import deliver
from mutualise.accounts.rules.mail import GIVE_UP_AFTER, wait_after
from mutualise.chronicle import clock

log = logging.getLogger(__name__)


def send_waiting(
    rows: QuerySet[Any], mail_of: Callable[[Any], tuple[str, str]], most: int, reason: str,
    kind: str = "meeting",
) -> tuple[int, int]:  # fmt: skip
    """Send the rows whose time has come; how many left, and how many failed.

    `mail_of` gives subject and text of a row; `reason` and `kind` are what the site's log says, without whom. Each is taken by a change only one sender can make;
    one that fails is tried again after 1, 4, 16 … minutes, until it is given up.
    """
    due = rows.filter(sent_at=None, next_try_at__lte=clock.now(), tries__lt=GIVE_UP_AFTER)
    sent = failed = 0
    for row in list(due.order_by("pk")[:most]):
        mine = rows.model._base_manager.filter(pk=row.pk)
        again = clock.now() + timedelta(minutes=wait_after(row.tries + 1))
        free = mine.filter(tries=row.tries, sent_at=None)
        if free.update(tries=F("tries") + 1, next_try_at=again) != 1:
            continue
        subject, text = mail_of(row)
        try:
            deliver(to=row.to, kind=kind, reason=reason, subject=subject, body=text, named=False,
                    key=f"{row._meta.label}-{row.pk}")  # fmt: skip
        except Exception as error:
            # What a mail server answers may have the address, which is not for the program's log.
            said = type(error).__name__
            log.warning("%s %s was not sent: %s", row._meta.verbose_name, row.pk, said)
            mine.update(last_error=str(error)[:500])
            failed += 1
        else:
            mine.update(sent_at=clock.now(), last_error="")
            sent += 1
    return sent, failed
