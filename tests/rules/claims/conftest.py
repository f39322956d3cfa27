"""A small world of evidence in which all nine figures of the announcement hold."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from mutualise.claims.rules.check import CheckedClaim, CheckedDocument, check
from mutualise.claims.rules.measured import (
    ClaimReference,
    Measured,
    StatedBound,
    UnknownMeasure,
)

ANNOUNCEMENT = """---
title: "Mutuals of the public service"
date: 2014-07-23
---

# Public service mutuals grow

There are now [100 public service mutuals](claim:live-mutuals?at=2014-07-23&area=england-and-wales)
in England and Wales,
[delivering nearly £1.5 billion of public services](claim:services-value?at=2014-07-23&area=england-and-wales)
a year and [employing 35,000 people](claim:employees?at=2014-07-23&area=england-and-wales).

| What | Figure |
|---|---|
| Jobs | [more than 3,000 additional jobs over three years](claim:additional-jobs?at=2014-07-23&years=3&area=england-and-wales) |
| Help | a [£10m programme](claim:programme-budget?at=2014-07-23) of advice |

> In public services productivity was [flat between 1997 and 2010](claim:public-service-productivity-growth?from=1997&to=2010).

1. [Productivity of MyCSP's staff rose by 15 per cent year on year](claim:staff-productivity-growth?subject=mycsp&at=2014-07-23)
2. [Over 90 per cent of staff at City Health Care Partnership feel trusted](claim:staff-feel-trusted?subject=chcp&at=2014-07-23)
3. The team has [more than doubled its headcount in six months](claim:headcount-ratio?subject=bit&from=2014-02-05&to=2014-08-05)
"""
ENGLAND_AND_WALES = {"area": "england-and-wales", "area_label": "England and Wales"}


def measured(unit: str, value: str, lower: str, upper: str, **rest: Any) -> Measured:
    return Measured(
        unit=unit,
        value=Decimal(value),
        lower=Decimal(lower),
        upper=Decimal(upper),
        range_kind="imputation",
        **rest,
    )


class World:
    """What the evidence says; a test plants a change and checks the announcement again."""

    def __init__(self) -> None:
        whole = ENGLAND_AND_WALES
        self.known = {
            "live-mutuals": measured("count", "100", "100", "100", **whole),
            "services-value": measured("GBP a year", "1.47e9", "1.46e9", "1.48e9", **whole),
            "employees": measured("people", "35100", "34800", "35400", **whole),
            "additional-jobs": measured("people", "3200", "3100", "3300", window_years=3, **whole),
            "programme-budget": measured("GBP", "10000000", "10000000", "10000000"),
            "public-service-productivity-growth": measured(
                "per cent a year", "0.0", "-0.05", "0.05", area="united-kingdom"
            ),
            "staff-productivity-growth": measured("per cent a year", "15", "14.6", "15.4"),
            "staff-feel-trusted": measured(
                "per cent", "93", "91", "95", denominator="staff", base_count=1200
            ),
            "headcount-ratio": measured("ratio", "2.5", "2.5", "2.5", base_value=Decimal(24)),
        }

    def plant(self, measure: str, **changes: Any) -> None:
        self.known[measure] = replace(self.known[measure], **changes)

    def resolve(self, reference: ClaimReference) -> Measured:
        if reference.measure not in self.known:
            raise UnknownMeasure(f"There is no measure “{reference.measure}”.")
        return self.known[reference.measure]

    def check(self, text: str = ANNOUNCEMENT) -> CheckedDocument:
        return check(text, self.resolve)

    def claim(self, words: str, link: str, sentence: str = "{}") -> CheckedClaim:
        """Check one claim: its words, its link, and the sentence it stands in."""
        (only,) = self.check(sentence.format(f"[{words}](claim:{link})")).claims
        return only


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def announcement() -> str:
    return ANNOUNCEMENT


@pytest.fixture
def as_many_as_3000() -> StatedBound:
    return StatedBound(
        Decimal(3000), "<=", date(2013, 7, 23), "the study of 2013", "as many as 3,000"
    )
