"""Whether each guard of an election's transition holds now, read from the record alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from mutualise.accounts.permissions import holds
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.governance.models import (
    Election,
    LayerList,
    Nomination,
    Objection,
    SheetReading,
    SignedReport,
    Trustee,
)
from mutualise.governance.queries.constituents import constituents
from mutualise.governance.queries.counts import engines_agree, papers_agree, reconciled
from mutualise.governance.queries.elections import (
    actors_of,
    contests_of,
    polled_of,
    seats_of,
    standing,
    stands_in,
    state_of,
    timetable_of,
)
from mutualise.governance.rules import nominations
from mutualise.governance.rules.days import spoken
from mutualise.governance.rules.election_stages import (
    BY_NAME,
    Guard,
    NotPermitted,
    permitted,
    unmet,
)
from mutualise.governance.rules.election_timetable import (
    closing_words,
    is_over,
    may_close,
    may_open,
)


def met(guards: Iterable[Guard], election: Election, by: Any) -> frozenset[Guard]:
    """Those of `guards` that hold for a deed of `by`. Called with the election locked."""
    return frozenset(guard for guard in guards if CHECKS[guard](election, by))


def own_words(election: Election) -> dict[Guard, str]:
    """What is missing, where it can be said better for this election: its own day."""
    days, kind = timetable_of(election)
    return {
        Guard.CLOSING_MOMENT: closing_words(days, kind),
        Guard.NOMINATIONS_DAY: (
            f"Nominations can be handed in until the end of {spoken(days.nominations_close_on)}. Close them "
            "once that day is over."
        ),
        Guard.WITHDRAWAL_DAY: (
            f"Candidates may withdraw until the end of {spoken(days.withdrawals_until)}. Wait until that day is over."
        ),
    }


def awaited(name: str, election: Election) -> list[str]:
    """What a step waits for, a sentence each, whoever is to make it; empty once it can be made."""
    guards = [each for each in BY_NAME[name].guards if each is not Guard.SCRUTINEER_INDEPENDENT]
    return unmet(guards, met(guards, election, None), own_words(election))


def obstacles(name: str, election: Election, by: Any) -> list[str]:
    """Why somebody cannot make a step now, a sentence each; empty where it can be tried."""
    try:
        step = permitted(name, state_of(election))
    except NotPermitted as reason:
        return [str(reason)]
    if not actors_of(by, election) & set(step.actors):
        return ["You may not take this step in this election."]
    return unmet(step.guards, met(step.guards, election, by), own_words(election))


def _is_over(election: Election, name: str) -> bool:
    return is_over(timetable_of(election)[0], name, clock.today())


def _any_contested(election: Election) -> bool:
    return bool(polled_of(election))


def _outcome_possible(election: Election, by: Any) -> bool:
    return all(
        nominations.outcome_possible(seats_of(each), standing(each))
        for each in contests_of(election)
    )


def _large_enough(election: Election, by: Any) -> bool:
    if election.small_class_accepted:
        return True
    today = clock.today()
    return not any(
        nominations.too_small(len(constituents(each, today))) for each in polled_of(election)
    )


def _independent(election: Election, by: Any) -> bool:
    code = election.organisation.code
    return not (
        holds(by, Role.COMPANY_SECRETARY, organisation=code)
        or stands_in(by, election)
        or SheetReading.objects.filter(contest__election=election, by=by).exists()
    )


def _all_layers(election: Election, by: Any) -> bool:
    lists = LayerList.objects.filter(contest__election=election).count()
    return lists == 3 * len(polled_of(election))


def _undecided(election: Election) -> bool:
    return Nomination.objects.filter(contest__election=election, decisions=None).exists()


def _all_contests(check: Callable[[Any], bool]) -> Callable[[Election, Any], bool]:
    return lambda election, by: all(check(each) for each in polled_of(election))


CHECKS: dict[Guard, Callable[[Election, Any], bool]] = {
    Guard.NOMINATIONS_DAY: lambda e, by: _is_over(e, "nominations_close_on"),
    Guard.NOMINATIONS_DECIDED: lambda e, by: not _undecided(e),
    Guard.WITHDRAWAL_DAY: lambda e, by: _is_over(e, "withdrawals_until"),
    Guard.OUTCOME_POSSIBLE: _outcome_possible,
    Guard.CLASSES_LARGE_ENOUGH: _large_enough,
    Guard.CONTESTED: lambda e, by: _any_contested(e),
    Guard.NOT_CONTESTED: lambda e, by: not _any_contested(e),
    Guard.OPENING_DAY: lambda e, by: may_open(*timetable_of(e), clock.now()),
    Guard.OBJECTIONS_DECIDED: (
        lambda e, by: not Objection.objects.filter(election=e, decided_at=None).exists()
    ),
    Guard.TRUSTEES_NAMED: lambda e, by: Trustee.objects.filter(election=e).count() == 3,
    Guard.SCRUTINEER_INDEPENDENT: _independent,
    Guard.CLOSING_MOMENT: lambda e, by: may_close(*timetable_of(e), clock.now()),
    Guard.ALL_LAYERS_OPEN: _all_layers,
    Guard.PAPERS_AGREE: _all_contests(papers_agree),
    Guard.RECONCILED: _all_contests(reconciled),
    Guard.ENGINES_AGREE: _all_contests(engines_agree),
    Guard.REPORT_SIGNED: lambda e, by: SignedReport.objects.filter(election=e).exists(),
}
