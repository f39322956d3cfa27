"""Judge a test by what is known of the measure: supported, point only, not supported, cannot say."""

from dataclasses import dataclass
from enum import StrEnum

from mutualise.claims.rules.interval import Test, in_words, spread, with_unit
from mutualise.claims.rules.measured import Measured


class Verdict(StrEnum):
    """The outcome for one claim."""

    SUPPORTED = "supported"
    POINT_ONLY = "point only"
    NOT_SUPPORTED = "not supported"
    CANNOT_SAY = "cannot say"


_ANY = Test()


@dataclass(frozen=True)
class Judgement:
    """A verdict with its reason in a plain sentence."""

    verdict: Verdict
    reason: str


def _whole_range_holds(measured: Measured, *tests: Test) -> bool:
    """Whether both ends of the range are known and pass, so that every value between them does."""
    ends = (measured.lower, measured.upper)
    return all(end is not None and test.holds(end) for end in ends for test in tests)


def judge(test: Test, measured: Measured, side: Test = _ANY) -> Judgement:
    """The verdict by arithmetic alone; faults of wording are weighed by `with_faults`.

    `side` holds the values that move the way the sentence says ("rose by up to 15 per cent": 0 and above).
    """
    if not measured.speaks:
        return Judgement(
            Verdict.CANNOT_SAY, measured.reason or "The evidence does not cover enough to speak."
        )
    if measured.value is None and _whole_range_holds(measured, test, side):
        ends = spread(measured.lower, measured.upper, measured.unit)
        return Judgement(
            Verdict.SUPPORTED, f"No single value is known, but the whole range, {ends}, passes."
        )
    if measured.value is None:
        return Judgement(
            Verdict.CANNOT_SAY, measured.reason or "No value can be computed from the evidence."
        )
    value, unit = measured.value, measured.unit
    shown = f"The computed value, {with_unit(value, unit)},"
    if not test.holds(value):
        return Judgement(Verdict.NOT_SUPPORTED, f"{shown} is outside {in_words(test, unit)}.")
    if not side.holds(value):
        return Judgement(
            Verdict.NOT_SUPPORTED, f"{shown} moved the other way than the sentence says."
        )
    if measured.lower is None or measured.upper is None:
        return Judgement(Verdict.POINT_ONLY, f"{shown} passes, but its range is not known.")
    if measured.lower == value == measured.upper:
        return Judgement(Verdict.SUPPORTED, f"{shown} passes the test.")
    ends = spread(measured.lower, measured.upper, unit)
    if _whole_range_holds(measured, test, side):
        return Judgement(Verdict.SUPPORTED, f"{shown} and its whole range, {ends}, pass the test.")
    return Judgement(
        Verdict.POINT_ONLY, f"{shown} passes, but its range, {ends}, reaches outside the test."
    )


def with_faults(judgement: Judgement, grave: str) -> Judgement:
    """A claim the numbers support is not supported when its words say something else. `grave` is that fault."""
    if not grave or judgement.verdict is not Verdict.SUPPORTED:
        return judgement
    return Judgement(
        Verdict.NOT_SUPPORTED, f"The number passes, but the sentence says something else. {grave}"
    )
