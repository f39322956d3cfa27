"""`mutualise load`: facts from CSV files, workbooks and folders, all or nothing."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Annotated, Any

import typer
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from rich.progress import Progress

from mutualise.claims.actions import recheck_watched
from mutualise.evidence.ingest.problems import BadFile
from mutualise.evidence.ingest.tables import Table, read_paths
from mutualise.govuk.downloads import guarded
from mutualise.register.ingest.load import ALL_COLUMNS, LoadRefused, Report
from mutualise.register.ingest.load import load as load_tables
from mutualise.web.cli.console import complaints, print_json, refuse, screen

SHOWN = 50


def load(
    paths: Annotated[list[Path], typer.Argument(help="CSV files, XLSX workbooks or folders.")],
    keep_good: Annotated[
        bool, typer.Option(help="Record the good rows; write the others to FILE.rejects.csv.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option(help="Say what would happen and change nothing.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print JSON for another program.")] = False,
) -> None:
    """Record facts from files: every row, or nothing when one of them is wrong.

    The kind of each file is told by its header. The same file twice changes nothing.
    Exit status: 0 recorded or already recorded, 2 bad input (nothing was changed).

    Example: mutualise load data/register
    """
    if missing := _steps_missing():
        words = f"The database is older than this version: changes it has not had yet: {missing}."
        refuse(words, "Run mutualise migrate first. Nothing was changed.", as_json=json)
    try:
        tables = read_paths(paths, ALL_COLUMNS)
        report = _with_progress(tables, keep_good=keep_good, dry_run=dry_run, quiet=json)
    except BadFile as bad:
        refuse(bad.problem, "Nothing was changed.", as_json=json)
    except LoadRefused as refused:
        found = [str(problem) for problem in refused.problems]
        left = [f"… and {len(found) - SHOWN} more problems."] if len(found) > SHOWN else []
        refuse(*found[:SHOWN], *left, "Nothing was changed.", as_json=json, problems=len(found))
    changed = recheck_watched() if report.recorded and not dry_run else []
    rejects = _write_rejects(report, paths[0]) if report.refused else None
    if json:
        print_json(_plain(report, dry_run, len(changed), rejects))
    else:
        _print(report, dry_run, len(changed), rejects)


def _steps_missing() -> int:
    """How many migrations the database has not had. Facts recorded before them would be kept, and
    then the claims could not be checked against them."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _with_progress(tables: list[Table], *, keep_good: bool, dry_run: bool, quiet: bool) -> Report:
    rows = sum(len(table.lines) for table in tables)
    with Progress(console=complaints, transient=True, disable=quiet or rows < 2_000) as shown:
        task = shown.add_task("Recording", total=rows)
        return load_tables(
            tables,
            keep_good=keep_good,
            dry_run=dry_run,
            progress=lambda done: shown.advance(task, done),
        )


def _write_rejects(report: Report, first: Path) -> Path:
    """The refused rows with what is wrong with each, beside the file that was loaded."""
    target = first.with_name(first.name + ".rejects.csv")
    columns = list(dict.fromkeys(name for line, _ in report.refused for name in line.cells))
    with target.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(["file", "row", "problem", *columns])
        for line, problems in report.refused:
            said = " ".join(f"{p.column}: {p.message}" for p in problems)
            cells = [guarded(line.cells.get(name, "")) for name in columns]
            writer.writerow([line.file, line.row, said, *cells])
    return target


def _plain(report: Report, dry_run: bool, changed: int, rejects: Path | None) -> dict[str, Any]:
    return {
        "dry_run": dry_run,
        "recorded": dict(report.recorded),
        "already_recorded": dict(report.already),
        "refused": len(report.refused),
        "rejects": str(rejects) if rejects else None,
        "claims_changed": changed,
    }


def _print(report: Report, dry_run: bool, changed: int, rejects: Path | None) -> None:
    verb = "Would record" if dry_run else "Recorded"
    for kind in sorted({*report.recorded, *report.already}):
        new, old = report.recorded[kind], report.already[kind]
        screen.print(f"{kind}: {verb.lower()} {new:,}, already recorded {old:,}", highlight=False)
    if not report.recorded:
        screen.print("Everything was recorded already. Nothing was changed.")
    if changed:
        screen.print(f"{changed} claims came out differently: see the announcements.")
    if rejects:
        screen.print(f"{len(report.refused):,} rows were refused: see {rejects}", soft_wrap=True)
