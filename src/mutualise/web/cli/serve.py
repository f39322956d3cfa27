"""`mutualise serve`: the site on this machine, one process group, static files included."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from mutualise.web.cli.console import refuse


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
    from mutualise.web.server import check_free, run

    try:
        check_free(host, port)
    except OSError as problem:
        refuse(
            f"{host} port {port} cannot be had: {problem.strerror}. Stop what uses it, or give "
            "another with --port."
        )
    run(host, port, workers, access_log=bool(os.environ.get("MUTUALISE_ACCESS_LOG")))
