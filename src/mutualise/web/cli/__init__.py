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
    if sys.argv[1:2] in (["count"], ["verify"]):
        # Neither needs a database; they start at once and run where Django is not set up.
        import typer

        from mutualise.web.cli.count import count
        from mutualise.web.cli.verify import verify

        verb = count if sys.argv[1] == "count" else verify
        sys.argv[0:2] = [f"mutualise {sys.argv[1]}"]
        typer.run(verb)
        return
    if sys.argv[1:2] == ["issuer"]:
        # The scrutineer's own machine has no database either.
        from mutualise.web.cli.issuer import issuer

        sys.argv[0:2] = ["mutualise issuer"]
        issuer()
        return
    import django

    django.setup()
    from mutualise.web.cli.commands import app

    app()
