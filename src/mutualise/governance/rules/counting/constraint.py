"""Minimum and maximum numbers from categories inside one contest: guard and doom, exactly.

Method: I. D. Hill, "STV with constraints", Voting Matters 9 (1998). After each change of status, look
at every way the places could still be filled. A hopeful in *every* way that keeps the constraint is
guarded: not to be excluded. A hopeful in *none* is doomed: not to be elected, and excluded at the
next exclusion, before the lowest. Whole completions are searched, never category by category, so
overlapping categories (a clinician who also works nights) cannot come to a dead end.

The same under every rule with transfers (docs/decisions/0071). Where a rule would elect several who
stand equal throughout and the constraint allows only some, they compete for too few places: it goes by
the rule's tie for that (ERS97: nobody yet; the others: the lot). Several are excluded together
only as long as a way to keep the constraint is left, and never where a doomed candidate is to go first.

The search is exact and small: candidates who belong to the same categories are alike, so only the
*number* taken from each kind is searched.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field


class NoFeasibleOutcome(ValueError):
    """No way of filling the places keeps the constraint."""


@dataclass(frozen=True)
class Category:
    """At least `least` and at most `most` (None: no limit) of `members` are to be elected."""

    name: str
    members: frozenset[int]
    least: int = 0
    most: int | None = None


@dataclass(frozen=True)
class Constraint:
    """The categories of a contest; a candidate may be in several."""

    categories: tuple[Category, ...]


_WRITTEN = re.compile(
    r"\s*(?P<name>[^:]+):\s*(?P<how>at least|at most|exactly)\s+(?P<n>\d+)\s+of\s+(?P<who>[\d,\s]+)"
)


def read_constraint(lines: Sequence[str]) -> Constraint:
    """Read "clinician: at least 1 of 2,5,7". Raises ValueError with the remedy."""
    found = []
    for line in lines:
        match = _WRITTEN.fullmatch(line)
        if not match:
            raise ValueError(
                f"“{line}” is not a constraint. Write, for example: clinician: at least 1 of 2,5,7"
            )
        number, how = int(match["n"]), match["how"]
        members = frozenset(int(each) for each in match["who"].replace(",", " ").split())
        found.append(
            Category(
                match["name"].strip(), members,
                0 if how == "at most" else number, None if how == "at least" else number,
            )
        )  # fmt: skip
    return Constraint(tuple(found))


@dataclass(frozen=True)
class Guard:
    """Who is guarded and who is doomed, for a constraint (none: nobody)."""

    constraint: Constraint = field(default_factory=lambda: Constraint(()))

    def __post_init__(self) -> None:
        object.__setattr__(self, "_known", {})

    @property
    def active(self) -> bool:
        return bool(self.constraint.categories)

    def guarded(self, elected: Collection[int], hopeful: Collection[int], seats: int) -> set[int]:
        return self._view(elected, hopeful, seats)[0]

    def doomed(self, elected: Collection[int], hopeful: Collection[int], seats: int) -> set[int]:
        return self._view(elected, hopeful, seats)[1]

    def allows(self, elected: Collection[int], hopeful: Collection[int], seats: int) -> bool:
        """Whether some way of filling the places keeps the constraint."""
        try:
            self.check(elected, hopeful, seats)
        except NoFeasibleOutcome:
            return False
        return True

    def check(self, elected: Collection[int], hopeful: Collection[int], seats: int) -> None:
        """Raises NoFeasibleOutcome where the constraint cannot be kept."""
        if self.constraint.categories:
            self._view(elected, hopeful, seats)

    def _view(
        self, elected: Collection[int], hopeful: Collection[int], seats: int
    ) -> tuple[set[int], set[int]]:
        if not self.constraint.categories:
            return set(), set()
        known: dict[object, tuple[set[int], set[int]]] = getattr(self, "_known")  # noqa: B009
        key = (frozenset(elected), frozenset(hopeful), seats)
        if key not in known:
            known[key] = self._search(elected, hopeful, seats)
        return known[key]

    def _kind(self, candidate: int) -> tuple[int, ...]:
        return tuple(int(candidate in each.members) for each in self.constraint.categories)

    def _search(
        self, elected: Collection[int], hopeful: Collection[int], seats: int
    ) -> tuple[set[int], set[int]]:
        kinds: dict[tuple[int, ...], list[int]] = {}
        for each in sorted(hopeful):
            kinds.setdefault(self._kind(each), []).append(each)
        held = [
            sum(each in category.members for each in elected)
            for category in self.constraint.categories
        ]
        places = min(seats - len(elected), len(hopeful))
        order = list(kinds)
        ways = list(self._ways(order, [len(kinds[each]) for each in order], places, held))
        if not ways:
            raise NoFeasibleOutcome(self._why(seats))
        guarded: set[int] = set()
        doomed: set[int] = set()
        for at, kind in enumerate(order):
            if all(way[at] == len(kinds[kind]) for way in ways):
                guarded.update(kinds[kind])
            if all(way[at] == 0 for way in ways):
                doomed.update(kinds[kind])
        return guarded, doomed

    def _ways(
        self, order: list[tuple[int, ...]], sizes: list[int], places: int, held: list[int]
    ) -> Iterator[tuple[int, ...]]:
        """Every number from each kind that fills the places and keeps every category."""
        if not order:
            if places == 0 and all(
                each.least <= number and (each.most is None or number <= each.most)
                for each, number in zip(self.constraint.categories, held, strict=True)
            ):
                yield ()
            return
        if places > sum(sizes):
            return
        for number in range(min(sizes[0], places) + 1):
            now = [had + number * part for had, part in zip(held, order[0], strict=True)]
            if any(
                each.most is not None and has > each.most
                for each, has in zip(self.constraint.categories, now, strict=True)
            ):
                return
            for rest in self._ways(order[1:], sizes[1:], places - number, now):
                yield (number, *rest)

    def _why(self, seats: int) -> str:
        wanted = "; ".join(
            f"{each.name}: at least {each.least}"
            + (f" and at most {each.most}" if each.most is not None else "")
            + f" of candidates {', '.join(str(one) for one in sorted(each.members))}"
            for each in self.constraint.categories
        )
        return (
            f"No way of filling the {seats} places keeps the constraint ({wanted}). "
            "Change the constraint or the number of places, or find more candidates."
        )
