"""The server process of `mutualise serve`: workers that are copies of one process, over HTTP by Granian."""

from __future__ import annotations

import gc
import os
import signal
import socket
import time
from collections.abc import Callable
from threading import Thread
from typing import Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer

# One runs Python at a time, and the turn changes at every small statement: more only cost turns.
# A second, so that a page that takes seconds does not stop the others (ADR 83).
THREADS = 2


class CopyingServer(MPServer):
    """Workers are copies of this process, which has read the program once; one that died is copied
    anew, however often: a worker that is killed says nothing about the next."""

    def _respawn_workers(self, *given: Any, **more: Any) -> None:
        super()._respawn_workers(*given, **more)
        # Granian ends the whole server when a worker dies twice in 5.5 seconds. It means a program
        # that cannot start, and that was found out here before there was any worker.
        self.respawned_wrks.clear()


def run(host: str, port: int, workers: int, access_log: bool) -> None:
    """Serve until stopped; raises what reading the program raises before anything listens."""
    from mutualise.web.wsgi import application

    # What was read before the workers were copied never becomes rubbish: nobody looks through it
    # again, and its pages stay shared.
    gc.collect()
    gc.freeze()
    CopyingServer(
        "mutualise.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        websockets=False,
        log_level=LogLevels.info if access_log else LogLevels.warning,
        log_access=access_log,
        respawn_failed_workers=True,
    ).serve(target_loader=lambda: _begun(application), wrap_loader=False)


def check_free(host: str, port: int) -> None:
    """Raises OSError for an address that cannot be had. Workers share their port, with those of
    another server too, so nothing else would notice."""
    kind = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(kind, socket.SOCK_STREAM) as asked:
        asked.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        asked.bind((host, port))


def _begun(application: Callable[..., Any]) -> Callable[..., Any]:
    """In a new worker: read the evidence at once and not at the first figure asked for; pages are
    served meanwhile."""
    Thread(target=_read, daemon=True).start()
    Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    return application


def _end_with(server: int) -> None:
    """A server that was killed leaves no worker behind, to share the port with those of the next."""
    while os.getppid() == server:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGKILL)


def _read() -> None:
    from django.db import connection

    from mutualise.statistics.queries.evidence import readings

    try:
        readings()
    finally:
        connection.close()
