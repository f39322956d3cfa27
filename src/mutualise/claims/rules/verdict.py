"""Judge a test by what is known of the measure: supported, point only, not supported, cannot say."""

from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Context, Decimal
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
# Room for every digit a figure is computed to.
_WIDE = Context(prec=100)


@dataclass(frozen=True)
class Judgement:
    """A verdict with its reason in a plain sentence."""

    verdict: Verdict
    reason: str


def _range(measured: Measured) -> Test:
    """Every value the evidence leaves open, unrounded; an end that is not known is open."""
    exact = measured.exact
    return Test(exact.lower, exact.upper, measured.lower_inclusive, measured.upper_inclusive)


def shown(measured: Measured, *tests: Test) -> Measured:
    """The value and its range with as many digits as it takes to pass or fail each test as they do
    unrounded: 1.996 is shown as 1.996 beside "doubled", where 2.00 would seem to pass."""
    exact = measured.exact
    return replace(
        measured,
        value=_digits(measured.value, exact.value, tests),
        lower=_digits(measured.lower, exact.lower, tests),
        upper=_digits(measured.upper, exact.upper, tests),
    )


def _digits(
    rounded: Decimal | None, exact: Decimal | None, tests: tuple[Test, ...]
) -> Decimal | None:
    if rounded is None or exact is None:
        return rounded
    near, places = rounded, len(f"{rounded:f}".partition(".")[2])
    while near != exact and any(test.holds(near) != test.holds(exact) for test in tests):
        places += 1
        near = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN, _WIDE)
    return near


def judge(test: Test, measured: Measured, side: Test = _ANY) -> Judgement:
    """The verdict by arithmetic alone; faults of wording are weighed by `with_faults`.

    `side` holds the values that move the way the sentence says ("rose by up to 15 per cent": 0 and above).
    """
    if not measured.speaks:
        return Judgement(
            Verdict.CANNOT_SAY, measured.reason or "The evidence does not cover enough to speak."
        )
    if measured.value is None:
        return _by_range(test, measured, side)
    exact, unit = measured.exact, measured.unit
    value = measured.value if exact.value is None else exact.value
    said = f"The computed value, {with_unit(measured.value, unit)},"
    if not test.holds(value):
        return Judgement(Verdict.NOT_SUPPORTED, f"{said} is outside {in_words(test, unit)}.")
    if not side.holds(value):
        return Judgement(
            Verdict.NOT_SUPPORTED, f"{said} moved the other way than the sentence says."
        )
    if exact.lower is None or exact.upper is None:
        return Judgement(Verdict.POINT_ONLY, f"{said} passes, but its range is not known.")
    if exact.lower == value == exact.upper:
        return Judgement(Verdict.SUPPORTED, f"{said} passes the test.")
    ends = spread(measured.lower, measured.upper, unit)
    if test.covers(_range(measured)) and side.covers(_range(measured)):
        return Judgement(Verdict.SUPPORTED, f"{said} and its whole range, {ends}, pass the test.")
    return Judgement(
        Verdict.POINT_ONLY, f"{said} passes, but its range, {ends}, reaches outside the test."
    )


def _by_range(test: Test, measured: Measured, side: Test) -> Judgement:
    """The verdict where the evidence leaves a range and gives no single value ("over 3,000")."""
    known, unit = _range(measured), measured.unit
    if known.lower is not None or known.upper is not None:
        if test.covers(known) and side.covers(known):
            return Judgement(
                Verdict.SUPPORTED,
                f"No single value is known, but the whole range, {in_words(known, unit)}, passes.",
            )
        if test.excludes(known) or side.excludes(known):
            return Judgement(
                Verdict.NOT_SUPPORTED,
                f"No single value is known, but the whole range, {in_words(known, unit)}, is outside {in_words(test, unit)}.",
            )
    return Judgement(
        Verdict.CANNOT_SAY, measured.reason or "No value can be computed from the evidence."
    )


def with_faults(judgement: Judgement, grave: str) -> Judgement:
    """A claim the numbers support is not supported when its words say something else. `grave` is that fault."""
    if not grave or judgement.verdict is not Verdict.SUPPORTED:
        return judgement
    return Judgement(
        Verdict.NOT_SUPPORTED, f"The number passes, but the sentence says something else. {grave}"
    )
