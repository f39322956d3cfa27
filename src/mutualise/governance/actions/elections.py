"""The one way an election moves, and what the company secretary does before the poll."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.db import IntegrityError, transaction

from mutualise.accounts import actions as audit
from mutualise.accounts.permissions import NotAllowed, check_holds
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.governance.models import Contest, Election, ElectionEvent, Office
from mutualise.governance.queries import election_guards
from mutualise.governance.queries.constituents import voters_of
from mutualise.governance.queries.counting_rules import rule_choices, rule_text
from mutualise.governance.queries.elections import actors_of, last_event
from mutualise.governance.rules.ballot_box.canonical import digest
from mutualise.governance.rules.election_stages import State, permitted, require
from mutualise.governance.rules.election_timetable import Kind, Timetable, check
from mutualise.governance.rules.nominations import SMALLEST_CLASS, check_seats, too_small
from mutualise.governance.rules.notice import ContestNotice, notice_of
from mutualise.governance.rules.seats import After, check_after
from mutualise.govuk.figures import counted

NOTHING_SAID = After()


class ElectionRefused(Exception):
    """What was asked cannot be; the message says why and what to do. `field` may name where."""

    def __init__(self, words: str, field: str = "") -> None:
        self.field = field
        super().__init__(words)


class MovedMeanwhile(Exception):
    """Somebody else moved the election between its reading and this step."""


@transaction.atomic
def call(
    *, by: Any, organisation: Any, name: str, title: str, rule: str, kind: Kind, days: Timetable,
    contests: Sequence[ContestNotice], small_class_accepted: str = "", demonstration: bool = False,
    after: After = NOTHING_SAID,
) -> Election:  # fmt: skip
    """Publish the notice of an election; nominations are open from then on.

    The notice holds the days, the places, what follows the result, and the whole text of the counting rule, and is hashed.
    Raises NotAllowed, ElectionRefused, TimetableUnfit, TermUnfit or NominationUnfit.
    """
    check_holds(by, Role.COMPANY_SECRETARY, organisation=organisation.code)
    if rule not in dict(rule_choices()):
        raise ElectionRefused("Choose the counting rule from the list.", "rule")
    if not contests:
        raise ElectionRefused("An election needs at least one contest.")
    if len({each.code for each in contests}) != len(contests):
        raise ElectionRefused("Two contests have the same short name.")
    for each in contests:
        check_seats(each.seats)
    check(days, kind)
    check_after(after, days.closes_on)
    if days.notice_on != clock.today():
        raise ElectionRefused("The notice is published today; set its day to today.", "notice_on")
    reference = _next_reference()
    notice = notice_of(
        reference=reference, organisation=name, title=title, rule=rule,
        rule_text=rule_text(rule), kind=kind, days=days, contests=contests,
        after=after,
    )  # fmt: skip
    made = Election.objects.create(
        reference=reference, organisation=organisation, title=title, rule=rule,
        timetable=kind.value, notice=notice.decode(), notice_sha256=digest(notice).hex(),
        small_class_accepted=small_class_accepted.strip(), demonstration=demonstration,
        **asdict(days),
    )  # fmt: skip
    Office.objects.create(election=made, **asdict(after))
    for each in contests:
        Contest.objects.create(
            election=made, code=each.code, title=each.title, constituency=each.constituency,
            seats=each.seats.places, reserved=each.seats.reserved, category=each.seats.category,
        )  # fmt: skip
    move("call", election=made, by=by)
    return made


def check_classes(
    organisation: Any, contests: Sequence[ContestNotice], small_class_accepted: str
) -> None:
    """Raises ElectionRefused where a class has too few voters today and nobody accepted that: once
    the notice is published it could not be said any more, and the roll would not be frozen."""
    if small_class_accepted.strip():
        return
    for each in contests:
        voters = len(voters_of(organisation, each.constituency, clock.today()))
        if too_small(voters):
            raise ElectionRefused(
                f"“{each.title}” has {counted(voters, 'voter')} today. With fewer than "
                f"{SMALLEST_CLASS}, members could be known by their votes: let them vote together "
                "with another class, or say who accepted this, and why.",
                "small_class_accepted",
            )


def _next_reference() -> str:
    last = Election.objects.order_by("-pk").values_list("pk", flat=True).first()
    return f"EL-{(last or 0) + 1:04d}"


@transaction.atomic
def move(
    name: str, *, election: Election, by: Any, words: str = "", detail: dict[str, Any] | None = None
) -> ElectionEvent:
    """Make one step of an election and record it.

    Raises NotPermitted, NotAllowed, GuardsUnmet, ElectionRefused or MovedMeanwhile.
    """
    Election.objects.select_for_update().get(pk=election.pk)
    last = last_event(election)
    step = permitted(name, State(last.target) if last else None)
    if not actors_of(by, election) & set(step.actors):
        raise NotAllowed(f"You may not take the step “{step.label}” in this election.")
    if step.worded and not words.strip():
        raise ElectionRefused("Say why in words: they stay in the record.", "words")
    require(
        step.guards, election_guards.met(step.guards, election, by),
        election_guards.own_words(election),
    )  # fmt: skip
    number = last.number + 1 if last else 1
    try:
        with transaction.atomic():
            event = ElectionEvent.objects.create(
                election=election, number=number, name=step.name, by=by, words=words.strip(),
                source=last.target if last else "", target=step.target.value,
                at=clock.now(), detail=(detail or {}) | ({"public": True} if step.worded else {}),
            )  # fmt: skip
    except IntegrityError as error:
        raise MovedMeanwhile(
            "Somebody moved this election at the same moment. Look again."
        ) from error
    audit.record(
        f"governance.election.{step.name}", by=by, subject=election.reference, number=number
    )
    return event
