import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mutualise.settings.local")
application = get_wsgi_application()


def _read_ahead() -> None:
    """Read the addresses and the page of voters now: `mutualise serve` loads this once and makes
    every worker a copy, so that one that died does not begin by reading them for seconds."""
    from django.template.loader import get_template
    from django.urls import get_resolver

    _ = get_resolver().url_patterns, get_template("governance/vote/code.html")


_read_ahead()
