"""What published statements of the same figure say against the sentence: a bound turned round or added,
and a figure far from every statement of the newest day on record.

Where the register's own evidence gives a value, that value judges an added bound and a far figure.
"""

from collections.abc import Iterator
from decimal import Decimal

from mutualise.claims.rules.compile import COUNTS, MONEY, SHARES
from mutualise.claims.rules.interval import with_unit
from mutualise.claims.rules.measured import Measured, StatedBound
from mutualise.claims.rules.quantifiers import Quantifier
from mutualise.claims.rules.quantities import Quantity
from mutualise.claims.rules.units import Kind
from mutualise.statistics.rules.days import in_words

_SAME_NUMBER = Decimal("0.05")
_FAR = 3  # times more or less than every statement
_ABOVE = frozenset({Quantifier.OVER, Quantifier.JUST_OVER, Quantifier.AT_LEAST})
_BELOW = frozenset({Quantifier.UP_TO, Quantifier.UNDER})
_ADDED = frozenset({Quantifier.OVER, Quantifier.JUST_OVER, Quantifier.UNDER})


def changed_bound(quantity: Quantity | None, measured: Measured) -> Iterator[str]:
    """ "as many as" become "over", or "over" put before a figure stated as exact."""
    value = None if quantity is None else in_unit(quantity, measured.unit)
    if quantity is None or value is None:
        return
    for bound in measured.stated:
        if not _about_equal(value, bound.value):
            continue
        if (bound.qualifier in {"<", "<="} and quantity.quantifier in _ABOVE) or (
            bound.qualifier in {">", ">="} and quantity.quantifier in _BELOW
        ):
            yield f"The sentence says “{quantity.text}”, but {_quoted(bound, measured.unit)}: the bound has turned round."
            return
    yield from _added_bound(quantity, value, measured)


def _added_bound(quantity: Quantity, value: Decimal, measured: Measured) -> Iterator[str]:
    if quantity.quantifier not in _ADDED or _speaks(measured):
        return
    same = [bound for bound in measured.stated if bound.value == value]
    if not same or any(bound.qualifier != "=" for bound in same):
        return
    # "over 35,000" is right when somebody states 40,000.
    above = quantity.quantifier is not Quantifier.UNDER
    if any(
        (bound.value > value) if above else (bound.value < value) for bound in _newest(measured)
    ):
        return
    yield (
        f"The sentence says “{quantity.text}”, but {_quoted(same[0], measured.unit)} "
        "and sets no bound: the bound was added."
    )


def far_from_stated(quantity: Quantity | None, measured: Measured) -> Iterator[str]:
    """Ten times the figure officially stated, where the evidence itself gives no value."""
    if quantity is None or quantity.problem or _speaks(measured):
        return
    value = in_unit(quantity, measured.unit) if measured.unit in COUNTS | MONEY else None
    stated = _newest(measured)
    if not value or value < 0 or not stated or any(bound.value <= 0 for bound in stated):
        return
    too_large = all(value >= bound.value * _FAR for bound in stated)
    too_small = all(value * _FAR <= bound.value for bound in stated)
    open_ended = quantity.quantifier in (_BELOW if too_large else _ABOVE)
    if (too_large or too_small) and not open_ended:
        yield (
            f"The sentence says {with_unit(value, measured.unit)}, but {_quoted(stated[0], measured.unit)}: "
            "check the noughts."
        )


def _speaks(measured: Measured) -> bool:
    return measured.speaks and measured.value is not None


def _newest(measured: Measured) -> list[StatedBound]:
    """The statements of the newest day on record, of the claim's own area or of none named."""
    fitting = [bound for bound in measured.stated if bound.area in {"", measured.area}]
    days = [bound.on for bound in fitting if bound.on]
    return [bound for bound in fitting if not days or bound.on == max(days)]


def in_unit(quantity: Quantity, unit: str) -> Decimal | None:
    """The sentence's figure in the measure's unit, where a plain comparison makes sense."""
    fits = (
        (unit in COUNTS | {"index"} and quantity.kind is Kind.NUMBER)
        or (unit in MONEY and quantity.kind is Kind.MONEY and quantity.currency == "GBP")
        or (unit in SHARES and quantity.kind in {Kind.PERCENT, Kind.FRACTION})
        or (unit == "ratio" and quantity.kind is Kind.RATIO)
    )
    if not fits:
        return None
    return -quantity.value if quantity.sign < 0 else quantity.value


def _about_equal(value: Decimal, other: Decimal) -> bool:
    return abs(value - other) <= _SAME_NUMBER * max(abs(value), abs(other))


def _quoted(bound: StatedBound, unit: str) -> str:
    source = bound.source or "the source"
    when = f" ({in_words(bound.on)})" if bound.on else ""
    signs = {"<": "under ", "<=": "up to ", ">": "over ", ">=": "at least ", "~": "about "}
    wording = bound.wording or f"{signs.get(bound.qualifier, '')}{with_unit(bound.value, unit)}"
    return f"{source}{when} says “{wording}”"
