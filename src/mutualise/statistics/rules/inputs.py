"""Everything a method may look at, and the frame of the estimate it gives back."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from mutualise.statistics.rules import days
from mutualise.statistics.rules.amounts import Ints, rounded
from mutualise.statistics.rules.estimate import Estimate, Exact, lineage_of, used_digests
from mutualise.statistics.rules.figures import Figures, known_figures
from mutualise.statistics.rules.measure import Measure
from mutualise.statistics.rules.population import Population
from mutualise.statistics.rules.question import Question
from mutualise.statistics.rules.readings import Readings

# An announcement's own assertion (CLAIMED) is never a measurement, and an official statement of a
# total (STATED) says nothing about one body.
MEASURED = "OBSERVED"


@dataclass(frozen=True)
class Inputs:
    """A measure, the evidence, the population and the question, for one method to answer.

    `population` is already that of the question's area; `before` is the population at the start
    of the window, for flows, where the caller has it.
    """

    measure: Measure
    readings: Readings
    population: Population
    question: Question
    before: Population | None = None

    @property
    def on(self) -> int:
        return self.question.as_at.toordinal()

    @property
    def moment(self) -> int | None:
        known = self.question.as_known_at
        return None if known is None else days.microseconds(known)

    @property
    def area(self) -> str:
        return self.question.area or self.measure.area

    @property
    def subject(self) -> str:
        """The one subject asked about, where the measure is of one, or a part of the measure's own."""
        return self.question.subject or ("" if self.wants_subject else self.measure.subject)

    @property
    def wants_subject(self) -> bool:
        return self.measure.subject == "organisation"

    def back(self, months: int) -> int:
        """The day `months` before the day asked about."""
        return days.months_before(self.question.as_at, months).toordinal()

    def figures(
        self, kind: str, *, worst: str = MEASURED, subject: str = "", on: int | None = None
    ) -> Figures:
        day = self.on if on is None else on
        return known_figures(
            self.readings, kind, on=day, moment=self.moment, worst=worst, subject=subject
        )

    def published(self, number: Fraction | int) -> Decimal:
        """A number at the measure's own precision."""
        return rounded(number, self.measure.places)

    def answer(
        self,
        *,
        value: Fraction | int | None = None,
        lower: Fraction | int | None = None,
        upper: Fraction | int | None = None,
        finer_ends: int = 0,
        digests: tuple[Ints, ...] = (),
        newest: int = 0,
        **found: Any,
    ) -> Estimate:
        """An estimate of this measure with its lineage. The value and its range are given unrounded
        and published at the measure's places, the ends with `finer_ends` more. `newest` is the
        ordinal of the newest reading used, 0 for none."""
        exact = Exact(*(None if each is None else Fraction(each) for each in (value, lower, upper)))
        places = self.measure.places
        published = [
            None if each is None else rounded(each, places + finer)
            for each, finer in zip(exact, (0, finer_ends, finer_ends), strict=True)
        ]
        measure, used = self.measure, used_digests(*digests)
        found.setdefault("denominator", measure.denominator)
        found.setdefault("area", self.area)
        found["notes"] = (*found.get("notes", ()), *self._in_another_currency())
        return Estimate(
            measure=measure.code,
            measure_version=measure.version,
            method=measure.method,
            question=self.question,
            unit=measure.unit,
            value=published[0],
            lower=published[1],
            upper=published[2],
            exact=exact,
            used=used,
            evidence_until=days.day_of(newest),
            lineage=lineage_of(
                used,
                population=self.population.digest if measure.population else "",
                method=measure.method,
                version=measure.version,
                question=self.question,
            ),
            **found,
        )

    def _in_another_currency(self) -> tuple[str, ...]:
        """A note of the figures known of those asked about that are not in pounds, if there are any."""
        whom = self.population.sure.codes if self.measure.population else (self.subject,)
        left_out = 0
        for kind in self.measure.kinds:
            table = self.readings.of_kind(kind)
            if table.foreign.any():
                known = table.foreign & table.known_at(self.moment) & (table.valid_from <= self.on)
                theirs = np.isin(table.subject, self.readings.locate(whom))
                left_out += len(np.unique(table.digest[known & theirs]))
        if not left_out:
            return ()
        figures = "1 figure" if left_out == 1 else f"{left_out:,} figures"
        return (f"Left out because they are not in pounds: {figures}.",)

    def silent(self, reason: str, **found: Any) -> Estimate:
        """An estimate that cannot speak, and why."""
        return self.answer(speaks=False, reason=reason, **found)
