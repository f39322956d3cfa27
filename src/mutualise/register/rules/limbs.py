"""The conditions a definition is made of, each a pure predicate over recorded facts.

No source gives a number for "significant" control, so the rules read kinds of evidence: shares,
directors, councils, trusts. Thresholds come from the Companies Act 2006 where the law has one:
more than 25% blocks a special resolution (section 283), more than 50% carries an ordinary one
(section 282). Every reason names the fact it rests on and its source.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from mutualise.register.rules.facts import Answer, Control, Facts, Holding
from mutualise.register.rules.life import Status, status_on
from mutualise.register.rules.stakes import (
    HOLDERS,
    INSTRUMENTS,
    PARTICIPANTS,
    EmployeeShare,
    deciding_instrument,
    deciding_share,
    employee_share,
    holdings_of,
    in_force,
    largest_other,
)

MAJORITY = Decimal(50)
WHOLE = Decimal(100)
# Kinds of evidence by how much they give employees.
INFLUENCE = {
    "staff-shareholding": "staff hold shares",
    "employee-trust": "a trust holds shares for employees",
    "staff-directors": "staff or their trust choose at least one director",
    "staff-council": "an elected staff council works with the board",
    "staff-membership": "staff are members with votes",
    "multi-stakeholder": "staff are members beside users or the community",
    "joint-venture-partner": "a staff body is a partner in the venture",
}
ASSERTED = {
    "ownership-stated": "ownership by employees is stated without its terms",
    "staff-led-stated": "it is said to be led by staff, without terms",
}
STRONG = frozenset({"staff-shareholding", "staff-membership", "staff-directors"})
# Kinds that say that employees hold something: an older one is outdone by a statement that they do not.
HELD = frozenset({"staff-shareholding", "staff-membership", "employee-trust"})
NO_DIVIDEND_FORMS = ("limited by guarantee", "community benefit society", "charity")


@dataclass(frozen=True)
class Finding:
    """What a limb comes to, and why: each reason a sentence with its source."""

    answer: Answer
    reasons: tuple[str, ...]


Rule = Callable[[Facts, date, Mapping[str, Decimal]], Finding]


def _cited(sentence: str, *sources: str) -> str:
    known = ", ".join(dict.fromkeys(s for s in sources if s))
    return f"{sentence} [{known}]" if known else sentence


def _kinds(facts: Facts, day: date, wanted: Mapping[str, str]) -> list[Control]:
    return [c for c in facts.control if c.kind in wanted and c.in_force(day)]


def _said_of(facts: Facts, day: date, words: Mapping[str, str]) -> tuple[str, ...]:
    """A sentence for each recorded kind of evidence in force."""
    return tuple(
        _cited(f"{words[c.kind].capitalize()}.", c.source) for c in _kinds(facts, day, words)
    )


def _contra(facts: Facts, day: date) -> tuple[str, ...]:
    """Why the body is plainly controlled by others, if it is."""
    other = largest_other(facts, day, deciding_instrument(facts, day))
    whole = (_holds(other, "all"),) if other and other.share >= WHOLE else ()
    return (*_controlled_by_others(facts, day), *whole)


def _controlled_by_others(facts: Facts, day: date) -> tuple[str, ...]:
    return tuple(
        _cited(f"Controlled by others: {c.wording or 'recorded so'}.", c.source)
        for c in _kinds(facts, day, {"controlled-by-others": ""})
    )


def _holds(other: Holding, much: str) -> str:
    said = f"{HOLDERS[other.holder]} holds {much} of the {INSTRUMENTS[other.instrument].lower()}."
    return _cited(said, other.source)


def _outvoted(facts: Facts, day: date) -> tuple[str, ...]:
    """That one class other than employees passes half of what decides, if it does."""
    other = largest_other(facts, day, deciding_instrument(facts, day))
    if other is None or other.share <= MAJORITY:
        return ()
    return (_holds(other, f"{other.share.normalize():f}%"),)


def _employees_hold(theirs: EmployeeShare, beside: str = "") -> str:
    much = f"{theirs.share.normalize():f}%" if theirs.share else "nothing"
    said = f"Employees hold {much} of the {INSTRUMENTS[theirs.instrument].lower()}{beside}."
    return _cited(said, *theirs.sources)


def left_public_sector(facts: Facts, day: date, given: Mapping[str, Decimal]) -> Finding:
    """It was part of a public body and has left it. Source: Cabinet Office definition, limb (a)."""
    if facts.entry_class == "not-a-spin-out":
        return Finding(Answer.DOES_NOT_MEET, ("It was set up afresh, not from a public body.",))
    if facts.entry_class == "unverified":
        return Finding(Answer.UNCLEAR, ("No source confirms that it left a public body.",))
    status = status_on(facts, day).status
    if status is Status.NOT_LAUNCHED:
        return Finding(Answer.DOES_NOT_MEET, ("It had not left on this day.",))
    if not facts.parent_body:
        return Finding(Answer.UNCLEAR, ("The public body it left is not recorded.",))
    return Finding(Answer.MEETS, (f"It left {facts.parent_body}.",))


def delivers_public_services(facts: Facts, day: date, given: Mapping[str, Decimal]) -> Finding:
    """It goes on delivering public services. Source: Cabinet Office definition, limb (b)."""
    if status_on(facts, day).status is Status.ENDED:
        return Finding(Answer.DOES_NOT_MEET, ("It had stopped delivering by this day.",))
    if not facts.sector:
        return Finding(Answer.UNCLEAR, ("The service it delivers is not recorded.",))
    return Finding(Answer.MEETS, (f"It delivers {facts.sector}.",))


def significant_influence(facts: Facts, day: date, given: Mapping[str, Decimal]) -> Finding:
    """Employee control plays a significant role, or staff have a significant degree of influence:
    no source tells the two apart by their evidence. Source: Cabinet Office 2011, limb (c); DCMS
    2017, 2018 and 2019.
    """
    contra = _contra(facts, day)
    if contra:
        return Finding(Answer.DOES_NOT_MEET, contra)
    theirs = employee_share(facts, day)
    nothing = theirs is not None and not theirs.share
    kinds = {k: v for k, v in INFLUENCE.items() if not (nothing and k in HELD)}
    reasons = _said_of(facts, day, kinds)
    if theirs and nothing and not reasons:
        return Finding(Answer.DOES_NOT_MEET, (_employees_hold(theirs),))
    if theirs:
        reasons += (_employees_hold(theirs),)
    if reasons:
        return Finding(Answer.MEETS, reasons)
    said = _said_of(facts, day, ASSERTED)
    if said:
        return Finding(Answer.MEETS, said)
    return Finding(Answer.UNCLEAR, ("No evidence of employee control is recorded.",))


def participatory(facts: Facts, day: date, given: Mapping[str, Decimal]) -> Finding:
    """Employee ownership or participation of employees, users or stakeholders. PCR 2015 reg. 77.

    Owners other than employees may be its users or stakeholders, so that it is controlled by others
    decides nothing by itself; that the state and partners hold everything does.
    """
    held = tuple(
        _cited(
            f"Held by {HOLDERS[h.holder].lower()}: {h.share.normalize():f}% of the"
            f" {INSTRUMENTS[h.instrument].lower()}.",
            h.source,
        )
        for h in holdings_of(facts, day, PARTICIPANTS)
    )
    if held:
        return Finding(Answer.MEETS, held)
    others, whole = _controlled_by_others(facts, day), _nothing_left(facts, day)
    taking_part = _said_of(facts, day, INFLUENCE) or _said_of(facts, day, ASSERTED)
    if taking_part:
        at_odds = (*others, *whole)
        return Finding(Answer.UNCLEAR if at_odds else Answer.MEETS, (*taking_part, *at_odds))
    if whole:
        return Finding(Answer.DOES_NOT_MEET, (*others, *whole))
    unknown = "Whether employees, users or stakeholders take part is not recorded."
    return Finding(Answer.UNCLEAR, (*others, unknown))


def _nothing_left(facts: Facts, day: date) -> tuple[str, ...]:
    """The holders who have all of what decides between them, if no class of participants is one."""
    stated = in_force(facts.holdings, day, deciding_instrument(facts, day))
    if sum((h.share for h in stated), Decimal(0)) < WHOLE:
        return ()
    return tuple(_holds(h, f"{h.share.normalize():f}%") for h in stated if h.share)


def high_degree(facts: Facts, day: date, given: Mapping[str, Decimal]) -> Finding:
    """A high degree of employee control. Source: Cabinet Office slides and pages, 2011 on."""
    contra = _contra(facts, day)
    if contra:
        return Finding(Answer.DOES_NOT_MEET, contra)
    least = given.get("least_share", Decimal(25))
    theirs = deciding_share(facts, day)
    if theirs and theirs.share > least:
        return Finding(Answer.MEETS, (_employees_hold(theirs, f", more than {least}%"),))
    outvoted = _outvoted(facts, day)
    if outvoted:
        return Finding(Answer.DOES_NOT_MEET, outvoted)
    kinds = _kinds(facts, day, INFLUENCE)
    if theirs and not theirs.share and all(c.kind in HELD for c in kinds):
        return Finding(Answer.DOES_NOT_MEET, (_employees_hold(theirs),))
    strong = _said_of(facts, day, {k: v for k, v in INFLUENCE.items() if k in STRONG})
    if strong and theirs is None:
        return Finding(Answer.MEETS, strong)
    return _weaker(facts, day, "The evidence shows influence, not a high degree of control.")


def managed_and_controlled(facts: Facts, day: date, given: Mapping[str, Decimal]) -> Finding:
    """Under the management and control of its employees. Source: Procurement Act 2023 s.33(6)."""
    contra = _contra(facts, day)
    if contra:
        return Finding(Answer.DOES_NOT_MEET, contra)
    least = given.get("least_share", MAJORITY)
    theirs = deciding_share(facts, day)
    if theirs and theirs.share > least:
        return Finding(Answer.MEETS, (_employees_hold(theirs, f", more than {least}%"),))
    if theirs and theirs.share < least:
        said = _employees_hold(theirs, f", not more than {least}%")
        return Finding(Answer.DOES_NOT_MEET, (said,))
    outvoted = _outvoted(facts, day)
    if outvoted:
        return Finding(Answer.DOES_NOT_MEET, outvoted)
    return _weaker(facts, day, "No source says that employees control it.")


def _weaker(facts: Facts, day: date, otherwise: str) -> Finding:
    seen = (*_said_of(facts, day, INFLUENCE), *_said_of(facts, day, ASSERTED))
    return Finding(Answer.UNCLEAR, (*seen, otherwise))


def social_impact_aim(facts: Facts, day: date, given: Mapping[str, Decimal]) -> Finding:
    """It aims to have a positive social impact. Source: DCMS 2018, limb (b)."""
    form = facts.legal_form.casefold()
    if any(word in form for word in ("cic", "community benefit", "charity", "charitable")):
        return Finding(
            Answer.MEETS, (f"Its legal form ({facts.legal_form}) requires a social purpose.",)
        )
    return Finding(Answer.UNCLEAR, ("No recorded fact shows a social purpose.",))


def profit_to_members_or_none(facts: Facts, day: date, given: Mapping[str, Decimal]) -> Finding:
    """Not for profit, or profits only to members. Source: Procurement Act 2023 s.33(6)."""
    recorded = _kinds(facts, day, {"profit-to-members-or-none": ""})
    if recorded:
        return Finding(
            Answer.MEETS,
            tuple(_cited(f"{c.wording or 'Recorded so'}.", c.source) for c in recorded),
        )
    form = facts.legal_form.casefold()
    if any(word in form for word in NO_DIVIDEND_FORMS):
        return Finding(Answer.MEETS, (f"Its legal form ({facts.legal_form}) pays no dividend.",))
    other = largest_other(facts, day, "equity")
    if other and other.holder in ("state", "partner") and other.share > 0:
        said = f"{HOLDERS[other.holder]} holds equity; whether it draws profit is not recorded."
        return Finding(Answer.UNCLEAR, (_cited(said, other.source),))
    return Finding(Answer.UNCLEAR, ("Its rules on profit are not recorded.",))


RULES: dict[str, Rule] = {
    rule.__name__: rule
    for rule in (
        left_public_sector,
        delivers_public_services,
        significant_influence,
        participatory,
        high_degree,
        managed_and_controlled,
        social_impact_aim,
        profit_to_members_or_none,
    )
}
