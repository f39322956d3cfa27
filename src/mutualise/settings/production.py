"""Settings of a public installation; refuses to start when something it needs is missing."""

import os

from django.core.exceptions import ImproperlyConfigured

from mutualise.settings.base import *  # noqa: F403

REQUIRED = ("MUTUALISE_SECRET_KEY", "MUTUALISE_HOSTS", "DATABASE_URL", "MUTUALISE_EMAIL_BACKEND")
missing = [name for name in REQUIRED if not os.environ.get(name)]
if missing:
    raise ImproperlyConfigured(
        f"Set these environment variables before starting: {', '.join(missing)}. "
        "docs/reference/settings.md explains each."
    )

if os.environ.get("MUTUALISE_DEMONSTRATION"):
    raise ImproperlyConfigured(
        "MUTUALISE_DEMONSTRATION lets anyone sign in as anybody. Unset it on a public installation."
    )

# No texts unless a sender is named: a code printed on a console would reach nobody.
TEXT_BACKEND = os.environ.get("MUTUALISE_TEXT_BACKEND", "")

SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
# For names below the site's own; it says nothing of its neighbours.
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
# A browser takes a cookie of such a name only over TLS, for this very host and all its paths.
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
