"""The product's own commands: `mutualise VERB`. Each explains itself with --help."""

import os
import sys
from pathlib import Path


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mutualise.settings.local")
    if "demo" in sys.argv and "--complete" in sys.argv:
        # The synthetic evidence never shares a database with the real register.
        folder = Path(os.environ.get("MUTUALISE_VAR", "var")).resolve()
        os.environ["DATABASE_URL"] = f"sqlite:///{folder / 'demonstration.sqlite3'}"
    import django

    django.setup()
    from mutualise.web.cli.commands import app

    app()
