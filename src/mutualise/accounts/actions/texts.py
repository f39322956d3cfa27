"""The one way out for text messages. They hold codes, so neither number nor text is kept anywhere; that
one was sent, why, and whether it left stands in the log of mail."""

from __future__ import annotations

import logging
from typing import cast

from django.conf import settings
from django.db.models import F
from django.utils.module_loading import import_string

from mutualise.accounts.actions.text_senders import NotSent, Sender, Unanswered
from mutualise.accounts.models import Mail
from mutualise.accounts.rules.mail import TRIES_AT_ONCE
from mutualise.chronicle import clock

log = logging.getLogger(__name__)
KIND = "text"


def offered() -> bool:
    """Whether this installation sends texts."""
    return bool(settings.TEXT_BACKEND)


def sender() -> Sender:
    """What sends texts here, to be made once for all of a batch. Raises what keeps it from starting, such as a
    missing key."""
    return cast(Sender, import_string(settings.TEXT_BACKEND)())


def deliver_secret(by: Sender, *, to: str, reason: str, text: str) -> None:
    """Send a text with a secret to a number in E.164, at most three times at once where it is refused; not
    again where no answer came, since it may have left. Raises what was raised last."""
    row = Mail.objects.create(kind=KIND, reason=reason[:200], written_at=clock.now(), kept=False)
    mine = Mail.objects.filter(pk=row.pk)
    for turn in range(1, TRIES_AT_ONCE + 1):
        mine.update(tries=F("tries") + 1)
        try:
            by.send(to, text)
        except Exception as error:
            # What a service or its library says may repeat the number; our own refusals do not.
            said = str(error) if isinstance(error, NotSent) else type(error).__name__
            log.warning("text %s was not sent: %s", row.pk, said)
            mine.update(last_error=said[:100])
            if turn == TRIES_AT_ONCE or isinstance(error, Unanswered):
                raise
        else:
            mine.update(sent_at=clock.now(), last_error="")
            return
