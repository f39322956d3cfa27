"""Every measure at 40 recording dates, on a million observations.

    DATABASE_URL=… python benchmarks/estimates.py

Run `benchmarks/generate.py` first. Baseline: SQL in the same database that only adds up, for one
kind of observation, the latest known row of each body at the same 40 moments, with no imputation,
range or coverage.
"""

from __future__ import annotations

import os
import platform
import sys
import time
from datetime import date

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mutualise.settings.local")

import django

django.setup()

from django.db import connection
from generate import MOMENTS

from mutualise.statistics.queries import evidence
from mutualise.statistics.queries.measures import measures
from mutualise.statistics.rules.evaluate import evaluate_at
from mutualise.statistics.rules.question import Question

DAY = date(2026, 8, 1)
SUBJECT = "bench-0001"
SUM = """
SELECT SUM(value) FROM (
  SELECT o.value, ROW_NUMBER() OVER (PARTITION BY o.subject ORDER BY o.valid_from DESC, o.id DESC) AS place
  FROM evidence_observation o
  LEFT JOIN evidence_observation later ON later.replaces_id = o.id AND later.recorded_at <= %s
  WHERE o.measure = 'employees' AND o.recorded_at <= %s AND later.id IS NULL AND o.valid_from <= %s
) AS ranked WHERE place = 1
"""


def timed(label: str, work: object) -> float:
    began, used = time.perf_counter(), time.process_time()
    work()  # type: ignore[operator]
    seconds, processor = time.perf_counter() - began, time.process_time() - used
    print(f"{label:<62}{seconds:8.2f} s, {processor:.2f} s of the processor")
    return seconds


def every_measure() -> None:
    readings = evidence.readings()
    for measure in measures().values():
        question = Question(
            DAY,
            subject=SUBJECT if measure.subject == "organisation" else "",
            window_from=date(2015, 1, 1),
            window_to=date(2025, 12, 31),
            definition="CO-2011" if measure.population else "",
        )
        people = evidence.population(question.definition, DAY)
        evaluate_at(measure, readings, people, question, MOMENTS)


def one_sum() -> None:
    with connection.cursor() as cursor:
        for moment in MOMENTS:
            cursor.execute(SUM, [moment, moment, DAY])
            cursor.fetchone()


def main() -> int:
    print(
        f"{platform.processor() or platform.machine()}, Python {platform.python_version()}, {connection.vendor}"
    )
    timed("Reading every observation into columns, once a process", evidence.readings)
    timed(
        "The population of the day, once a version of the register",
        lambda: evidence.population("CO-2011", DAY),
    )
    ours = timed(f"{len(measures())} measures at {len(MOMENTS)} recording dates", every_measure)
    plain = timed(f"Baseline: one plain SQL sum at {len(MOMENTS)} recording dates", one_sum)
    print(f"{len(measures())} measures take {ours / plain:.2f} times as long as one plain sum.")
    return 0 if ours < 5 else 1


if __name__ == "__main__":
    sys.exit(main())
