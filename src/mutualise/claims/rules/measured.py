"""What the claims room asks of the statistics: a reference to a measure in, what is known of it out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction


class UnknownMeasure(Exception):
    """A resolver raises it for a measure nobody defined; the message names the measure and the remedy."""


class BadParameter(Exception):
    """A resolver raises it for a parameter the measure cannot take; the message names it and the remedy."""


@dataclass(frozen=True)
class ClaimReference:
    """A claim link: the measure, its parameters as written, and the line of the document it is on."""

    measure: str
    params: Mapping[str, str] = field(default_factory=dict)
    line: int = 1


@dataclass(frozen=True)
class StatedBound:
    """A published statement of the same figure, in the measure's unit. Qualifier: = ~ > >= < <=."""

    value: Decimal
    qualifier: str = "="
    on: date | None = None
    source: str = ""
    wording: str = ""
    area: str = ""


@dataclass(frozen=True)
class Unrounded:
    """A value and the ends of its range as they were computed, before rounding for show."""

    value: Decimal | None
    lower: Decimal | None
    upper: Decimal | None


@dataclass(frozen=True)
class Measured:
    """What the evidence says of one claim, values in `unit`.

    `speaks` is false, with a `reason`, when coverage is under the measure's rule. `base_count` is the number a
    percentage is of, `base_value` the start of a ratio or growth; `base_known` is false where a percentage's
    base was never published. `evidence_until` is the date of the newest evidence used. `vintage` names the
    release of an official series it was read from, and is empty for any other measure. `subject_names` are the
    names of the one body it is of, `other_names` those of every other body; both are empty for a whole sector.
    """

    unit: str
    title: str = ""
    value: Decimal | None = None
    lower: Decimal | None = None
    upper: Decimal | None = None
    lower_inclusive: bool = True
    upper_inclusive: bool = True
    range_kind: str = ""
    coverage_number: Fraction | Decimal | None = None
    coverage_weight: Fraction | Decimal | None = None
    speaks: bool = True
    reason: str = ""
    area: str = ""
    area_label: str = ""
    denominator: str = ""
    base_count: int | None = None
    base_known: bool = True
    base_value: Decimal | None = None
    evidence_until: date | None = None
    stated: tuple[StatedBound, ...] = ()
    window_years: int | None = None
    window_from: date | None = None
    window_to: date | None = None
    link: str = ""
    vintage: str = ""
    subject_names: tuple[str, ...] = ()
    other_names: tuple[str, ...] = ()
    unrounded: Unrounded | None = None

    @property
    def exact(self) -> Unrounded:
        """What the claim is judged by; value and ends as given where they were never rounded."""
        return self.unrounded or Unrounded(self.value, self.lower, self.upper)


Resolver = Callable[[ClaimReference], Measured]
