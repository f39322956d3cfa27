"""The verdict on one body under one definition on one day, limb by limb."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mutualise.register.rules.definitions import Definition, Limb
from mutualise.register.rules.facts import Answer, Decision, Facts
from mutualise.register.rules.life import StatusOn, launched_between, status_on
from mutualise.register.rules.limbs import RULES
from mutualise.register.rules.stakes import changes


@dataclass(frozen=True)
class LimbAnswer:
    """How one limb comes out, and the facts it rests on."""

    limb: Limb
    answer: Answer
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Reopened:
    """A change of stake or control that no assessor has decided on since."""

    on: date
    sentence: str


@dataclass(frozen=True)
class Assessment:
    """The outcome with everything that led to it. `status` says whether the body was trading."""

    definition: Definition
    outcome: Answer
    status: StatusOn
    limbs: tuple[LimbAnswer, ...]
    reopened: Reopened | None
    decided: Decision | None
    sentence: str


def assess(definition: Definition, facts: Facts, on: date) -> Assessment:
    """Read the recorded facts against every limb, as an assessor's latest decision leaves them.

    A decision stands from its day until a later change of stake or control takes effect; then
    the verdict is reopened and unclear until somebody decides, unless the facts plainly fail.
    """
    status = status_on(facts, on)
    limbs = tuple(_limb(limb, facts, on) for limb in definition.limbs)
    if facts.entry_class == "demonstration":
        # It may be shown, and must never be counted.
        said = "It is made up, to show how the programme works."
        return Assessment(definition, Answer.DOES_NOT_MEET, status, limbs, None, None, said)
    by_rule = _together(limbs)
    decided = _decision(definition.code, facts, on)
    change = _latest_change(facts, on)
    reopened = change if change and (decided is None or decided.decided_for < change.on) else None
    if reopened:
        outcome = Answer.DOES_NOT_MEET if by_rule is Answer.DOES_NOT_MEET else Answer.UNCLEAR
        sentence = (
            f"Reopened on {_day(reopened.on)}: {reopened.sentence}. Nobody has decided since."
        )
        return Assessment(definition, outcome, status, limbs, reopened, decided, sentence)
    if decided:
        sentence = f"Decided for {_day(decided.decided_for)}: {decided.reasons}"
        return Assessment(
            definition, Answer(decided.outcome), status, limbs, None, decided, sentence
        )
    return Assessment(definition, by_rule, status, limbs, None, None, _because(limbs, by_rule))


def _limb(limb: Limb, facts: Facts, on: date) -> LimbAnswer:
    found = RULES[limb.rule](facts, on, limb.parameters)
    return LimbAnswer(limb, found.answer, found.reasons)


def _together(limbs: tuple[LimbAnswer, ...]) -> Answer:
    answers = {each.answer for each in limbs}
    if Answer.DOES_NOT_MEET in answers:
        return Answer.DOES_NOT_MEET
    return Answer.UNCLEAR if Answer.UNCLEAR in answers else Answer.MEETS


def _because(limbs: tuple[LimbAnswer, ...], outcome: Answer) -> str:
    deciding = [each for each in limbs if each.answer is outcome]
    return " ".join(reason for each in deciding for reason in each.reasons)


def _decision(code: str, facts: Facts, on: date) -> Decision | None:
    theirs = [d for d in facts.decisions if d.definition == code and d.decided_for <= on]
    return max(theirs, key=lambda d: (d.decided_for, d.recorded_at), default=None)


def _latest_change(facts: Facts, on: date) -> Reopened | None:
    found = [each for each in control_changes(facts) if each.on <= on]
    return max(found, key=lambda change: change.on, default=None)


def control_changes(facts: Facts) -> tuple[Reopened, ...]:
    """Every change of stake or control after launch that reopens a verdict, oldest first.

    What was in force when the body launched is not a change; neither is a fact without a day.
    """
    launch = launched_between(facts)
    since = launch.latest if launch else date.min
    found = [Reopened(day, said) for day, said in changes(facts) if day > since]
    stakes = [each.on for each in found]
    for event in facts.events:
        when = event.when
        if event.kind != "control-changed" or when is None or when.latest <= since:
            continue
        # An event told together with its stakes is one change, on the day of the stakes.
        if not any(when.earliest <= day <= when.latest for day in stakes):
            found.append(Reopened(when.latest, event.detail or "control changed"))
    for control in facts.control:
        kind = control.kind.replace("-", " ")
        if control.valid_from and control.valid_from > since and launch:
            found.append(Reopened(control.valid_from, control.wording or f"{kind} began"))
        if control.valid_until and control.valid_until > since:
            found.append(Reopened(control.valid_until, f"{kind} ended"))
    return tuple(sorted(found, key=lambda change: (change.on, change.sentence)))


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
