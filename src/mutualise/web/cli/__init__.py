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
    if sys.argv[1:2] == ["count"]:
        # Counting a file needs no database; it starts at once and runs where Django is not set up.
        import typer

        from mutualise.web.cli.count import count

        sys.argv[0:2] = ["mutualise count"]
        typer.run(count)
        return
    import django

    django.setup()
    from mutualise.web.cli.commands import app

    app()
