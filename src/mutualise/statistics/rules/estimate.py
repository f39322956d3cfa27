"""What a measure comes to: a value with its range, coverage, lineage and what is missing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal, NamedTuple

import numpy as np

from mutualise.statistics.rules.amounts import Ints
from mutualise.statistics.rules.question import Question

RangeKind = Literal["imputation", "definition", "sampling", "rounding", "bound", "none"]


class Exact(NamedTuple):
    """A value and the ends of its range before they are rounded for show: what a claim is judged by."""

    value: Fraction | None = None
    lower: Fraction | None = None
    upper: Fraction | None = None


NO_FIGURE = Exact()


@dataclass(frozen=True)
class Step:
    """One step of the waterfall: the first is a starting sum, the others are changes to it."""

    label: str
    amount: Decimal
    note: str = ""


@dataclass(frozen=True)
class Estimate:
    """The answer to a question put to a measure.

    `lower` and `upper` are None where that end is not known; both equal to `value` with
    `range_kind` "none" means an exact figure. Where `speaks` is False, `reason` says why, and
    `parts` holds what is known all the same. `used` are the digests of the readings the value
    rests on. Amounts are in `unit`, rounded to the measure's places; `exact` holds them unrounded.
    """

    measure: str
    measure_version: int
    method: str
    question: Question
    unit: str
    value: Decimal | None = None
    lower: Decimal | None = None
    upper: Decimal | None = None
    lower_inclusive: bool = True
    upper_inclusive: bool = True
    range_kind: RangeKind = "none"
    coverage_number: Fraction | None = None
    coverage_weight: Fraction | None = None
    imputed_share: Fraction | None = None
    largest_share: Fraction | None = None
    largest: str = ""
    speaks: bool = True
    reason: str = ""
    used: tuple[str, ...] = ()
    lineage: str = ""
    missing: tuple[str, ...] = ()
    imputed: tuple[str, ...] = ()
    waterfall: tuple[Step, ...] = ()
    parts: Mapping[str, Decimal] = field(default_factory=dict)
    denominator: str = ""
    base_count: int | None = None
    population_count: int | None = None
    evidence_until: date | None = None
    area: str = ""
    notes: tuple[str, ...] = ()
    exact: Exact = NO_FIGURE

    def to_dict(self) -> dict[str, Any]:
        """JSON-safe: what is published, decimals and fractions as text, days in ISO form."""
        names = (name for name in self.__dataclass_fields__ if name != "exact")
        return {name: _plain(getattr(self, name)) for name in names}


def used_digests(*columns: Ints) -> tuple[str, ...]:
    """The digests in some columns, each once, in order."""
    if not columns or not len(together := np.concatenate(columns)):
        return ()
    if together.dtype.itemsize == DIGEST:
        ordered = _in_order(np.ascontiguousarray(together))
    else:
        ordered = sorted(set(together.tolist()))
    # One decoding for all is five times as fast as one for each of the thousands.
    return tuple(b"\n".join(ordered).decode().split("\n"))


def _in_order(digests: Ints) -> list[bytes]:
    """Digests in order, each once: by their first eight letters as a number, which is many times as
    fast as by text, and by text where two different ones begin alike."""
    words = digests.view(">u8").reshape(len(digests), -1)[:, 0].astype(np.uint64)
    order = np.argsort(words, kind="stable")
    words, ordered = words[order], digests[order]
    same = ordered[1:] == ordered[:-1]
    if bool(np.any((words[1:] == words[:-1]) & ~same)):
        return sorted(set(digests.tolist()))
    keep = np.concatenate([[True], ~same])
    found: list[bytes] = ordered[keep].tolist()
    return found


# Letters of a SHA-256 written out.
DIGEST = 64


def lineage_of(
    used: tuple[str, ...], *, population: str, method: str, version: int, question: Question
) -> str:
    """SHA-256 of what an estimate rests on: readings, population, method, version and question.

    It does not depend on the moment of knowledge: while no reading used has changed, the lineage
    is the same.
    """
    asked = json.dumps(question.asked(), sort_keys=True)
    head = f"{method} {version} {population} {asked}\n"
    return hashlib.sha256((head + "\n".join(used)).encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, Question):
        return value.to_dict()
    if isinstance(value, Step):
        return {"label": value.label, "amount": format(value.amount, "f"), "note": value.note}
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, Fraction | date):
        return str(value)
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in sorted(value.items())}
    return value
