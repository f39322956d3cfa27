"""`mutualise VERB`: the table of verbs. One module a verb beside this one."""

from __future__ import annotations

import typer

from mutualise.web.cli.check import check
from mutualise.web.cli.count import count
from mutualise.web.cli.demo import demo
from mutualise.web.cli.evaluate import evaluate
from mutualise.web.cli.figure import figure
from mutualise.web.cli.inspect import inspect
from mutualise.web.cli.issuer import issuer
from mutualise.web.cli.load import load
from mutualise.web.cli.migrate import migrate
from mutualise.web.cli.mutuals import mutuals
from mutualise.web.cli.owner import owner
from mutualise.web.cli.person import person, retention
from mutualise.web.cli.programme import fund, mail, publish, reconcile, remind
from mutualise.web.cli.recheck import recheck
from mutualise.web.cli.reference import reference
from mutualise.web.cli.second_factor import second_factor
from mutualise.web.cli.serve import serve
from mutualise.web.cli.trustee import trustee
from mutualise.web.cli.verify import verify

app = typer.Typer(
    name="mutualise",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="One record from a team's first interest to the minister's sentence.",
    epilog="Exit status: 0 yes or done, 1 the answer is no, 2 bad input (nothing was changed).",
)
for verb in (
    check, count, demo, evaluate, figure, fund, inspect, load, mail, migrate, mutuals, owner, person, publish, recheck, reconcile, reference,
    remind, retention,
    second_factor, serve, verify,
):  # fmt: skip
    app.command()(verb)
app.add_typer(issuer)
app.add_typer(trustee)
