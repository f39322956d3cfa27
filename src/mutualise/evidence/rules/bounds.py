"""What a source's number says: a value, or only that the value lies beyond a bound.

"Over 3,000" is not 3,000. A bound is stored and used as a bound; nothing here turns it into a
value.
"""

from dataclasses import dataclass
from decimal import Decimal

QUALIFIERS = ("=", "~", ">", ">=", "<", "<=")
# What each says before a value.
IN_WORDS = {
    "=": "",
    "~": "about ",
    ">": "more than ",
    ">=": "at least ",
    "<": "less than ",
    "<=": "at most ",
}


@dataclass(frozen=True)
class Bounds:
    """What is known of a quantity, in the observation's own unit.

    `value` is set for "=" and "~" (about), and then there is no bound; otherwise exactly one of
    `lower` and `upper` is set.
    """

    value: Decimal | None = None
    lower: Decimal | None = None
    lower_inclusive: bool = False
    upper: Decimal | None = None
    upper_inclusive: bool = False

    @property
    def is_bound(self) -> bool:
        """Whether the source gives only a bound and no value."""
        return self.value is None

    def admits(self, number: Decimal) -> bool:
        """Whether the number agrees with what the source says; "about" is read as equal."""
        if self.value is not None:
            return number == self.value
        if self.lower is not None:
            return number > self.lower or (self.lower_inclusive and number == self.lower)
        if self.upper is not None:
            return number < self.upper or (self.upper_inclusive and number == self.upper)
        return True


class QualifierUnknown(ValueError):
    """The qualifier is not one of = ~ > >= < <=."""

    def __init__(self, qualifier: str) -> None:
        self.qualifier, self.remedy = qualifier, f"write one of {' '.join(QUALIFIERS)}"
        super().__init__(f"{qualifier[:20]!r} is not a qualifier: {self.remedy}")


def bounds_of(qualifier: str, value: Decimal) -> Bounds:
    """What a qualifier and a number say together. Raises QualifierUnknown."""
    if qualifier in ("=", "~"):
        return Bounds(value=value)
    if qualifier in (">", ">="):
        return Bounds(lower=value, lower_inclusive=qualifier == ">=")
    if qualifier in ("<", "<="):
        return Bounds(upper=value, upper_inclusive=qualifier == "<=")
    raise QualifierUnknown(qualifier)
