"""`mutualise demo`: the shipped register, the announcement checked against it, and the site."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from mutualise.accounts.actions import invite
from mutualise.accounts.rules.roles import Role
from mutualise.claims.actions import keep, recheck_watched
from mutualise.claims.queries.resolve import checked
from mutualise.evidence.ingest.tables import read_paths
from mutualise.evidence.queries import bulk
from mutualise.governance.ingest.demonstration import fill as fill_members
from mutualise.programme.ingest.demonstration import fill
from mutualise.register.ingest.load import ALL_COLUMNS, LoadRefused, load
from mutualise.web.cli.check import print_checked
from mutualise.web.cli.console import screen, working
from mutualise.web.cli.serve import serve

ANNOUNCEMENTS = "data/announcements"
EDITOR = "editor@example.org"


def demo(
    port: Annotated[int, typer.Option(help="Port of the site.", envvar="MUTUALISE_PORT")] = 8000,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Stop after the check.")] = False,
    complete: Annotated[
        bool, typer.Option(help="Use the synthetic complete data set instead of the real one.")
    ] = False,
) -> None:
    """Load the shipped register, check the 2014 announcement against it, and serve the site.

    With --complete it does the same with made-up, complete evidence in a database of its own,
    to show what the page says when the evidence is there.
    """
    prepare(complete=complete)
    for path in shipped_announcements():
        print_checked(checked(path.read_text(encoding="utf-8")))
    if no_serve:
        return
    screen.print(f"\nThe site is at http://127.0.0.1:{port}/ (Ctrl-C stops it).")
    screen.print(
        f"Sign in at /accounts/login/ as {EDITOR}; the code is printed here instead of mailed."
    )
    screen.print(f"Or as each role with one click: http://127.0.0.1:{port}/demonstration/sign-in/")
    os.environ["MUTUALISE_DEMONSTRATION"] = "yes"
    serve(port=port)


def shipped_announcements() -> list[Path]:
    """The announcements by date; their names begin with it, which tells them from the provenance."""
    return sorted((settings.ROOT / ANNOUNCEMENTS).glob("[0-9]*.md"))


def prepare(*, complete: bool) -> None:
    """Bring the database up to date with the shipped data; a second time changes nothing."""
    folders = ["data/demonstration"] if complete else ["data/register", "data/ons"]
    with working("Preparing the database"):
        call_command("migrate", verbosity=0)
    with working(f"Loading {' and '.join(folders)}") as tell:
        left = [load_shipped(Path(settings.ROOT / folder), tell) for folder in folders]
    for said in filter(None, left):
        screen.print(said)
    owner = invite(
        email=EDITOR,
        role=Role.REGISTER_EDITOR,
        job_title="Register editor",
        valid_from=timezone.localdate(),
    )
    with working("Checking the announcements against the evidence") as tell:
        for path in shipped_announcements():
            tell(path.stem)
            keep(path.read_text(encoding="utf-8"), code=path.stem, by=owner, shipped=True)
        recheck_watched()
    with working("Making up a support programme") as tell:
        made = fill(lambda number: tell(f"case {number}"))
    screen.print(
        f"Made up a support programme of {made} cases" if made else "The programme is there"
    )
    with working("Making up a mutual with 300 employees") as tell:
        members = fill_members(tell)
    screen.print(
        f"Made up a mutual of {members} members" if members else "The made-up mutual is there"
    )


def load_shipped(folder: Path, tell: Callable[[str], None]) -> str:
    """Record the shipped rows, and return "", or what to tell where an earlier edition is recorded.

    A shipped row that was corrected since is another row, and both would count; so the record keeps
    the edition it has. Raises LoadRefused where nothing was recorded before.
    """
    tables = read_paths([folder], ALL_COLUMNS)
    whole, done = sum(len(table.lines) for table in tables), 0

    def more(rows: int) -> None:
        nonlocal done
        done += rows
        tell(f"{done:,} of {whole:,} rows of {folder.name}")

    try:
        load(tables, progress=more)
    except LoadRefused as refused:
        if not bulk.newest():
            raise
        return (
            f"The database holds an earlier edition of {folder.name} and keeps it: {len(refused.problems):,} "
            "rows of this edition say otherwise. To see this edition, set MUTUALISE_VAR to an empty folder."
        )
    return ""
