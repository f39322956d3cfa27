"""`mutualise mail`, `remind`, `publish`, `fund` and `reconcile`: the programme's work by the clock."""

from __future__ import annotations

import json as json_module
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from django.utils import timezone
from rich.table import Table

from mutualise.accounts.actions import mail as site_mail
from mutualise.accounts.queries import mail_log
from mutualise.chronicle import clock
from mutualise.claims.actions import recheck_watched
from mutualise.evidence.ingest.problems import BadFile
from mutualise.governance.actions import extension, filing_reminders, notices
from mutualise.programme.actions import confirmations, conflicts, enquiries, letters, reminders
from mutualise.programme.actions.publish import NothingToPublish
from mutualise.programme.actions.publish import publish as publish_figures
from mutualise.programme.ingest.extract import ExtractRefused, read
from mutualise.programme.queries import books
from mutualise.programme.queries import fund as queries
from mutualise.programme.queries.dispensations import shut_to_all
from mutualise.programme.rules.money import exact_pounds, pounds
from mutualise.programme.rules.reconciliation import FINDING_LABELS, Finding
from mutualise.web.cli.console import refuse, screen


def mail(
    log: Annotated[
        int, typer.Option(help="Send nothing; show so many of the newest mails of the log.")
    ] = 0,
) -> None:
    """Send the letters, notices and other mail that wait. Run it every minute; two at once send none twice.

    Exit status 1 when a letter could not be sent; it is tried again. Every mail of the site is in the
    log with its reason; one that holds a secret is there without what it said.

    Example: mutualise mail --log 20
    """
    if log:
        _show_log(log)
        return
    posted, unposted = site_mail.send_due()
    sent, failed = letters.send_due()
    noticed, unnoticed = notices.send_due()
    filed, unfiled = filing_reminders.send_due()
    told, untold = extension.send_due()
    sent = sent + noticed + filed + posted + told
    failed = failed + unnoticed + unfiled + unposted + untold
    screen.print(f"{sent} sent, {failed} could not be sent.")
    if failed:
        raise typer.Exit(1)


def _show_log(most: int) -> None:
    table = Table("Written", "To", "Kind", "Why", "Tries", "Sent", "Error")
    for row in mail_log(most):
        sent = f"{timezone.localtime(row.sent_at):%Y-%m-%d %H:%M}" if row.sent_at else "not yet"
        written = f"{timezone.localtime(row.written_at):%Y-%m-%d %H:%M}"
        table.add_row(
            written, row.to or "(not kept)", row.kind, row.reason, str(row.tries), sent, row.last_error
        )  # fmt: skip
    screen.print(table)


def remind() -> None:
    """Write reminders of steps due and of resolutions to be filed, ask launched mutuals what came of
    it, end enquiries nobody confirmed, and write down conflicts of interest found from records. Run it
    every day."""
    today = clock.today()
    reminded, asked = reminders.remind(today), confirmations.ask_due(today)
    filings = filing_reminders.remind(today)
    screen.print(f"{reminded + filings} reminders and {asked} questions written.")
    screen.print(f"{enquiries.let_lapse(today)} enquiries ended that nobody confirmed.")
    screen.print(f"{conflicts.record_found()} conflicts of interest found.")
    if alone := shut_to_all():
        screen.print(
            f"{alone} open {'case is' if alone == 1 else 'cases are'} closed to everybody of the staff, who "
            "share the team’s employer. Give a role to somebody of another employer with mutualise person."
        )


def publish(
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day; today if left out.")
    ] = None,
) -> None:
    """Record the programme's figures of a day as evidence, and check every announcement again.

    Run it every night. The same figures again write nothing. Exit status 2 when there is no
    programme to publish.

    Example: mutualise publish --on 2026-11-23
    """
    day = on.date() if on else clock.today()
    if day > clock.today():
        refuse(f"{day} has not come yet. Publish a day that is over, or today.")
    try:
        new = publish_figures(by=None, on=day)
    except NothingToPublish as refusal:
        refuse(refusal)
    changed = recheck_watched() if new else []
    screen.print(f"{new} figures of {day} recorded; {len(changed)} claims came out differently.")


def reconcile(
    path: Annotated[Path, typer.Argument(help="Extract of the finance system, CSV or XLSX.")],
    code: Annotated[str, typer.Option(help="Code of the fund; the newest if left out.")] = "",
    json: Annotated[bool, typer.Option("--json", help="For machines; amounts in pounds.")] = False,
) -> None:
    """Compare the payments of a finance system with the ledger's; nothing is recorded.

    Exit status: 0 all the same, 1 there are differences, 2 bad input.

    Example: mutualise reconcile payments.csv
    """
    found = queries.fund_asked(code)
    if found is None:
        refuse(f"There is no fund with the code “{code}”." if code else "No fund is open yet.")
    try:
        with path.open("rb") as opened:
            _, entries = read(opened, path.name)
    except OSError as error:
        refuse(f"{path}: {error.strerror}.")
    except BadFile as bad:
        refuse(bad.problem)
    except ExtractRefused as refused:
        refuse(*refused.problems)
    pairs = books.reconciled(found, entries)
    rows = [
        {
            "finding": FINDING_LABELS[pair.finding],
            "reference": (pair.extract or pair.ledger or entries[0]).reference,
            "ledger": str(exact_pounds(pair.ledger.pence)) if pair.ledger else "",
            "extract": str(exact_pounds(pair.extract.pence)) if pair.extract else "",
        }
        for pair in pairs
    ]
    if json:
        typer.echo(json_module.dumps({"fund": found.code, "payments": rows}, indent=2))
    else:
        table = Table("Finding", "Reference", "Ledger", "Extract")
        for row in rows:
            table.add_row(*row.values())
        screen.print(table)
    if any(pair.finding is not Finding.MATCHED for pair in pairs):
        raise typer.Exit(1)


def fund(
    code: Annotated[str, typer.Argument(help="Code of the fund; the newest if left out.")] = "",
    json: Annotated[bool, typer.Option("--json", help="For machines; amounts in pounds.")] = False,
) -> None:
    """Where the money of a fund stands.

    Example: mutualise fund --json
    """
    found = queries.fund_asked(code)
    if found is None:
        refuse(f"There is no fund with the code “{code}”." if code else "No fund is open yet.")
    position = queries.position(found)
    lines = [*position.budgets, position.whole]
    if json:
        rows = [
            {"budget": line.name, "total": str(exact_pounds(line.total))}
            | {kind.lower(): str(exact_pounds(line[kind])) for kind in queries.KINDS}
            for line in lines
        ]
        typer.echo(json_module.dumps({"fund": found.code, "position": rows}, indent=2))
        return
    table = Table("", *(line.name for line in lines))
    table.add_row("Total", *(pounds(line.total) for line in lines))
    for kind in queries.KINDS:
        table.add_row(kind.capitalize(), *(pounds(line[kind]) for line in lines))
    screen.print(table)
