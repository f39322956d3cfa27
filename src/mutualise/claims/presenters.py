"""Checked claims in the words and colours of a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from mutualise.chronicle.models import Change
from mutualise.claims.rules.interval import with_unit
from mutualise.claims.rules.verdict import Verdict
from mutualise.govuk.figures import quantity

COLOURS = {
    Verdict.SUPPORTED: "green",
    Verdict.POINT_ONLY: "yellow",
    Verdict.NOT_SUPPORTED: "red",
    Verdict.CANNOT_SAY: "grey",
}
MEANINGS = {
    Verdict.SUPPORTED: "The value and its whole range pass the test.",
    Verdict.POINT_ONLY: "The value passes, but its range does not, or is not known.",
    Verdict.NOT_SUPPORTED: "The value fails the test, or the words say something else.",
    Verdict.CANNOT_SAY: "There is not enough evidence, or the words give no test.",
}

CHANGES = {str(each): str(each.label) for each in Change}


def shown(outcome: Mapping[str, Any]) -> dict[str, Any]:
    """A claim as `mutualise check --json` prints it, with what a page adds to it."""
    unit, spread = str(outcome["unit"]), outcome["range"]
    verdict = Verdict(outcome["verdict"])
    return dict(outcome) | {
        # Results kept before these were told have none.
        "vintage": outcome.get("vintage"),
        "colour": COLOURS[verdict],
        "computed": _amount(outcome["value"], unit) or "No figure",
        "spread": _spread(spread, unit),
        "covered": _coverage(outcome["coverage"]),
        "known": _known(outcome["value"], spread, unit),
    }


def _amount(text: str | None, unit: str) -> str:
    """An amount with the digits it was judged by, where they are finer than a page's usual ones."""
    if text is None:
        return ""
    said = quantity(Decimal(text), unit)
    _, _, decimals = text.partition(".")
    usual = 0 if unit == "people" else 1 if unit == "FTE" else 2
    return with_unit(Decimal(text), unit) if len(decimals) > usual else said


def _spread(spread: Mapping[str, str | None], unit: str) -> str:
    lower, upper = _amount(spread["lower"], unit), _amount(spread["upper"], unit)
    if lower and upper:
        return f"exactly {lower}" if lower == upper else f"{lower} to {upper}"
    if lower or upper:
        return f"at least {lower}" if lower else f"at most {upper}"
    return "not known"


def _known(value: str | None, spread: Mapping[str, str | None], unit: str) -> str:
    """Value and range in a few words: "23, range 23 to 66"; "No figure"."""
    said, around = _amount(value, unit), _spread(spread, unit)
    if not said:
        return "No figure" if around == "not known" else around[0].upper() + around[1:]
    return said if around in {"not known", f"exactly {said}"} else f"{said}, range {around}"


def _coverage(coverage: Mapping[str, str | None]) -> str:
    said = [
        f"{(Decimal(share) * 100).quantize(Decimal(1))}% {of_what}"
        for share, of_what in ((coverage["number"], "by number"), (coverage["weight"], "by weight"))
        if share is not None
    ]
    return ", ".join(said) or "not applicable"


def tally(outcomes: Sequence[Mapping[str, Any]]) -> list[tuple[str, str, int]]:
    """Verdicts in order, each with its colour and how many claims have it."""
    return [
        (str(verdict), COLOURS[verdict], count)
        for verdict in Verdict
        if (count := sum(each["verdict"] == verdict for each in outcomes))
    ]
