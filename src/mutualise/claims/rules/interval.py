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


def with_unit(figure: str, unit: str) -> str:
    """A figure with its unit where the unit tells a reader something: "100", "35,100 people"."""
    return figure if unit in _BARE_UNITS else f"{figure} {unit}"


def in_words(test: Test, unit: str) -> str:
    """The test as people read it: "1,450,000,000 ≤ x < 1,500,000,000 GBP a year"."""
    if test.lower is not None and test.lower == test.upper:
        return with_unit(f"x = {grouped(test.lower)}", unit)
    if test.lower is None and test.upper is None:
        return "any x"
    if test.upper is None:
        sign = "≥" if test.lower_inclusive else ">"
        return with_unit(f"x {sign} {grouped(test.lower or Decimal(0))}", unit)
    right = f"x {'≤' if test.upper_inclusive else '<'} {grouped(test.upper)}"
    if test.lower is None:
        return with_unit(right, unit)
    left = f"{grouped(test.lower)} {'≤' if test.lower_inclusive else '<'}"
    return with_unit(f"{left} {right}", unit)
