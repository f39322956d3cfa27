"""One case as one person looks at it: what several parts of its page need, read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from mutualise.programme.models import Award, Case
from mutualise.programme.queries.cases import state_of
from mutualise.programme.queries.visible import actors_of
from mutualise.programme.rules.stages import Actor
from mutualise.programme.rules.states import State


@dataclass(frozen=True)
class Viewing:
    """For one page and no longer: what was read stays as it was read. `frozen` keeps the case and
    the person from being changed under what was read of them."""

    case: Case
    person: Any

    @cached_property
    def actors(self) -> frozenset[Actor]:
        return actors_of(self.person, self.case)

    @cached_property
    def state(self) -> State:
        """Where the case stands; a case that was found with its state is not asked again."""
        return State(getattr(self.case, "state", "") or state_of(self.case))

    @cached_property
    def award(self) -> Award | None:
        """The award of the case with its budget and fund, or None."""
        found = Award.objects.select_related("budget__fund", "case")
        return found.filter(case=self.case).first()

    @property
    def team(self) -> bool:
        return Actor.TEAM in self.actors

    @property
    def officer(self) -> bool:
        return Actor.OFFICER in self.actors

    @property
    def decider(self) -> bool:
        return Actor.DECISION_MAKER in self.actors
