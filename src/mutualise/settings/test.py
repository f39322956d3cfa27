"""Settings of the test suite; DATABASE_URL chooses SQLite (default) or PostgreSQL."""

from mutualise.settings.base import *  # noqa: F403

SECRET_KEY = "only-for-tests"  # noqa: S105
ALLOWED_HOSTS = ["*"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TEXT_BACKEND = ""
ACCOUNT_RATE_LIMITS = False

INSTALLED_APPS = [*INSTALLED_APPS, "django_linear_migrations"]  # noqa: F405
