"""How many bodies meet a definition on a day, and why two days differ."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from mutualise.register.rules.assessment import assess
from mutualise.register.rules.definitions import Definition
from mutualise.register.rules.facts import Answer, Facts
from mutualise.register.rules.life import Status, timeline
from mutualise.register.rules.past import on_the_day


@dataclass(frozen=True)
class Counted:
    """One body of a count and why it stands where it does."""

    code: str
    name: str
    reason: str


@dataclass(frozen=True)
class Count:
    """Bodies in, out and unclear among those trading; the rest are not live on the day."""

    definition: str
    on: date
    inside: tuple[Counted, ...]
    outside: tuple[Counted, ...]
    unclear: tuple[Counted, ...]
    not_live: tuple[Counted, ...]


@dataclass(frozen=True)
class Moved:
    """A body that stands elsewhere in a second count, and what happened in between."""

    code: str
    name: str
    before: str
    after: str
    events: tuple[str, ...]


IN, OUT, UNCLEAR, NOT_LIVE = PLACES = ("in", "out", "unclear", "not live")


def placed(definition: Definition, facts: Facts, on: date) -> tuple[str, str]:
    """Where one body stands in a count, and the sentence that says why."""
    verdict = assess(definition, on_the_day(facts, on), on)
    status = verdict.status
    if status.status in (Status.NOT_LAUNCHED, Status.ENDED):
        return NOT_LIVE, status.reason
    if verdict.outcome is Answer.DOES_NOT_MEET:
        return OUT, verdict.sentence
    if status.status is Status.UNCLEAR:
        return UNCLEAR, status.reason
    return (IN if verdict.outcome is Answer.MEETS else UNCLEAR), verdict.sentence


def compare(
    definition: Definition, bodies: Iterable[Facts], first: date, second: date
) -> tuple[Moved, ...]:
    """Bodies that stand elsewhere on the second day, each with what was recorded in between."""
    moved = []
    for facts in sorted(bodies, key=lambda body: body.organisation):
        before, after = placed(definition, facts, first)[0], placed(definition, facts, second)[0]
        if before != after:
            said = explained(facts, min(first, second), max(first, second))
            moved.append(Moved(facts.organisation, facts.name, before, after, said))
    return tuple(moved)


def explained(facts: Facts, after: date, until: date) -> tuple[str, ...]:
    """Everything dated between two days that can move a body: events, stakes, control, decisions."""
    found = [
        f"{moment.label}{': ' + moment.detail if moment.detail else ''}"
        for moment in timeline(facts)
        if moment.when and moment.when.latest > after and moment.when.earliest <= until
    ]
    for control in facts.control:
        for day, word in ((control.valid_from, "began"), (control.valid_until, "ended")):
            if day and after < day <= until:
                kind = control.kind.replace("-", " ")
                found.append(f"{control.wording or kind} {word}")
    found += [
        f"Stake recorded: {h.holder.replace('-', ' ')} {h.share.normalize():f}% of {h.instrument.replace('-', ' ')}"
        for h in facts.holdings
        if after < h.on <= until
    ]
    found += [f"Decided: {d.reasons}" for d in facts.decisions if after < d.decided_for <= until]
    return tuple(dict.fromkeys(found))
