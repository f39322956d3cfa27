import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mutualise.settings.local")
application = get_wsgi_application()


def _read_ahead() -> None:
    """Read the addresses and the page of voters now: `mutualise serve` loads this once and makes
    every worker a copy, so that one that died does not begin by reading them for seconds."""
    from django.http import HttpRequest
    from django.urls import resolve

    asked = HttpRequest()
    asked.method, asked.path = "GET", "/vote/"
    # Asks the database nothing, so no connection goes from this process into its copies.
    resolve(asked.path).func(asked)


_read_ahead()
