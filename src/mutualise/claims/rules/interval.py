"""A test: the set of values that make a sentence true."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar


@dataclass(frozen=True)
class Test:
    """Bounds in the measure's unit; None is no bound on that side."""

    __test__: ClassVar[bool] = False  # a word of the domain, not a test case

    lower: Decimal | None = None
    upper: Decimal | None = None
    lower_inclusive: bool = False
    upper_inclusive: bool = False

    def holds(self, value: Decimal) -> bool:
        """Does the value pass?"""
        if self.lower is not None and (
            value < self.lower or (value == self.lower and not self.lower_inclusive)
        ):
            return False
        above = self.upper is not None and (
            value > self.upper or (value == self.upper and not self.upper_inclusive)
        )
        return not above

    def covers(self, other: "Test") -> bool:
        """Does every value of the other interval pass?"""
        low = self.lower is None or (
            other.lower is not None
            and (self.lower, not self.lower_inclusive) <= (other.lower, not other.lower_inclusive)
        )
        high = self.upper is None or (
            other.upper is not None
            and (other.upper, other.upper_inclusive) <= (self.upper, self.upper_inclusive)
        )
        return low and high

    def excludes(self, other: "Test") -> bool:
        """Does no value of the other interval pass?"""
        return _ends_before(self, other) or _ends_before(other, self)

    def negated(self) -> "Test":
        """The test on minus the value: "fell by more than 15" is x < -15."""
        return Test(
            None if self.upper is None else -self.upper,
            None if self.lower is None else -self.lower,
            self.upper_inclusive,
            self.lower_inclusive,
        )

    def mapped(self, *, factor: Decimal = Decimal(1), plus: Decimal = Decimal(0)) -> "Test":
        """The test on value × factor + plus, for a factor above 0."""
        return Test(
            None if self.lower is None else self.lower * factor + plus,
            None if self.upper is None else self.upper * factor + plus,
            self.lower_inclusive,
            self.upper_inclusive,
        )


def _ends_before(first: Test, second: Test) -> bool:
    """Does the first interval end before the second begins?"""
    if first.upper is None or second.lower is None:
        return False
    apart = not (first.upper_inclusive and second.lower_inclusive)
    return first.upper < second.lower or (first.upper == second.lower and apart)


def plain(value: Decimal) -> str:
    """A decimal without exponent or idle zeros: "1450000000", "0.5"."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def grouped(value: Decimal) -> str:
    """A decimal for people: "1,450,000,000"."""
    whole, _, decimals = plain(value).partition(".")
    sign = "−" if whole.startswith("-") else ""
    return f"{sign}{int(whole.lstrip('-')):,}" + (f".{decimals}" if decimals else "")


_BARE_UNITS = frozenset({"count", "ratio", "index"})  # a number says it all
_POUNDS = "GBP"
_LARGE = ((Decimal(10) ** 9, "billion"), (Decimal(10) ** 6, "million"))


def with_unit(value: Decimal, unit: str) -> str:
    """A figure with its unit where the unit tells a reader something: "100", "35,100 people"."""
    return _tailed(_figure(value, unit), unit)


def spread(lower: Decimal | None, upper: Decimal | None, unit: str) -> str:
    """Both ends of a range: "£1.46 billion to £1.48 billion a year"; an end may be unknown."""
    low, high = ("unknown" if end is None else _figure(end, unit) for end in (lower, upper))
    return _tailed(f"{low} to {high}", unit)


def _figure(value: Decimal, unit: str) -> str:
    """The number alone, in pounds as people write them. Exact: "£1.4655 billion", "£12,345"."""
    if not unit.startswith(_POUNDS):
        return grouped(value)
    sign, size = ("−", -value) if value < 0 else ("", value)
    for scale, word in _LARGE:
        if size >= scale and (size / scale) * 10_000 % 1 == 0:
            return f"{sign}£{grouped(size / scale)} {word}"
    return f"{sign}£{grouped(size)}"


def _tailed(figure: str, unit: str) -> str:
    if unit in _BARE_UNITS:
        return figure
    return f"{figure} {unit.removeprefix(_POUNDS).strip()}".strip()


def in_words(test: Test, unit: str) -> str:
    """The test as people read it: "£1.45 billion ≤ x < £1.5 billion a year"."""
    if test.lower is None and test.upper is None:
        return "any x"
    if test.lower is not None and test.lower == test.upper:
        return _tailed(f"x = {_figure(test.lower, unit)}", unit)
    if test.upper is None:
        sign = "≥" if test.lower_inclusive else ">"
        return _tailed(f"x {sign} {_figure(test.lower or Decimal(0), unit)}", unit)
    right = f"x {'≤' if test.upper_inclusive else '<'} {_figure(test.upper, unit)}"
    if test.lower is None:
        return _tailed(right, unit)
    left = f"{_figure(test.lower, unit)} {'≤' if test.lower_inclusive else '<'}"
    return _tailed(f"{left} {right}", unit)
