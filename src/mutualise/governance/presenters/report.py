"""The scrutineer's report as a page and as a PDF: figures, and every stage in words, chart and table."""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst
from django.utils import timezone

from mutualise.governance.models import Election
from mutualise.governance.presenters.report_contest import contest_shown
from mutualise.governance.presenters.statement import statement_lines
from mutualise.governance.queries.constituents import name_of
from mutualise.governance.queries.counting_rules import rule_choices
from mutualise.governance.queries.elections import ending_of, was_declared
from mutualise.governance.queries.report import report_of, signed_report
from mutualise.govuk.figures import day

TEMPLATES = Path(__file__).resolve().parent.parent / "typst"


def report_page(election: Election) -> dict[str, Any]:
    """What the page and the PDF show; the signed content where it is signed."""
    signed = signed_report(election)
    content = signed.content if signed else report_of(election)
    rules = dict(rule_choices())
    return {
        "election": election,
        "body": name_of(election.organisation.code),
        "signed": signed,
        "not_signed": "" if signed else _not_signed(election),
        "void": declared_void(election),
        "content": content,
        "rule": rules[election.rule],
        "opened": _day(content["opened"]),
        "closed": _day(content["closed"]),
        "extensions": extensions(content.get("extensions", [])),
        "objections": _objections(content) + roll_changes(content),
        "statement": statement_lines(content.get("statement", {})),
        "contests": [contest_shown(each, rules) for each in content["contests"]],
    }


def _not_signed(election: Election) -> str:
    """Why a report bears no signature."""
    if was_declared(election):
        return "Declared without a poll: there was nothing to count, and no report to sign."
    return "Not signed. Nothing here is declared."


def declared_void(election: Election) -> str:
    """That the result no longer stands, since when and why; empty where it does."""
    ending = ending_of(election)
    if ending is None:
        return ""
    on = day(timezone.localdate(ending.at))
    return (
        f"This election was declared void on {on}. Nothing below stands any longer. {ending.words}"
    )


def _objections(content: dict[str, Any]) -> list[str]:
    """How many there were, and each with its decision; a report signed before has the number alone."""
    decided = [
        f"{kind or 'Objection'}. {outcome or 'Answered'}: {reason}"
        for kind, outcome, reason in content.get("objections_decided", [])
    ]
    return [str(content["objections"]), *decided]


def extensions(found: list[dict[str, Any]]) -> list[str]:
    """Each extension of a poll in a sentence, of a report or of `queries.deeds`."""
    return [
        f"On {day(date.fromisoformat(each['on']))} the scrutineer extended the poll from "
        f"{day(date.fromisoformat(each['from']))} to {day(date.fromisoformat(each['until']))}: {each['words']} "
        f"Hash of the extension: {each['hash']}."
        for each in found
    ]


def roll_changes(content: dict[str, Any]) -> list[str]:
    """Each later version of a roll in a sentence, of a report or of `queries.report`."""
    return [
        f"Version {version} of the roll of {title}, {day(date.fromisoformat(on))}: one member was {what}, as "
        f"the member register has it, because the scrutineer accepted an objection: {why} The hash of the "
        f"version before is {before}; of this one {after}."
        for title, version, what, on, why, before, after in content.get("roll_changes", [])
    ]


def _day(event: dict[str, Any]) -> str:
    """1 November 2026, or that there was no poll."""
    return day(date.fromisoformat(event["on"])) if event.get("on") else "No poll"


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Only the fonts that come with the library, so that a document is the same everywhere."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


def report_pdf(election: Election) -> bytes:
    """The report as a document to sign and keep."""
    page = report_page(election)
    signed = page["signed"]
    data = {
        "title": f"Scrutineer’s report: {election.title}",
        "reference": election.reference,
        "body": page["body"],
        "demonstration": election.demonstration,
        "rule": page["rule"],
        "notice": election.notice_sha256,
        "opened": page["opened"],
        "closed": page["closed"],
        "extensions": page["extensions"],
        "objections": " ".join(page["objections"]),
        "statement": page["statement"],
        "signed": f"Signed on {day(timezone.localdate(signed.at))}. {signed.words}"
        if signed
        else page["not_signed"],
        "void": page["void"],
        "sha256": signed.sha256 if signed else "",
        "contests": [_printed(each) for each in page["contests"]],
    }
    made = typst.compile(
        TEMPLATES / "report.typ", font_paths=_fonts(), sys_inputs={"data": json.dumps(data)}
    )
    return bytes(made)


def _printed(contest: dict[str, Any]) -> dict[str, Any]:
    """What the document takes of a contest: texts, and drawings as text."""
    stages = [
        {"words": each["words"], "chart": str(each["chart"] or "")} for each in contest["stages"]
    ]
    names = ("title", "elected_text", "poll", "figures", "first", "told", "tables", "what_ifs")
    return {name: contest[name] for name in names} | {"stages": stages}
