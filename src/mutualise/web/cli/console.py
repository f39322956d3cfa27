"""How every command speaks: to people on the screen, to machines as JSON, and by exit status."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any, NoReturn

import typer
from rich.console import Console

YES, NO, BAD_INPUT = 0, 1, 2
screen = Console()
complaints = Console(stderr=True)


@contextmanager
def working(said: str) -> Iterator[Callable[[str], None]]:
    """Say that a step began, how it goes on and how long it took. Gives what tells the progress: on
    a terminal a line that moves, elsewhere a line every five seconds."""
    began = told = monotonic()
    screen.print(f"{said} …", highlight=False)
    with screen.status(said) as shown:

        def tell(how_far: str) -> None:
            nonlocal told
            shown.update(f"{said}: {how_far}")
            if not screen.is_terminal and monotonic() - told > 5:
                told = monotonic()
                screen.print(f"  {how_far}", highlight=False)

        yield tell
    screen.print(f"  done in {monotonic() - began:.0f} s", highlight=False)


def print_json(content: object) -> None:
    """JSON on standard output and nothing else, so that another program can read it."""
    typer.echo(json.dumps(content, ensure_ascii=False, indent=2, default=str))


def refuse(*messages: object, as_json: bool = False, **more: Any) -> NoReturn:
    """Say what is wrong with the input and stop with status 2."""
    if as_json:
        print_json({"error": [str(message) for message in messages]} | more)
    for message in messages:
        complaints.print(str(message), style="red", markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(BAD_INPUT)
