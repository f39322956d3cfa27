"""The product's own commands: `mutualise VERB`. Each explains itself with --help."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mutualise.settings.local")
    import django

    django.setup()
    from mutualise.web.cli.commands import app

    try:
        app()
    except BrokenPipeError:
        sys.exit(1)
