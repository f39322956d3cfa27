"""Lines about signing in and refusals for whoever watches the server: one JSON object each.

A line names people by number. It never holds a code, a secret, a session or an address of mail.
"""

from __future__ import annotations

import json
import logging
from typing import Any

from django.utils import timezone

from mutualise.accounts.permissions import network_of

logger = logging.getLogger("mutualise.security")


def note(event: str, *, request: Any = None, person: Any = None, **more: object) -> None:
    """Write one line. What comes from a request is escaped by JSON, so it stays one line."""
    said: dict[str, object] = {"at": timezone.now().isoformat(timespec="seconds"), "event": event}
    if getattr(person, "pk", None):
        said["person"] = person.pk
    if request is not None:
        said |= {"from": network_of(request), "method": request.method, "path": request.path}
    logger.info(json.dumps(said | more, default=str))


def signed_in(*, request: Any = None, user: Any = None, **_: Any) -> None:
    note("signed_in", request=request, person=user)


def signed_out(*, request: Any = None, user: Any = None, **_: Any) -> None:
    note("signed_out", request=request, person=user)


def code_rejected(*, request: Any = None, user: Any = None, **_: Any) -> None:
    note("mailed_code_rejected", request=request, person=user)
