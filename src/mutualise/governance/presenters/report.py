"""The scrutineer's report as a page and as a PDF: figures, and every stage in words and table."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from mutualise.governance.models import Election
from mutualise.governance.queries.counting_rules import rule_choices
from mutualise.governance.queries.report import report_of, signed_report

TEMPLATES = Path(__file__).resolve().parent.parent / "typst"
LINES = (
    ("roll", "Names on the roll"),
    ("sent", "Codes or packs distributed"),
    ("issued", "Online voting papers issued (names marked)"),
    ("returned_online", "Votes returned online"),
    ("superseded", "Earlier votes replaced by the same voter"),
    ("papers", "Votes returned on paper"),
    ("returned", "Votes returned in all"),
    ("dropped", "Sealed votes that did not open rightly"),
    ("spoiled", "Spoiled or blank"),
    ("valid", "Valid"),
)


def report_page(election: Election) -> dict[str, Any]:
    """What the page and the PDF show; the signed content where it is signed."""
    signed = signed_report(election)
    content = signed.content if signed else report_of(election)
    return {
        "election": election,
        "signed": signed,
        "content": content,
        "rule": dict(rule_choices())[election.rule],
        "contests": [_contest(each) for each in content["contests"]],
    }


def _contest(found: dict[str, Any]) -> dict[str, Any]:
    if not found["poll"]:
        return found | {"figures": [], "stages": [], "heads": [], "rows": []}
    result = found["result"]
    names = result["candidates"]
    return found | {
        "figures": [[words, found["papers"][name]] for name, words in LINES],
        "stages": [_words(stage, names, found) for stage in result["stages"]],
        "heads": ["Candidate", *(f"Stage {stage['number']}" for stage in result["stages"])],
        "rows": [
            [name, *(stage["votes"].get(number, "") for stage in result["stages"])]
            for number, name in names.items()
            if int(number) not in result["withdrawn"]
        ]
        + [["Non-transferable", *(stage["non_transferable"] for stage in result["stages"])]],
        "lot_used": bool(found["lots"]) and found["lots"].get("kind") != "none",
        "quota": result["quota"],
    }


def _words(stage: dict[str, Any], names: dict[str, str], found: dict[str, Any]) -> str:
    """One stage as it is read aloud."""
    kind, _, whom = stage["action"].partition(" of ")
    who = " and ".join(names[each.strip()] for each in whom.split(",")) if whom else ""
    said = {
        "first preferences": "The first preferences are counted.",
        "surplus": f"The surplus of {who} is transferred.",
        "exclusion": f"{who} has the fewest votes and is excluded; the papers go on to the next choice.",
    }.get(kind, f"{stage['action'][:1].upper()}{stage['action'][1:]}.")
    elected = [names[str(each)] for each in stage["elected"]]
    if elected:
        reach = "is" if len(elected) == 1 else "are"
        said += f" {' and '.join(elected)} {reach} elected (quota {stage['quota']})."
    for remark in stage.get("remarks", ()):
        said += f" {remark}"
    return f"Stage {stage['number']}. {said}"


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
        "demonstration": election.demonstration,
        "rule": page["rule"],
        "notice": election.notice_sha256,
        "opened": page["content"]["opened"].get("on", ""),
        "closed": page["content"]["closed"].get("on", ""),
        "objections": page["content"]["objections"],
        "signed": f"Signed on {signed.at:%-d %B %Y}. {signed.words} Hash of the content: {signed.sha256}"
        if signed
        else "Not signed.",
        "contests": [
            {
                "title": each["title"],
                "elected": ", ".join(name for _, name in each["elected"]) or "Nobody",
                "figures": [[words, str(value)] for words, value in each["figures"]],
                "stages": each["stages"],
                "heads": each["heads"],
                "rows": each["rows"],
            }
            for each in page["contests"]
        ],
    }
    made = typst.compile(
        TEMPLATES / "report.typ", font_paths=_fonts(), sys_inputs={"data": json.dumps(data)}
    )
    return bytes(made)
