"""Ways for a text message to leave. The setting `TEXT_BACKEND` names one of these classes, or one of
your own with the same method; it is empty where no texts are sent."""

from __future__ import annotations

import sys
from typing import Any, Protocol, cast

from django.conf import settings
from notifications_python_client.errors import HTTPError
from notifications_python_client.notifications import NotificationsAPIClient


class NotSent(Exception):
    """The service refused a text. The message is for the log: it has neither number nor text."""


class Unanswered(NotSent):
    """No answer came, so the text may have left: it is not tried again by itself."""


class Sender(Protocol):
    """What sends one text to a number in E.164."""

    def send(self, to: str, text: str) -> None:
        """Hand over one text. Raises NotSent, Unanswered, or what the service's library raises."""


class Console:
    """Prints texts where the console backend of mail prints mails: for a demonstration."""

    def send(self, to: str, text: str) -> None:
        sys.stdout.write(f"Text message to {to}\n\n{text}\n{'-' * 79}\n")
        sys.stdout.flush()


class Notify:
    """GOV.UK Notify, by a template that holds nothing but `((body))`."""

    def __init__(self) -> None:
        if not settings.GOVUK_NOTIFY_API_KEY or not settings.NOTIFY_TEXT_TEMPLATE:
            raise NotSent("MUTUALISE_NOTIFY_KEY or MUTUALISE_NOTIFY_TEXT_TEMPLATE is not set")
        self.client = cast(Any, NotificationsAPIClient)(settings.GOVUK_NOTIFY_API_KEY)

    def send(self, to: str, text: str) -> None:
        try:
            self.client.send_sms_notification(
                phone_number=to, template_id=settings.NOTIFY_TEXT_TEMPLATE,
                personalisation={"body": text},
            )  # fmt: skip
        except HTTPError as error:
            if error.response is None:
                raise Unanswered("no answer") from None
            raise NotSent(f"answered {error.status_code}") from None
