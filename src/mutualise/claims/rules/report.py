"""A checked announcement as data, and as an exit status."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from mutualise.claims.rules.check import CheckedClaim, CheckedDocument
from mutualise.claims.rules.interval import plain
from mutualise.claims.rules.verdict import Verdict


def exit_status(checked: CheckedDocument) -> int:
    """0 when every claim is supported and no quantity is unchecked, 1 otherwise."""
    supported = all(claim.verdict is Verdict.SUPPORTED for claim in checked.claims)
    return 0 if supported and not checked.unchecked else 1


def as_json(checked: CheckedDocument) -> dict[str, Any]:
    """The document as plain data: decimals as strings without exponent, or null."""
    return {
        "title": checked.title,
        "date": checked.date.isoformat() if checked.date else None,
        "claims": [_claim(claim) for claim in checked.claims],
        "unchecked": [
            {"text": quantity.text, "line": quantity.line} for quantity in checked.unchecked
        ],
    }


def _claim(claim: CheckedClaim) -> dict[str, Any]:
    test = claim.test
    return {
        "text": claim.text,
        "sentence": claim.sentence,
        "line": claim.line,
        "measure": claim.measure,
        "parameters": dict(claim.params),
        "test": None
        if test is None
        else {
            "lower": _decimal(test.lower),
            "upper": _decimal(test.upper),
            "lower_inclusive": test.lower_inclusive,
            "upper_inclusive": test.upper_inclusive,
        },
        "value": _decimal(claim.value),
        "unit": claim.unit,
        "range": {
            "lower": _decimal(claim.lower),
            "upper": _decimal(claim.upper),
            "kind": claim.range_kind,
        },
        "coverage": {
            "number": _decimal(claim.coverage_number),
            "weight": _decimal(claim.coverage_weight),
        },
        "vintage": claim.vintage or None,
        "verdict": claim.verdict.value,
        "reason": claim.reason,
        "faults": [{"code": fault.code, "message": fault.message} for fault in claim.faults],
    }


def _decimal(value: Decimal | Fraction | None) -> str | None:
    """Shares given as fractions are written to six decimals."""
    if value is None:
        return None
    if isinstance(value, Fraction):
        value = Decimal(round(value * 10**6)) / 10**6
    return plain(value)
