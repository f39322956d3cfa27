"""What each parameter of the API may be: the one place that decides, before any view is asked.

The same rules stand in the OpenAPI description. An empty value means the parameter was not given,
as forms send it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, QueryDict

from mutualise.evidence.queries.subject import any_figure_of, kinds_recorded
from mutualise.evidence.rules.areas import AREAS
from mutualise.evidence.rules.kinds import KINDS
from mutualise.evidence.rules.quality import Quality
from mutualise.govuk.asked import DateUnreadable, read_asked, read_day, read_moment
from mutualise.govuk.paginate import MOST_PER_PAGE
from mutualise.register.queries.definitions import definitions
from mutualise.register.queries.facts import facts_of
from mutualise.register.queries.search import CLOSED, FACTS, REGIONS, SORTS, YEAR, choices_ever
from mutualise.web.api.problems import Refused

LONGEST = 200


@dataclass(frozen=True)
class Rule:
    """One parameter: its schema and example in the description, and what refuses a value.

    `refuse` gets the value and all parameters; it raises Refused or DateUnreadable.
    """

    says: str
    example: str
    schema: Mapping[str, Any] = field(default_factory=lambda: {"type": "string"})
    refuse: Callable[[str, str, QueryDict], None] = lambda name, value, given: None


def refuse_unless(name: str, value: str, allowed: Iterable[str]) -> None:
    """Raise Refused unless the value is one of those allowed."""
    known = list(allowed)
    if value not in known:
        said = f"{name}: “{value[:LONGEST]}” is not known. Use one of: {', '.join(known)}."
        raise Refused("parameter-value", said, parameter=name, value=value, allowed=known)


def _wrong(name: str, value: str, remedy: str) -> Refused:
    said = f"{name}: “{value[:LONGEST]}” {remedy}"
    return Refused("parameter-value", said, parameter=name, value=value)


def _one_of(says: str, known: Iterable[str], example: str) -> Rule:
    values = list(known)
    return Rule(
        says,
        example,
        {"type": "string", "enum": values},
        lambda name, value, given: refuse_unless(name, value, values),
    )


def _chosen(says: str, example: str) -> Rule:
    """A filter whose values are those of the register, now or at the dates asked about."""

    def refuse(name: str, value: str, given: QueryDict) -> None:
        asked = read_asked({each: str(given.get(each, "")) for each in DATES})
        refuse_unless(
            name, value, choices_ever(as_at=asked.as_at, known_at=asked.as_known_at)[name]
        )

    return Rule(says, example, refuse=refuse)


def _number(says: str, most: int, example: str) -> Rule:
    def refuse(name: str, value: str, given: QueryDict) -> None:
        digits = value.isascii() and value.isdigit() and len(value) <= 9
        if not digits or not 1 <= int(value) <= most:
            raise _wrong(name, value, f"is not a whole number from 1 to {most}.")

    return Rule(says, example, {"type": "integer", "minimum": 1, "maximum": most}, refuse)


def _text(says: str, example: str) -> Rule:
    def refuse(name: str, value: str, given: QueryDict) -> None:
        if len(value) > LONGEST:
            raise _wrong(name, value, f"is too long. Write at most {LONGEST} characters.")

    return Rule(says, example, {"type": "string", "maxLength": LONGEST}, refuse)


def _day(says: str, example: str) -> Rule:
    schema = {"type": "string", "format": "date"}
    return Rule(says, example, schema, lambda name, value, given: _read(read_day, name, value))


def _moment(says: str) -> Rule:
    schema = {"type": "string", "anyOf": [{"format": "date"}, {"format": "date-time"}]}
    return Rule(
        says, "2999-01-01", schema, lambda name, value, given: _read(read_moment, name, value)
    )


def _read(reader: Callable[[str, str], Any], name: str, value: str) -> None:
    try:
        reader(name, value)
    except DateUnreadable as wrong:
        raise Refused("parameter-value", str(wrong), parameter=name, value=value) from wrong


def _year(name: str, value: str, given: QueryDict) -> None:
    if not YEAR.fullmatch(value):
        raise _wrong(name, value, "is not a year. Write it as in 2014.")


def _edge(name: str, value: str, given: QueryDict) -> None:
    if not YEAR.fullmatch(value):
        _read(read_day, name, value)


def _subject(name: str, value: str, given: QueryDict) -> None:
    if len(value) > LONGEST or (facts_of(value) is None and not any_figure_of(value)):
        said = "has no entry and no observation. Give the code of a body in /api/v1/register."
        raise _wrong(name, value, said)


def _kind(name: str, value: str, given: QueryDict) -> None:
    if value not in KINDS:
        refuse_unless(name, value, sorted({*KINDS, *kinds_recorded(given.get("subject", ""))}))


def _definition(name: str, value: str, given: QueryDict) -> None:
    refuse_unless(name, value, definitions())


DATES = ("as_at", "as_known_at")
AS_KNOWN = "As known at: what had been recorded by this day (its end) or moment. Now, if left out."
EITHER = ("yes", "no")
RULES: dict[str, Rule] = {
    "as_at": _day("As at: what was true on this day. Today, if left out.", "2014-07-23"),
    "as_known_at": _moment(AS_KNOWN),
    "at": _day("The same as as_at, as in the link of a claim.", "2014-07-23"),
    "known_at": _moment("The same as as_known_at, as in the link of a claim."),
    "vintage": _day("The day by which a release must have been published.", "2014-07-23"),
    "page": _number("The page of the list, from 1.", 999_999_999, "1"),
    "per_page": _number("How many items a page has.", MOST_PER_PAGE, "10"),
    "sort": _one_of("The order of the list.", SORTS, "-launched"),
    "q": _text("Words that must all be found.", "health"),
    "parent_body": _text("Words in the name of the public body it left.", "council"),
    "sector": _chosen("The sector, as the register names it.", "community health"),
    "legal_form": _chosen("The legal form, as the register names it.", "CIC limited by shares"),
    "status": _one_of("The status on the day.", CLOSED["status"], "LIVE"),
    "entry_class": _one_of("The class of the entry.", CLOSED["entry_class"], "mutual"),
    "launch_year": Rule("The year of launch.", "2011", {"type": "string"}, _year),
    "subject": Rule("Whose figures: the code of a body, or another subject.", "chcp", refuse=_subject),
    "measure": Rule("The kind of figure.", "employees", refuse=_kind),
    "quality": _one_of("How good the reading is.", [str(each) for each in Quality], "OBSERVED"),
    "definition": Rule("The definition counted under.", "CO-2011", refuse=_definition),
    "years": _number("The length of the window that ends on the day, in years.", 50, "3"),
    "from": Rule("The first day of the window, or a year.", "2011", refuse=_edge),
    "to": Rule("The last day of the window, or a year.", "2014", refuse=_edge),
    "area": _one_of("The area.", AREAS, "england"),
    "region": _one_of("The part that lies in this area.", AREAS, "north-west"),
    **{name: _one_of(says, EITHER, "yes") for name, says in zip(FACTS, (
        "Whether it exists on the day.",
        "Whether it had support of the programme by the day.",
        "Whether it launched after its support began.",
    ), strict=True)},
    **{name: _text(f"The part counted by {name}, where the figure has parts.", "other")
       for name in ("kind", "lot", "stage", "reason")},
}  # fmt: skip
# Where a name means something narrower, by the path in the description.
HERE: dict[tuple[str, str], Rule] = {
    ("/api/v1/register", "area"): _one_of("The region or nation.", REGIONS, "england"),
    ("/api/v1/measures/{code}", "sector"): _text("The part of this sector.", "other"),
}


def rule_of(path: str, name: str) -> Rule:
    """The rule of a parameter of an operation."""
    return HERE.get((path, name)) or RULES[name]


def question_of(request: HttpRequest, path: str, taken: Mapping[str, bool]) -> QueryDict:
    """The parameters given, without blanks around them. Raises Refused for the first that cannot
    be used.

    `taken` are the parameters the operation at a path takes, and whether each must be given.
    """
    for name, values in request.GET.lists():
        if name not in taken:
            takes = f"It takes: {', '.join(taken)}." if taken else "It takes none."
            said = f"“{name[:LONGEST]}” is not a parameter of {path}. {takes}"
            raise Refused("parameter-unknown", said, parameter=name[:LONGEST], allowed=list(taken))
        if len(values) > 1:
            raise Refused("parameter-twice", f"{name}: give it once.", parameter=name)
    given = request.GET.copy()
    for name in list(given):
        given[name] = str(given[name]).strip()
        if not given[name]:
            del given[name]
    # Days first: what else can be asked for depends on them.
    for name in sorted(taken, key=lambda name: name not in DATES):
        if name in given:
            rule_of(path, name).refuse(name, str(given[name]), given)
        elif taken[name]:
            says = rule_of(path, name).says
            raise Refused("parameter-missing", f"{name}: add it. {says}", parameter=name)
    return given
