"""Mail to a person about their own sign-in, after the deed is done."""

from __future__ import annotations

import secrets

from django.conf import settings

from mutualise.accounts.actions.mail import post
from mutualise.accounts.models import Person

# By event: the subject, and what happened.
WORDS = {
    "added": (
        "A second factor was added to your sign-in",
        "An authenticator app was added to your sign-in.",
    ),
    "replaced": (
        "The app of your second factor was changed",
        "Your sign-in now uses another authenticator app, and has new recovery codes.",
    ),
    "removed": (
        "Your second factor was turned off",
        "Your sign-in no longer asks for a code of an authenticator app.",
    ),
    "reset": (
        "Your second factor was reset",
        "Whoever runs the site took the second factor off your sign-in. You are signed out everywhere.",
    ),
    "codes_made": (
        "New recovery codes were made",
        "New recovery codes were made for your sign-in. Those before work no longer.",
    ),
    "recovery_code_used": (
        "A recovery code was used",
        "Somebody gave one of your recovery codes instead of a code of your app. Codes left: {left}.",
    ),
    "blocked": (
        "Wrong codes were given at your sign-in",
        "Somebody who can read your mail gave wrong codes at the second step. No code is looked at for a while.",
    ),
}
AFTER = (
    "If this was you, there is nothing to do. If it was not, tell whoever runs the site at once, "
    "and make sure that nobody else reads your mail."
)


def tell(person: Person, event: str, **more: object) -> None:
    """Write to the person when the transaction has ended well. A mail that fails undoes nothing, and
    is tried again."""
    subject, words = WORDS[event]
    post(
        to=person.email, kind="second-factor", reason=subject,
        subject=f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{subject}",
        body=f"{words.format(**more)}\n\n{AFTER}\n\n{settings.SITE}/accounts/second-factor/\n",
        key=f"second-factor-{secrets.token_urlsafe(12)}",
    )  # fmt: skip
