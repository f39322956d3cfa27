"""`mutualise serve`: the site on this machine, one process group, static files included."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(help="Port to listen on.", envvar="MUTUALISE_PORT", min=1, max=65535)
    ] = 8000,
    workers: Annotated[int, typer.Option(help="Worker processes.", min=1)] = 2,
) -> None:
    """Serve the site until stopped with Ctrl-C.

    Example: mutualise serve --port 8080
    """
    sys.stdout.flush()
    os.execvp(  # noqa: S606
        sys.executable,
        [
            sys.executable,
            "-m",
            "gunicorn",
            "mutualise.web.wsgi:application",
            f"--bind={host}:{port}",
            f"--workers={workers}",
            "--config=python:mutualise.web.server",
            "--threads=4",
            # The program is read once and the workers are copies: one that died is back at once.
            "--preload",
            "--worker-tmp-dir=/dev/shm" if os.path.isdir("/dev/shm") else "--timeout=60",  # noqa: S108
            "--access-logfile=-"
            if os.environ.get("MUTUALISE_ACCESS_LOG")
            else "--log-level=warning",
        ],
    )
