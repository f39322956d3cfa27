"""The register in the words, tables and charts of a page."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from mutualise.evidence.rules.areas import AREAS
from mutualise.govuk.charts import Event as Dot
from mutualise.govuk.charts import Stake as Block
from mutualise.govuk.charts import step_chart, timeline_chart
from mutualise.govuk.figures import day
from mutualise.register.forms.amendments import PROPOSED
from mutualise.register.queries.entry import BodyOn
from mutualise.register.queries.search import Listed
from mutualise.register.rules.assessment import Assessment
from mutualise.register.rules.facts import ANSWER_LABELS, DETAILS, ENTRY_CLASSES, DateRange, Facts
from mutualise.register.rules.life import EVENTS, STATUS_LABELS, Moment, Status, when_in_words
from mutualise.register.rules.stakes import HOLDERS, INSTRUMENTS

STATUS_COLOURS = {"LIVE": "green", "ENDED": "grey", "NOT_LAUNCHED": "blue", "UNCLEAR": "yellow"}
ANSWER_COLOURS = {"MEETS": "green", "DOES_NOT_MEET": "red", "UNCLEAR": "yellow"}
# The areas of the map: the regions of England and the other nations.
MAP_AREAS = (
    "north-east", "north-west", "yorkshire-and-the-humber", "east-midlands", "west-midlands",
    "east-of-england", "london", "south-east", "south-west", "wales", "scotland",
    "northern-ireland",
)  # fmt: skip
# Where a number can be looked up; schemes as in org-id.guide.
LOOK_UP = {
    "GB-COH": "https://find-and-update.company-information.service.gov.uk/company/{}",
    "GB-CHC": "https://register-of-charities.charitycommission.gov.uk/charity-search/-/charity-details/{}",
}
# Registers whose pages cannot be addressed by the number, and where they are searched by it.
SEARCHED = {"GB-MPR": "https://mutuals.fca.org.uk/"}
SCHEMES = {
    "GB-COH": "Companies House",
    "GB-MPR": "Mutuals Public Register",
    "GB-CHC": "Charity Commission",
    "GB-CLOUDSTORE": "CloudStore buyer list",
}
COLUMNS = (
    "code", "name", "other_names", "identifiers", "entry_class", "status", "launched", "sector",
    "region", "nation", "legal_form", "parent_body", "verdict_reopened_on", "verdict_reopened_why",
    "exists", "supported", "launched_after_support",
)  # fmt: skip


def entry_class_name(slug: str) -> str:
    return ENTRY_CLASSES.get(slug, slug)


def area_name(slug: str) -> str:
    return AREAS[slug].label if slug in AREAS else slug


def status_name(status: str) -> str:
    return STATUS_LABELS[Status(status)]


def scheme_name(scheme: str) -> str:
    return SCHEMES.get(scheme, scheme)


def look_up(scheme: str, identifier: str) -> str:
    """The address where the number can be looked up; empty where there is none."""
    return LOOK_UP[scheme].format(identifier) if scheme in LOOK_UP else ""


def searched(scheme: str) -> str:
    """The address of the search page of a register that has no address for a number."""
    return SEARCHED.get(scheme, "")


def as_row(row: Listed) -> dict[str, Any]:
    """A line of the register as data; lists are joined, so that CSV and JSON agree."""
    found = {name: getattr(row, name, None) for name in COLUMNS}
    if row.reopened:
        found["verdict_reopened_on"] = row.reopened.on
        found["verdict_reopened_why"] = row.reopened.sentence
    found["other_names"] = "; ".join(row.other_names)
    found["identifiers"] = "; ".join(f"{s}-{number}" for s, number in row.identifiers)
    return found


def timeline_svg(moments: Sequence[Moment], name: str) -> Markup | None:
    dots = [
        Dot(
            moment.when.earliest,
            f"{moment.label}{': ' + moment.detail if moment.detail else ''}"[:160],
        )
        for moment in moments
        if moment.when
    ]
    return timeline_chart(dots, title=f"Life of {name}", key="life") if dots else None


def timeline_rows(
    moments: Sequence[Moment], names: Mapping[str, str]
) -> list[dict[str, str | None]]:
    """`names` are those of the bodies of the register; a successor outside it has no page."""
    return [
        {
            "when": when_in_words(moment.when),
            "label": moment.label,
            "detail": moment.detail,
            "source": moment.source,
            "locator": moment.locator,
            "successor": names.get(moment.successor, moment.successor),
            "successor_code": moment.successor if moment.successor in names else None,
        }
        for moment in moments
    ]


def stakes_svg(facts: Facts, instrument: str, until: date) -> Markup | None:
    held = [h for h in facts.holdings if h.instrument == instrument and h.on <= until]
    if not held:
        return None
    blocks = [Block(h.on, h.holder, h.share / 100) for h in held]
    title = f"{INSTRUMENTS[instrument]} of {facts.name} by holder"
    return step_chart(
        blocks, until=max(until, max(h.on for h in held)), title=title, key=instrument
    )


def stakes_rows(facts: Facts, instrument: str) -> list[dict[str, str]]:
    return [
        {
            "on": f"{h.on.day} {h.on:%B %Y}",
            "holder": HOLDERS[h.holder],
            "share": f"{h.share.normalize():f}%",
            "source": h.source,
            "locator": h.locator,
        }
        for h in sorted(facts.holdings, key=lambda h: (h.on, -h.share))
        if h.instrument == instrument
    ]


def body_item(body: BodyOn) -> dict[str, Any]:
    """A body as it was on a day, as data."""
    facts = body.facts
    return {
        "code": facts.organisation,
        **{name: getattr(facts, name) for name in DETAILS},
        "status": str(body.status.status),
        "status_reason": body.status.reason,
        "names": [
            {name: getattr(each, name) for name in ("name", "kind", "valid_from", "valid_until")}
            for each in facts.names
        ],
        "identifiers": [
            {"scheme": each.scheme, "identifier": each.identifier} for each in body.identifiers
        ],
        "events": [
            {
                "event": each.kind,
                "earliest": each.when.earliest if each.when else None,
                "latest": each.when.latest if each.when else None,
                "detail": each.detail,
                "successor": each.successor,
                "source": each.source,
                "locator": each.locator,
            }
            for each in facts.events
        ],
        "stakes": [
            {
                name: getattr(each, name)
                for name in ("on", "instrument", "holder", "share", "source", "locator")
            }
            for each in facts.holdings
        ],
        "verdicts": [verdict_item(each) for each in body.verdicts],
    }


def verdict_item(verdict: Assessment) -> dict[str, Any]:
    """A verdict as data, limb by limb."""
    return {
        "definition": verdict.definition.code,
        "outcome": str(verdict.outcome),
        "reopened": verdict.reopened.sentence if verdict.reopened else None,
        "reopened_on": verdict.reopened.on if verdict.reopened else None,
        "decided_for": verdict.decided.decided_for if verdict.decided else None,
        "sentence": verdict.sentence,
        "limbs": [
            {
                "code": each.limb.code,
                "wording": each.limb.wording,
                "answer": str(each.answer),
                "reasons": list(each.reasons),
            }
            for each in verdict.limbs
        ],
    }


def answer_label(answer: Any) -> str:
    return ANSWER_LABELS[answer]


def fact_text(row: Any) -> str:
    """A recorded fact in one line, for editors."""
    fields = (field for field in row._meta.concrete_fields if field.name in FACT_FIELDS)
    given = {field.name: getattr(row, field.attname) for field in fields}
    if given.get("earliest"):
        # The day of an event is its period too.
        given["period"] = when_in_words(DateRange(given.pop("earliest"), row.latest))
    shown = [in_words(name, value) for name, value in given.items() if value not in (None, "")]
    return ", ".join(shown)


def _read(value: Any) -> str:
    """A value in words: a day as people write it, also where it is kept as it was typed."""
    if isinstance(value, str) and ISO_DAY.fullmatch(value):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            return str(value)
    return day(value) if isinstance(value, date) else str(value)


def in_words(name: str, value: Any) -> str:
    """A field of a fact as a reader knows it: codes by their labels, shares as per cent."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}%"
    if name == "kind":
        return EVENTS.get(value, str(value).replace("-", " ").capitalize())
    return CODED[name].get(value, str(value)) if name in CODED else _read(value)


ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")


_AREAS = {code: area.label for code, area in AREAS.items()}
CODED: dict[str, dict[str, str]] = {
    "scheme": SCHEMES, "entry_class": ENTRY_CLASSES,
    "region": _AREAS, "nation": _AREAS,
    "instrument": INSTRUMENTS, "holder": HOLDERS,
    "outcome": {str(each): label for each, label in ANSWER_LABELS.items()},
}  # fmt: skip
FACT_FIELDS = (
    "kind", "name", "scheme", "identifier", "period", "earliest", "valid_from", "valid_until",
    "instrument", "holder", "share", "wording", "detail", "definition", "outcome", "decided_for",
    "reasons",
)  # fmt: skip


def amendment_lines(amendment: Any) -> list[tuple[str, str, str]]:
    """What an amendment proposes: the name of each field, its label and the text."""
    form = PROPOSED[amendment.kind]()
    shown = []
    for name, value in amendment.cells.items():
        field = form.fields.get(name)
        if field is None:
            # A day is sent in three boxes, which are put together under its own label.
            whole, _, part = name.rpartition("-")
            if part != "day" or whole not in form.fields:
                continue
            parts = [amendment.cells.get(f"{whole}-{each}", "") for each in ("year", "month")]
            name, field, value = (
                whole,
                form.fields[whole],
                "-".join(each.zfill(2) for each in [*parts, value]),
            )
        words = dict(getattr(field, "choices", ()))
        shown.append((name, str(field.label), _read(words.get(value, value))))
    return shown


def amendment_text(amendment: Any) -> str:
    """What an amendment proposes in one line."""
    return "; ".join(f"{label}: {value}" for _, label, value in amendment_lines(amendment))
