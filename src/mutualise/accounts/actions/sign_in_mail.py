"""Mail of the sign-in library: through the log, without what is in it, since it holds a code."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_current_site
from allauth.core import context as at_hand

from mutualise.accounts.actions.mail import deliver_secret
from mutualise.accounts.permissions import InvitedOnly
from mutualise.accounts.queries import person_with_address

REASONS = {"account/email/login_code": "They asked for a code to sign in"}
OTHER = "Somebody gave this address at the sign-in"


class InvitedAndLogged(InvitedOnly):
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """As the library's own, through the log. An address of nobody who can sign in is not kept."""
        request = at_hand.request
        known = {"request": request, "email": email, "current_site": get_current_site(request)}
        message = self.render_mail(template_prefix, email, known | context)
        html = next((text for text, kind in getattr(message, "alternatives", [])
                     if kind == "text/html"), "")  # fmt: skip
        deliver_secret(
            to=email, kind="sign-in", reason=REASONS.get(template_prefix, OTHER),
            subject=message.subject, body=message.body, html=html,
            named=person_with_address(email) is not None,
        )  # fmt: skip
