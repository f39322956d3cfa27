"""Assessments of a case, shown so that neither assessor sees the other's before both are in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from mutualise.accounts.models import Person
from mutualise.accounts.permissions import holds_somewhere
from mutualise.accounts.rules.roles import Role
from mutualise.programme.models import (
    Assessment,
    Assignment,
    Case,
    CaseEvent,
    Interest,
    ModeratedScore,
)
from mutualise.programme.queries.rounds import events_of_this_round
from mutualise.programme.queries.viewing import Viewing
from mutualise.programme.queries.visible import is_closed_to
from mutualise.programme.rules.guards import UNMET
from mutualise.programme.rules.money import pounds
from mutualise.programme.rules.scoring import CODES, CRITERIA, Marked, agree, disputed
from mutualise.programme.rules.stages import NEW_ROUND, Guard
from mutualise.programme.rules.stages import open_to as open_steps
from mutualise.programme.rules.states import State

# How many assess a case, each on their own.
READERS = 2


def round_of(case: Case) -> int:
    """The round of assessment the case is in: a return to the assessors begins a new one, and so does
    an assessment that fell away, or a team that applies again or writes on in an application that was
    reopened. What was assessed before was another text."""
    begin = ("return_to_assessors", "assess_anew", "reopen", NEW_ROUND)
    return 1 + CaseEvent.objects.filter(case=case, name__in=begin).count()


def assignments(case: Case, round_now: int | None = None) -> Sequence[Assignment]:
    """Who reads the case in this round, conflicts found since left out. Who knows the number of
    the round gives it, here and below."""
    round_now = round_now or round_of(case)
    found = Assignment.objects.filter(case=case, round=round_now, ended_at=None)
    return list(found.select_related("assessor").order_by("pk"))


def unanswered(case: Case) -> Sequence[Assignment]:
    """Who is asked in this round and has not given their assessment."""
    done = {row.assignment_id for row in assessments(case)}
    return [row for row in assignments(case) if row.pk not in done]


def assignment_of(case: Case, person: Any) -> Assignment | None:
    return Assignment.objects.filter(
        case=case, round=round_of(case), assessor=person, ended_at=None
    ).first()


def waiting_for(person: Any) -> Sequence[Assignment]:
    """What an assessor is asked to read, not yet done, of cases being assessed and not closed to
    them. What was asked in an earlier round of the case waits no more."""
    cases: QuerySet[Any] = Case.objects.with_state()
    found = Assignment.objects.filter(
        assessor=person, ended_at=None, assessment__isnull=True,
        case__in=cases.filter(state=State.ASSESSING).values("pk"),
    ).select_related("case")  # fmt: skip
    return [
        row
        for row in found.order_by("due")
        if not is_closed_to(person, row.case) and row.round == round_of(row.case)
    ]


def assessments(case: Case, round_now: int | None = None) -> Sequence[Assessment]:
    """The finished assessments of this round, in the order they were asked for."""
    round_now = round_now or round_of(case)
    found = Assessment.objects.filter(
        assignment__case=case, assignment__round=round_now, assignment__ended_at=None
    )
    return list(
        found.select_related("assignment__assessor").prefetch_related("scores").order_by("pk")
    )


def marked(assessment: Assessment) -> Marked:
    scores = {score.criterion: score.score for score in assessment.scores.all()}
    return Marked(scores, assessment.recommendation)


def moderated(case: Case, round_now: int | None = None) -> dict[str, ModeratedScore]:
    rows = ModeratedScore.objects.filter(case=case, round=round_now or round_of(case))
    return {row.criterion: row for row in rows}


def possible_assessors(case: Case) -> list[tuple[Person, int]]:
    """Assessors to whom the case is open and who were not asked in this round, with how many they
    read now."""
    rows = Assignment.objects.filter(case=case, round=round_of(case))
    asked = set(rows.values_list("assessor", flat=True))
    people = Person.objects.filter(is_active=True, holdings__role=Role.ASSESSOR.value).distinct()
    return [
        (person, len(waiting_for(person)))
        for person in people.order_by("email")
        if person.pk not in asked
        and holds_somewhere(person, Role.ASSESSOR)
        and not is_closed_to(person, case)
    ]


def interests_of(person: Any) -> Sequence[Interest]:
    return list(
        Interest.objects.known_at(None).filter(person=person).order_by("-valid_from", "-pk")
    )


def interest(person: Any, number: int) -> Interest | None:
    return Interest.objects.known_at(None).filter(person=person, pk=number).first()


def _took_part(case: Case, person: Any) -> bool:
    return Assignment.objects.filter(case=case, assessor=person).exists()


def _events_by(case: Case, person: Any, *names: str) -> bool:
    return CaseEvent.objects.filter(case=case, by=person, name__in=names).exists()


def two_assessments(case: Case, by: Any) -> bool:
    return len(assessments(case)) >= 2


def assessors_agree(case: Case, by: Any) -> bool:
    found = assessments(case)
    return len(found) >= 2 and agree(marked(found[0]), marked(found[1]))


def assessors_disagree(case: Case, by: Any) -> bool:
    found = assessments(case)
    return len(found) >= 2 and not agree(marked(found[0]), marked(found[1]))


def to_settle(case: Case) -> frozenset[str]:
    """The criteria a moderator settles: those on which the assessors are far apart, or all where
    they differ in what they recommend alone."""
    done = assessments(case)
    apart = disputed(marked(done[0]), marked(done[1])) if len(done) >= 2 else ()
    return frozenset(apart) or CODES


@dataclass(frozen=True)
class Said:
    """What a moderator or the quality checker said, in one step of the case."""

    label: str
    at: datetime
    words: str


def said_after(case: Case) -> list[Said]:
    """The words of moderation and the quality check in this round of the case, the oldest first."""
    rows = CaseEvent.objects.filter(events_of_this_round(), case=case, name__in=SAID)
    return [Said(SAID[row.name], row.at, row.words) for row in rows.order_by("number")]


SAID = {
    "moderate": "Moderation",
    "pass_check": "Quality check, passed",
    "return_to_assessors": "Quality check, returned to the assessors",
}


def moderated_by_another(case: Case, by: Any) -> bool:
    return not _took_part(case, by)


def checked_by_another(case: Case, by: Any) -> bool:
    return not _took_part(case, by) and not _events_by(case, by, "moderate")


def decided_by_another(case: Case, by: Any) -> bool:
    """Nobody decides what they assessed, moderated or checked, in this round or before, nor an
    appeal against themselves."""
    if _took_part(case, by) or _events_by(
        case, by, "moderate", "pass_check", "return_to_assessors"
    ):
        return False
    now = CaseEvent.objects.filter(events_of_this_round(), case=case)
    return not (now.filter(name="appeal").exists() and now.filter(name="refuse", by=by).exists())


LINKS = {
    "moderate": ("moderate", "Settle the scores"),
    "pass_check": ("decide/pass-check", "Pass the quality check"),
    "return_to_assessors": ("decide/return-to-assessors", "Return to the assessors"),
    "award": ("award", "Make the award"),
    "defer": ("decide/defer", "Defer the decision"),
    "refuse": ("decide/refuse", "Refuse"),
    "uphold_appeal": ("decide/uphold-appeal", "Uphold the appeal"),
    "dismiss_appeal": ("decide/dismiss-appeal", "Dismiss the appeal"),
}


# Who assessed, moderated, checked or decided may not go on to these, whatever else they do.
OF_ANOTHER = {
    Guard.MODERATED_BY_ANOTHER: moderated_by_another,
    Guard.CHECKED_BY_ANOTHER: checked_by_another,
    Guard.DECIDED_BY_ANOTHER: decided_by_another,
}


def _of_another(seen: Viewing) -> frozenset[Guard]:
    """Guards of the steps open now that only somebody else can meet."""
    asked = {guard for step in open_steps(seen.state, seen.actors) for guard in step.guards}
    mine = {g for g in asked if g in OF_ANOTHER and not OF_ANOTHER[g](seen.case, seen.person)}
    return frozenset(mine)


def _links(
    seen: Viewing, of_another: frozenset[Guard], *, asked: int, open_to_all: bool
) -> list[tuple[str, str]]:
    """Addresses, relative to the case's page, of what the person may do about the assessment."""
    steps = open_steps(seen.state, seen.actors)
    mine = [step for step in steps if not of_another & set(step.guards)]
    found = [LINKS[step.name] for step in mine if step.name in LINKS]
    if seen.state is State.ASSESSING and seen.officer:
        if asked < READERS:
            found.append(("assessors/add", "Ask an assessor"))
        found += [
            (f"assessors/{row.pk}/end", f"Ask {row.assessor.email} no longer")
            for row in unanswered(seen.case)
        ]
    if open_to_all:
        found.append(("pack", "Decision pack"))
    return [
        (f"{address}/", label) for address, label in [*found, ("conflict", "Declare a conflict")]
    ]


@dataclass(frozen=True)
class Earlier:
    """What was assessed in a round before this one, as the template of scores shows it."""

    round: int
    done: Sequence[Assessment]
    moderated: Mapping[str, ModeratedScore]
    pounds: Callable[[int], str] = pounds


def earlier(case: Case, round_now: int) -> list[Earlier]:
    """The finished assessments of earlier rounds with their settled scores, newest first."""
    rounds = ((n, assessments(case, n), moderated(case, n)) for n in range(round_now - 1, 0, -1))
    return [Earlier(n, done, settled) for n, done, settled in rounds if done]


def panel(seen: Viewing) -> dict[str, Any]:
    """What a person may see of the assessment: an assessor only their own until both are in."""
    round_now = round_of(seen.case)
    done, asked = assessments(seen.case, round_now), assignments(seen.case, round_now)
    mine = next((row for row in asked if row.assessor_id == seen.person.pk), None)
    open_to_all, of_another = len(done) >= 2, _of_another(seen)
    return {
        "of_another": [UNMET[guard] for guard in sorted(of_another)],
        "asked": asked,
        "done": [a for a in done if open_to_all or (mine and a.assignment_id == mine.pk)],
        "in": len(done),
        "open": open_to_all,
        "moderated": moderated(seen.case, round_now) if open_to_all else {},
        # Who is asked to assess again reads what was said before only after their own is in.
        "earlier": earlier(seen.case, round_now) if open_to_all or mine is None else [],
        "mine": mine,
        "criteria": CRITERIA,
        "pounds": pounds,
        "links": _links(seen, of_another, asked=len(asked), open_to_all=open_to_all),
    }
