"""How long every measure takes at forty recording dates; a script to run by hand, not a test.

    python tests/rules/statistics/speed.py [--bodies 2000] [--observations 1000000]

Makes wholly synthetic readings in memory, builds the columns, and prints seconds for each.
"""

from __future__ import annotations

import argparse
import random
import time
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from mutualise.statistics.rules.evaluate import evaluate_at
from mutualise.statistics.rules.population import Member, Population
from mutualise.statistics.rules.question import Question
from mutualise.statistics.rules.readings import Readings, Row
from mutualise.statistics.rules.versions import parse_measure

MEASURES = Path(__file__).parents[3] / "definitions" / "measures"
KINDS = (
    ("employees", "people"),
    ("contract-value-annual", "GBP a year"),
    ("turnover", "GBP"),
    ("staff-transferred-in", "people"),
    ("staff-feel-trusted", "per cent"),
    ("output-per-employee", "index"),
    ("hires", "people"),
    ("leavers", "people"),
)
FIRST = datetime(2020, 1, 1, tzinfo=UTC)
MOMENTS = [FIRST + timedelta(days=30 * each) for each in range(40)]


def rows(bodies: int, count: int) -> list[Row]:
    chance = random.Random(20140723)
    made = []
    for number in range(count):
        kind, unit = KINDS[number // bodies % len(KINDS)]
        year = 2005 + number // (bodies * len(KINDS)) % 20
        day = date(year, chance.randint(1, 12), 1)
        recorded = chance.choice(MOMENTS)
        ended = recorded + timedelta(days=300) if number % 10 == 0 else None
        made.append(
            Row(
                f"obs-{number}", f"body-{number % bodies:04d}", kind, "=",
                Decimal(chance.randint(10, 2000)), unit, day, day + timedelta(days=1), "england",
                "RETURNED", "", None, None, "returns", None, "", "", f"{number:064x}",
                recorded, ended, "NEW", "CORRECTION" if ended else "",
            )
        )  # fmt: skip
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bodies", type=int, default=2_000)
    parser.add_argument("--observations", type=int, default=1_000_000)
    asked = parser.parse_args()
    made = rows(asked.bodies, asked.observations)
    began = time.perf_counter()
    readings = Readings.of(made)
    print(f"columns of {len(readings):,} readings: {time.perf_counter() - began:.2f} s")
    day = date(2023, 7, 1)
    members = (Member(f"body-{n:04d}", True, None, "england") for n in range(asked.bodies))
    population = Population.of("CO-2011", day, members)
    whole = 0.0
    for path in sorted(MEASURES.glob("*.yaml")):
        measure = parse_measure(path.read_text(encoding="utf-8"), path.name)
        subject = "body-0001" if measure.subject == "organisation" else ""
        question = Question(day, subject=subject, window_from=date(2020, 7, 1), window_to=day)
        began = time.perf_counter()
        found = evaluate_at(measure, readings, population, question, MOMENTS)
        taken = time.perf_counter() - began
        whole += taken
        print(f"{measure.code:40} {taken:6.2f} s   {found[-1].value} ({found[-1].speaks})")
    print(f"every measure at {len(MOMENTS)} recording dates: {whole:.2f} s")


if __name__ == "__main__":
    main()
