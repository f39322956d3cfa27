"""`mutualise migrate`: bring the tables of the database up to date."""

from __future__ import annotations

from django.core.management import call_command


def migrate() -> None:
    """Create the tables, or bring them up to date after an upgrade."""
    call_command("migrate", verbosity=1)
