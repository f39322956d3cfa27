"""`mutualise VERB`: the table of verbs. One module a verb beside this one."""

from __future__ import annotations

import typer

app = typer.Typer(
    name="mutualise",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="One record from a team's first interest to the minister's sentence.",
    epilog="Exit status: 0 yes or done, 1 the answer is no, 2 bad input (nothing was changed).",
)
