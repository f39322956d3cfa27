"""How often the range of an imputed total holds the truth, in made-up worlds.

    python benchmarks/coverage.py [WORLDS]

Asks the shipped measures, with their coverage rule off so that no world is left out, about worlds
whose truth is known. All numbers are synthetic and every world has its own seed. Ends with 1 where
a range holds the truth in fewer than 93 or more than 97 of 100 worlds.

A world: 100 bodies of skewed size, the larger ones reached more often; about 70% are. 2% closed in
the year: one reached and found closed leaves the register, a silent one is still on it.

- `services-value`: each body has yearly contract values or, half of them, a turnover; a year's growth
  has a spread of 8%, and one in twelve won or lost a contract of 10-50% of its size.
- `additional-jobs`: headcounts three years apart with yearly ones between; growth over three years has
  a spread of 20%; one in six took staff over with a service, reported as transferred in.

Each is also asked of worlds in which growth varies more the smaller a body is.
"""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from mutualise.statistics.rules.estimate import Estimate
from mutualise.statistics.rules.evaluate import evaluate
from mutualise.statistics.rules.measure import Measure
from mutualise.statistics.rules.population import Member, Population
from mutualise.statistics.rules.question import Question
from mutualise.statistics.rules.readings import Readings, Row
from mutualise.statistics.rules.versions import parse_measure

BODIES = 100
ASKED = date(2014, 7, 23)
START, THEN, NOW = date(2011, 7, 23), date(2013, 3, 31), date(2014, 7, 1)
MEASURES = Path(__file__).parents[1] / "definitions" / "measures"
World = tuple[list[Row], np.ndarray, float]


def without_coverage_rule(code: str) -> Measure:
    text = (MEASURES / f"{code}.yaml").read_text(encoding="utf-8")
    for rule in ("coverage: 0.6", "coverage_weight: 0.75"):
        assert rule in text
        text = text.replace(rule, rule.split(":")[0] + ": 0")
    return parse_measure(text, f"{code}.yaml")


def reading(
    body: int, kind: str, value: float, unit: str, day: date, until: date | None = None
) -> Row:
    number = f"{kind}-{body}-{day}"
    return Row(
        number, f"body-{body:03d}", kind, "=", Decimal(int(value)), unit, day,
        until or day + timedelta(days=1), "england", "RETURNED", "", None, None, "returns", None, "", "",
        number.encode().hex().zfill(64)[-64:], datetime(2014, 7, 1, tzinfo=UTC),
    )  # fmt: skip


def _reached(chance: np.random.Generator, largeness: np.ndarray) -> np.ndarray:
    return chance.random(BODIES) < 1 / (1 + np.exp(-(0.95 + 0.6 * largeness)))


def _spread(usual: float, largeness: np.ndarray, small_ones_vary: bool) -> np.ndarray:
    """Of growth: the same for all, or from twice the usual for small bodies to half for large."""
    return usual * 2 ** -np.clip(largeness, -1, 1) if small_ones_vary else np.full(BODIES, usual)


def services(seed: int, small_ones_vary: bool = False) -> World:
    """Rows, who is gone from the register, and the value of services a year of those still there."""
    chance = np.random.default_rng(seed)
    largeness = chance.normal(0, 1, BODIES)
    then = np.rint(np.exp(15 + 1.2 * largeness))
    spread = _spread(0.08, largeness, small_ones_vary)
    now = then * (1.02 + chance.normal(0, 1, BODIES) * spread)
    moved = chance.random(BODIES) < 1 / 12
    step = chance.uniform(0.1, 0.5, BODIES) * chance.choice([-1, 1], BODIES)
    now = np.maximum(1, np.rint(np.where(moved, now * (1 + step), now)))
    closed, reached = chance.random(BODIES) < 0.02, _reached(chance, largeness)
    of_turnover = chance.random(BODIES) < 0.5
    rows = []
    for body in range(BODIES):
        kind = "turnover" if of_turnover[body] else "contract-value-annual"
        rows.append(reading(body, kind, then[body], "GBP a year", THEN))
        if reached[body] and not closed[body]:
            rows.append(reading(body, kind, now[body], "GBP a year", NOW))
    return rows, reached & closed, float(now[~closed].sum())


def jobs(seed: int, small_ones_vary: bool = False) -> World:
    """Rows, who is gone from the register, and the jobs added over three years by those still there."""
    chance = np.random.default_rng(seed)
    largeness = chance.normal(0, 1, BODIES)
    start = np.maximum(2, np.rint(np.exp(4.6 + 1.2 * largeness)))
    growth = 0.05 + chance.normal(0, 1, BODIES) * _spread(0.2, largeness, small_ones_vary)
    added = np.maximum(1 - start, np.rint(start * growth))
    took_over = chance.random(BODIES) < 1 / 6
    moved = np.where(took_over, np.rint(start * chance.uniform(0.1, 0.5, BODIES)), 0)
    middle = np.maximum(1, np.rint(start + (added + moved) * 0.6))
    closed, reached = chance.random(BODIES) < 0.02, _reached(chance, largeness)
    rows = []
    for body in range(BODIES):
        rows.append(reading(body, "employees", start[body], "people", START))
        rows.append(reading(body, "employees", middle[body], "people", THEN))
        if moved[body]:
            rows.append(
                reading(body, "staff-transferred-in", moved[body], "people", date(2012, 4, 1),
                        date(2013, 4, 1))
            )  # fmt: skip
        if reached[body] and not closed[body]:
            end = start[body] + added[body] + moved[body]
            rows.append(reading(body, "employees", end, "people", NOW))
    return rows, reached & closed, float(added[~closed].sum())


WORLDS: dict[str, Callable[[int, bool], World]] = {
    "services-value": services,
    "additional-jobs": jobs,
}


def asked(measure: Measure, world: World) -> tuple[Estimate, float]:
    """The estimate of one world, and the truth."""
    rows, gone, truth = world
    members = (Member(f"body-{n:03d}", True, None, "england") for n in range(BODIES) if not gone[n])
    people = Population.of("CO-2011", ASKED, members, closures=2, body_years=Fraction(100))
    return evaluate(measure, Readings.of(rows), people, Question(ASKED)), truth


def outcomes(code: str, worlds: int, small_ones_vary: bool = False) -> np.ndarray:
    """For each world: value, lower, upper and truth, as four rows."""

    def each() -> Iterator[tuple[Any, ...]]:
        measure = without_coverage_rule(code)
        for seed in range(worlds):
            found, truth = asked(measure, WORLDS[code](seed, small_ones_vary))
            yield found.value, found.lower, found.upper, truth

    return np.array(list(each()), dtype=float).T


def share_held(found: np.ndarray) -> float:
    _, lower, upper, truth = found
    return float(((lower <= truth) & (truth <= upper)).mean())


def main() -> int:
    worlds = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    right = True
    for code, small_ones_vary in itertools.product(WORLDS, (False, True)):
        found = outcomes(code, worlds, small_ones_vary)
        value, lower, upper, truth = found
        held = share_held(found)
        print(
            f"{code:<16}{'small ones vary' if small_ones_vary else '':<16} held {held:.1%} of {worlds} worlds; mean error "
            f"{(value - truth).mean() / truth.mean():+.2%}, root mean square "
            f"{np.sqrt(((value - truth) ** 2).mean()) / truth.mean():.2%}, half width "
            f"{((upper - lower) / 2).mean() / truth.mean():.2%} of the mean truth"
        )
        right &= 0.93 <= held <= 0.97
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
