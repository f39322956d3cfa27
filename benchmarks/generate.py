"""Make a large, wholly synthetic database for the benchmarks: 2,000 mutuals, a million observations.

    python benchmarks/generate.py [--mutuals 2000] [--observations 1000000]

Writes to the database of DATABASE_URL, which must be empty, after migrating it. Recording times
are spread over 40 days, the moments `benchmarks/estimates.py` asks about; one row in ten
corrects an earlier one. The seed is fixed, so two runs give the same rows.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mutualise.settings.local")

import django

django.setup()

from django.core.management import call_command
from django.db import transaction
from django.db.models import F

from mutualise.evidence.models import Observation, Source
from mutualise.evidence.rules.digest import content_digest
from mutualise.register import models as register

SEED = 20140723
FIRST_DAY = datetime(2024, 1, 1, tzinfo=UTC)
MOMENTS = [FIRST_DAY + timedelta(days=30 * n) for n in range(40)]
REGIONS = [
    "north-east",
    "north-west",
    "yorkshire-and-the-humber",
    "east-midlands",
    "west-midlands",
    "east-of-england",
    "london",
    "south-east",
    "south-west",
]
SECTORS = ("community health", "libraries", "youth services", "adult social care", "housing")
YEARS = range(2005, 2027)
KINDS = (
    ("employees", "people"),
    ("contract-value-annual", "GBP a year"),
    ("turnover", "GBP a year"),
    ("staff-transferred-in", "people"),
    ("staff-feel-trusted", "per cent"),
    ("output-per-employee", "index"),
    ("hires", "people"),
    ("leavers", "people"),
)
BATCH = 20_000


def bodies(count: int, source: Source) -> list[tuple[str, int]]:
    """Record `count` mutuals launched 2006-2013; returns (code, size in staff)."""
    chance = random.Random(SEED)
    found = [(f"bench-{n:04d}", max(2, int(chance.lognormvariate(4.6, 1.2)))) for n in range(count)]
    rows = register.Organisation.objects.bulk_create(
        [register.Organisation(code=code, recorded_at=FIRST_DAY) for code, _ in found]
    )
    ids = {row.code: row for row in register.Organisation.objects.all()} if rows else {}
    common = {"source": source, "recorded_at": FIRST_DAY}
    register.Entry.objects.bulk_create(
        register.Entry(
            organisation=ids[code],
            name=f"Benchmark mutual {code[6:]}",
            entry_class="mutual",
            legal_form="CIC",
            sector=chance.choice(SECTORS),
            region=chance.choice(REGIONS),
            nation="england",
            parent_body="Benchmark council",
            **common,
        )
        for code, _ in found
    )
    launched = [date(chance.randint(2006, 2010), chance.randint(1, 12), 1) for _ in found]
    register.LifeEvent.objects.bulk_create(
        register.LifeEvent(
            organisation=ids[code], kind="launched", earliest=day, latest=day, **common
        )
        for (code, _), day in zip(found, launched, strict=True)
    )
    register.ControlFact.objects.bulk_create(
        register.ControlFact(
            organisation=ids[code], kind="staff-directors", valid_from=day, **common
        )
        for (code, _), day in zip(found, launched, strict=True)
    )
    return found


def observations(found: list[tuple[str, int]], count: int, source: Source) -> Iterator[Observation]:
    """`count` rows: every body, kind and year in turn, then again with later recording times."""
    chance = random.Random(SEED + 1)
    made = 0
    turn = 0
    while made < count:
        for year in YEARS:
            start, end = date(year, 7, 1), date(year, 7, 2)
            for kind, unit in KINDS:
                for code, size in found:
                    if made == count:
                        return
                    made += 1
                    value = Decimal(_value(kind, size, chance))
                    yield _row(code, kind, value, unit, start, end, turn, chance, source)
        turn += 1


def _value(kind: str, size: int, chance: random.Random) -> int:
    near = max(1, int(size * chance.uniform(0.9, 1.1)))
    if kind in ("contract-value-annual", "turnover"):
        return near * 43_000
    if kind in ("staff-feel-trusted", "output-per-employee"):
        return chance.randint(70, 100)
    return near if kind == "employees" else max(0, near // 20)


def _row(
    code: str,
    kind: str,
    value: Decimal,
    unit: str,
    start: date,
    end: date,
    turn: int,
    chance: random.Random,
    source: Source,
) -> Observation:
    content = dict.fromkeys(("base", "base_count", "population_count", "locator"), None) | {
        "subject": code,
        "measure": kind,
        "qualifier": "=",
        "value": value,
        "unit": unit,
        "valid_from": start,
        "valid_until": end,
        "area": "england",
        "quality": "RETURNED",
        "source": source.code,
        "note": f"turn {turn}",
    }
    return Observation(
        subject=code,
        measure=kind,
        value=value,
        unit=unit,
        valid_from=start,
        valid_until=end,
        area="england",
        quality="RETURNED",
        source=source,
        note=f"turn {turn}",
        digest=content_digest(content),
        recorded_at=chance.choice(MOMENTS),
    )


@transaction.atomic
def correct_one_in_ten(count: int, source: Source) -> None:
    chance = random.Random(SEED + 2)
    picked = Observation.objects.annotate(rest=F("id") % 10).filter(rest=0).order_by("id")[:count]
    batch: list[Observation] = []
    for old in list(picked):
        batch.append(
            Observation(
                subject=old.subject,
                measure=old.measure,
                value=old.value + 1,
                unit=old.unit,
                valid_from=old.valid_from,
                valid_until=old.valid_until,
                area=old.area,
                quality=old.quality,
                source=source,
                note=old.note + " corrected",
                digest=content_digest(
                    {
                        key: getattr(old, key, None)
                        for key in ("subject", "measure", "qualifier", "unit", "area", "quality")
                    }
                    | {
                        "value": old.value + 1,
                        "valid_from": old.valid_from,
                        "valid_until": old.valid_until,
                        "base": None,
                        "base_count": None,
                        "population_count": None,
                        "source": source.code,
                        "locator": None,
                        "note": old.note + " corrected",
                    }
                ),
                recorded_at=old.recorded_at + timedelta(days=chance.randint(1, 300)),
                replaces=old,
                change="CORRECTION",
                reason="Benchmark correction",
            )
        )
        if len(batch) == BATCH:
            Observation.objects.bulk_create(batch, batch_size=2_000)
            batch.clear()
    Observation.objects.bulk_create(batch, batch_size=2_000)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mutuals", type=int, default=2_000)
    parser.add_argument("--observations", type=int, default=1_000_000)
    wanted = parser.parse_args()
    call_command("migrate", verbosity=0)
    if register.Organisation.objects.exists():
        print("The database is not empty: set DATABASE_URL to a new one.", file=sys.stderr)
        return 2
    began = time.monotonic()
    source = Source.objects.create(
        code="benchmark", title="Synthetic benchmark data", recorded_at=FIRST_DAY
    )
    with transaction.atomic():
        found = bodies(wanted.mutuals, source)
    corrections = wanted.observations // 11
    batch: list[Observation] = []
    done = 0
    for row in observations(found, wanted.observations - corrections, source):
        batch.append(row)
        if len(batch) == BATCH:
            Observation.objects.bulk_create(batch, batch_size=2_000)
            done += len(batch)
            batch.clear()
            print(f"\r{done:,} observations, {time.monotonic() - began:.0f} s", end="", flush=True)
    Observation.objects.bulk_create(batch, batch_size=2_000)
    correct_one_in_ten(corrections, source)
    print(f"\n{Observation.objects.count():,} observations in {time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
