"""Compile a quantity to a test in a measure's unit.

Readings: a bare number holds to half a unit in its last stated digit; "nearly X" is from half a unit below
X up to X, X left out; "just over X" is above it by 5% at most; "over" and "more than" leave X out, "at least" and "up to" keep it; "about" is 5%
either way, or the half unit where that is wider; a fraction in words is read as "about"; "doubled" is a
ratio of 2 or more; "flat" is within 0.1 per cent a year of no change.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from mutualise.claims.rules.interval import Test
from mutualise.claims.rules.quantifiers import Quantifier
from mutualise.claims.rules.quantities import Quantity
from mutualise.claims.rules.units import Kind, Noun

ABOUT = Decimal("0.05")
FLAT = Decimal("0.1")
_TEN_THOUSANDTH = Decimal("0.0001")
COUNTS = frozenset({"people", "FTE", "count"})
MONEY = frozenset({"GBP", "GBP a year"})
SHARES = frozenset({"per cent", "per cent a year"})
_CURRENCIES: Mapping[str, str] = {"EUR": "euros", "USD": "dollars", "JPY": "yen"}
_KINDS: Mapping[Kind, str] = {
    Kind.NUMBER: "a number",
    Kind.MONEY: "a sum of money",
    Kind.PERCENT: "a percentage",
    Kind.FRACTION: "a part of a whole",
    Kind.RATIO: "a multiple",
    Kind.FLAT: "no change",
    Kind.DURATION: "a length of time",
}


class NotCompilable(Exception):
    """The quantity gives no test in this unit. `wrong_unit` when it is of another kind than the measure."""

    def __init__(self, reason: str, *, wrong_unit: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.wrong_unit = wrong_unit


def compile_quantity(quantity: Quantity, unit: str) -> Test:
    """The test the quantity states for a measure in this unit. Raises NotCompilable with the reason."""
    if quantity.problem:
        raise NotCompilable(quantity.problem)
    if quantity.kind in {Kind.OTHER, Kind.VAGUE}:
        raise NotCompilable(
            f"“{quantity.text}” cannot be turned into a test in {unit}.",
            wrong_unit=bool(quantity.unit),
        )
    reader = _READERS.get(unit)
    if reader is None:
        raise NotCompilable(f"No sentence can be tested against a measure in “{unit}”.")
    return reader(quantity, unit)


def side(quantity: Quantity, unit: str) -> Test:
    """The values that move the way the sentence says, no change among them; every value where it says no way.

    "Rose by up to 15 per cent" bounds a rise from above alone, and a fall is no small rise. So it is with jobs
    created or added, whose number can turn out negative.
    """
    capped = quantity.quantifier in {Quantifier.UP_TO, Quantifier.UNDER}
    way = quantity.sign or (1 if quantity.noun is Noun.JOBS else 0)
    if not capped or not way:
        return Test()
    level = Decimal(1) if unit == "ratio" else Decimal(0)
    return (
        Test(lower=level, lower_inclusive=True)
        if way > 0
        else Test(upper=level, upper_inclusive=True)
    )


def mismatch(quantity: Quantity, unit: str) -> NotCompilable:
    """The quantity is of another kind than the measure."""
    if quantity.kind is Kind.MONEY and quantity.currency != "GBP" and unit in MONEY:
        stated = _CURRENCIES.get(quantity.currency, "another currency")
        return NotCompilable(
            f"The sentence gives {stated}; the measure is in {unit}.", wrong_unit=True
        )
    return NotCompilable(
        f"“{quantity.text}” is {_KINDS.get(quantity.kind, 'a figure of another kind')}; the measure is in {unit}.",
        wrong_unit=True,
    )


def _count(quantity: Quantity, unit: str) -> Test:
    if quantity.kind is not Kind.NUMBER or (
        quantity.noun is Noun.BODIES and unit in {"people", "FTE"}
    ):
        raise mismatch(quantity, unit)
    if quantity.per == "head":
        raise NotCompilable(
            "The sentence gives a number for each; the measure is a total.", wrong_unit=True
        )
    return _signed(quantity, _bounds(quantity, whole=unit != "FTE"))


def _money(quantity: Quantity, unit: str) -> Test:
    if quantity.kind is not Kind.MONEY or quantity.currency != "GBP":
        raise mismatch(quantity, unit)
    yearly = unit == "GBP a year"
    if quantity.per and (quantity.per != "year" or not yearly):
        raise NotCompilable(
            f"The sentence gives a sum a {quantity.per}; the measure is in {unit}.", wrong_unit=True
        )
    return _signed(quantity, _bounds(quantity))


def _share(quantity: Quantity, unit: str) -> Test:
    if quantity.kind is Kind.FLAT:
        return Test(-FLAT, FLAT)
    if quantity.kind is Kind.RATIO and unit == "per cent":
        return _multiple(quantity).mapped(factor=Decimal(100), plus=Decimal(-100))
    if quantity.kind is Kind.FRACTION:
        return _signed(quantity, _part(quantity))
    if quantity.kind is not Kind.PERCENT or (quantity.points and unit == "per cent a year"):
        raise mismatch(quantity, unit)
    if quantity.points and quantity.sign:
        raise NotCompilable(
            "The words give a change in percentage points; the measure is a level in per cent.",
            wrong_unit=True,
        )
    if unit == "per cent a year" and quantity.per not in {"", "year"}:
        raise NotCompilable(
            f"The sentence gives a rate a {quantity.per}; the measure is in {unit}.",
            wrong_unit=True,
        )
    return _signed(quantity, _bounds(quantity))


def _ratio(quantity: Quantity, unit: str) -> Test:
    if quantity.kind is Kind.RATIO:
        return _multiple(quantity)
    if quantity.kind is Kind.FLAT:
        return Test(-FLAT, FLAT).mapped(factor=Decimal("0.01"), plus=Decimal(1))
    if quantity.kind in {Kind.PERCENT, Kind.FRACTION} and quantity.sign and not quantity.points:
        change = _part(quantity) if quantity.kind is Kind.FRACTION else _bounds(quantity)
        return _signed(quantity, change).mapped(factor=Decimal("0.01"), plus=Decimal(1))
    if quantity.kind is Kind.FRACTION:
        return _part(quantity).mapped(factor=Decimal("0.01"))
    return _bare_number(quantity, unit)


def _bare_number(quantity: Quantity, unit: str) -> Test:
    if quantity.kind is not Kind.NUMBER or quantity.noun in {Noun.PEOPLE, Noun.JOBS, Noun.BODIES}:
        raise mismatch(quantity, unit)
    return _signed(quantity, _bounds(quantity))


_READERS: Mapping[str, Callable[[Quantity, str], Test]] = {
    **dict.fromkeys(COUNTS, _count),
    **dict.fromkeys(MONEY, _money),
    **dict.fromkeys(SHARES, _share),
    "ratio": _ratio,
    "index": _bare_number,
}


def _signed(quantity: Quantity, test: Test) -> Test:
    """The test of a fall, turned round zero; a bare fall keeps its lower end, as every bare number does."""
    if quantity.sign >= 0:
        return test
    turned = test.negated()
    if quantity.quantifier is Quantifier.BARE and quantity.kind is not Kind.FRACTION:
        return Test(turned.lower, turned.upper, True, False)
    return turned


def _open_bounds(quantity: Quantity) -> Test | None:
    """The quantifiers that need no precision."""
    value = quantity.value
    if quantity.quantifier is Quantifier.EXACTLY:
        return Test(value, value, True, True)
    if quantity.quantifier is Quantifier.OVER:
        return Test(lower=value)
    if quantity.quantifier is Quantifier.AT_LEAST:
        return Test(lower=value, lower_inclusive=True)
    if quantity.quantifier is Quantifier.UP_TO:
        return Test(upper=value, upper_inclusive=True)
    if quantity.quantifier is Quantifier.UNDER:
        return Test(upper=value)
    if quantity.quantifier is Quantifier.BETWEEN and quantity.top is not None:
        return Test(value, quantity.top, True, True)
    return None


def _bounds(quantity: Quantity, *, whole: bool = False) -> Test:
    """The test of a number at its stated precision; `whole` where only whole values can occur."""
    opened = _open_bounds(quantity)
    if opened is not None:
        return opened
    value, half = quantity.value, quantity.step / 2
    if quantity.quantifier is Quantifier.NEARLY:
        # "nearly 50 people": half a person below would leave no count that passes.
        below = max(half, Decimal(1)) if whole else half
        return Test(value - below, value, True, False)
    if quantity.quantifier is Quantifier.ABOUT:
        width = max(abs(value) * ABOUT, half)
        return Test(value - width, value + width, True, True)
    if quantity.quantifier is Quantifier.JUST_OVER:
        above = max(abs(value) * ABOUT, half, Decimal(1) if whole else half)
        return Test(value, value + above, False, True)
    return Test(value - half, value + half, True, False)


def _part(quantity: Quantity) -> Test:
    """A fraction in words, in per cent: bare it is "about".

    A third does not end as a percentage: exactly a third passes "at least" and "up to" a third, and
    neither "more than" nor "under" a third.
    """
    slack = quantity.step
    if quantity.quantifier in {Quantifier.OVER, Quantifier.UP_TO}:
        return _open_bounds(replace(quantity, value=quantity.value + slack)) or Test()
    if quantity.quantifier in {Quantifier.AT_LEAST, Quantifier.UNDER}:
        return _open_bounds(replace(quantity, value=quantity.value - slack)) or Test()
    if quantity.quantifier is Quantifier.EXACTLY:
        return Test(quantity.value - slack, quantity.value + slack, True, True)
    opened = _open_bounds(quantity)
    if opened is not None:
        return opened
    width = quantity.value * ABOUT
    lower = (quantity.value - width).quantize(_TEN_THOUSANDTH)
    if quantity.quantifier is Quantifier.NEARLY:
        return Test(lower, quantity.value - slack, True, False)
    if quantity.quantifier is Quantifier.JUST_OVER:
        upper = (quantity.value + width).quantize(_TEN_THOUSANDTH)
        return Test(quantity.value + slack, upper, False, True)
    return Test(lower, (quantity.value + width).quantize(_TEN_THOUSANDTH), True, True)


def _multiple(quantity: Quantity) -> Test:
    """ "doubled" is 2 or more, "halved" is a half or less, each in its own direction; decimals as written."""
    value, width = quantity.value, quantity.value * ABOUT
    falling = value < 1
    if quantity.quantifier is Quantifier.BARE:
        if quantity.step:
            return Test(value - quantity.step / 2, value + quantity.step / 2, True, False)
        return (
            Test(upper=value, upper_inclusive=True)
            if falling
            else Test(lower=value, lower_inclusive=True)
        )
    if quantity.quantifier is Quantifier.NEARLY:
        return (
            Test(value, value + width, False, True)
            if falling
            else Test(value - width, value, True, False)
        )
    if quantity.quantifier is Quantifier.JUST_OVER:
        return (
            Test(value - width, value, True, False)
            if falling
            else Test(value, value + width, False, True)
        )
    if quantity.quantifier is Quantifier.ABOUT:
        return Test(value - width, value + width, True, True)
    if falling and quantity.quantifier is Quantifier.OVER:
        return Test(upper=value)
    if falling and quantity.quantifier is Quantifier.AT_LEAST:
        return Test(upper=value, upper_inclusive=True)
    return _open_bounds(quantity) or Test(lower=value, lower_inclusive=True)
