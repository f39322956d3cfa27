"""What each worker process does when it starts (`mutualise serve`)."""

from __future__ import annotations

import gc
from threading import Thread
from typing import Any


def when_ready(_: Any) -> None:
    """What was read before the workers were copied never becomes rubbish: nobody looks through it
    again, and its pages stay shared."""
    gc.collect()
    gc.freeze()


def post_worker_init(worker: Any) -> None:
    """Read the evidence at once and not at the first figure asked for; pages are served meanwhile."""
    Thread(target=_read, daemon=True).start()


def _read() -> None:
    from django.db import connection

    from mutualise.statistics.queries.evidence import readings

    try:
        readings()
    finally:
        connection.close()
