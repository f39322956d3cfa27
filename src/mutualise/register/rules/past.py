"""A body as it was on a day: the name, form and area of the day, and what had happened by then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from mutualise.register.rules.facts import Control, Facts, Named


def on_the_day(facts: Facts, day: date) -> Facts:
    """The body with its name, kind, form, sector and area of the day; its other facts stay whole.

    What it was before a change is known only where the change was recorded with its day.
    """
    earlier = next((each for each in facts.earlier if day < each.until), None)
    then = replace(facts, **earlier.details()) if earlier else facts
    name = _name_of_its_own(facts, day)
    return replace(then, name=name) if name and name != then.name else then


def until(facts: Facts, day: date) -> Facts:
    """The body of the day with nothing that began later, and no end of what ended later.

    A fact without a day is kept, as nobody can say that it is later; so is a change under way.
    """
    return replace(
        on_the_day(facts, day),
        names=names_until(facts, day),
        events=tuple(e for e in facts.events if e.when is None or e.when.earliest <= day),
        holdings=tuple(h for h in facts.holdings if h.on <= day),
        control=tuple(_control(c, day) for c in facts.control if _begun(c.valid_from, day)),
        decisions=tuple(d for d in facts.decisions if d.decided_for <= day),
        earlier=(),
    )


def names_until(facts: Facts, day: date) -> tuple[Named, ...]:
    """The names other than that of the day which the body had had, or was known by, on the day."""
    own = on_the_day(facts, day).name
    return tuple(
        replace(each, valid_until=_ended(each.valid_until, day))
        for each in facts.names
        if each.name != own and _begun(each.valid_from, day)
    )


def _name_of_its_own(facts: Facts, day: date) -> str:
    """The dated name in force on the day; empty where none is recorded with a day.

    A former name without days ended with the renaming, where one of each is recorded.
    """
    formers = [each for each in facts.names if each.kind == "former"]
    renamings = [e.when.latest for e in facts.events if e.kind == "renamed" and e.when]
    if len(formers) == len(renamings) == 1 and not formers[0].valid_until:
        formers = [replace(formers[0], valid_until=renamings[0])]
    # A former name without an end ended on a day nobody recorded, so it is in force on none.
    dated = [each for each in formers if each.valid_until]
    dated += [each for each in facts.names if each.kind == "current" and each.valid_from]
    theirs = [
        each
        for each in dated
        if _begun(each.valid_from, day) and (each.valid_until is None or day < each.valid_until)
    ]
    latest = max(theirs, key=lambda each: (each.valid_from or date.min, each.name), default=None)
    return latest.name if latest else ""


def _control(fact: Control, day: date) -> Control:
    return replace(fact, valid_until=_ended(fact.valid_until, day))


def _begun(start: date | None, day: date) -> bool:
    return start is None or start <= day


def _ended(end: date | None, day: date) -> date | None:
    """An end that had not come by the day was not known on it."""
    return end if end and end <= day else None
