"""Run by `test_demonstration.py` in a process and database of its own: prints verdicts as JSON."""

from __future__ import annotations

import json
from copy import copy
from datetime import date
from decimal import Decimal
from pathlib import Path

import django

django.setup()

from django.db import transaction  # noqa: E402

from mutualise.claims.queries.resolve import checked  # noqa: E402
from mutualise.evidence.actions import digest_of  # noqa: E402
from mutualise.evidence.ingest.tables import read_paths  # noqa: E402
from mutualise.evidence.models import Observation, Source  # noqa: E402
from mutualise.register.ingest.load import ALL_COLUMNS, load  # noqa: E402
from mutualise.register.models import LifeEvent, Organisation  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "data/announcements/2014-07-23-hundred-mutuals.md").read_text()


def verdicts() -> dict[str, str]:
    return {claim.measure: str(claim.verdict) for claim in checked(TEXT).claims}


def correct(value, **which) -> None:
    """Put a corrected value in the place of the planted one."""
    old = Observation.objects.filter(**which).order_by("-valid_from", "-value").first()
    new = copy(old)
    new.pk, new._state.adding = None, True
    new.value = Decimal(value)
    new.replaces, new.change, new.reason = old, "CORRECTION", "Planted"
    new.recorded_at = Source.objects.first().recorded_at
    new.digest = digest_of(new)
    new.save()


def end_some() -> None:
    source = Source.objects.first()
    for body in Organisation.objects.order_by("code")[:20]:
        day = date(2014, 6, 1)
        LifeEvent.objects.create(
            organisation=body, source=source, kind="ended", earliest=day, latest=day
        )


def jobs() -> None:
    for row in list(Observation.objects.filter(measure="hires")):
        correct(0, pk=row.pk)


DAY = date(2014, 7, 23)
FLIPS = {
    "live-mutuals": end_some,
    "employees": lambda: correct(9_000, measure="employees", valid_from=DAY, quality="RETURNED"),
    "services-value": lambda: correct(200_000_000, measure="contract-value-annual"),
    "additional-jobs": jobs,
    "programme-budget": lambda: correct(12_000_000, measure="programme-budget"),
    "public-service-productivity-growth": lambda: correct(
        "0.4", measure="public-service-productivity-growth"
    ),
    "staff-productivity-growth": lambda: correct(120, measure="output-per-employee"),
    "staff-feel-trusted": lambda: correct(80, measure="staff-feel-trusted"),
    "headcount-ratio": lambda: correct(
        30, measure="employees", subject="bit", valid_from=date(2014, 8, 5)
    ),
}

load(read_paths([ROOT / "data/demonstration"], ALL_COLUMNS))
found = {"planted": verdicts(), "changed": {}}
for measure, flip in FLIPS.items():
    with transaction.atomic():
        flip()
        found["changed"][measure] = verdicts()[measure]
        transaction.set_rollback(True)
    from mutualise.register.queries import facts, population
    from mutualise.statistics.queries import evidence, figure

    # What was read of a record that was rolled back must not answer for the next.
    for kept in (facts._all_facts, facts._by_code, facts._moments, population._counted,
                 evidence._population, figure._estimate):  # fmt: skip
        kept.cache_clear()
    evidence.forget()
print(json.dumps(found))
