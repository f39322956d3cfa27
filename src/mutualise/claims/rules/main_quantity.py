"""Find the one figure a claim's link holds, the lengths of time beside it, or why there is not exactly one."""

from collections.abc import Sequence

from mutualise.claims.rules.change import flat_at
from mutualise.claims.rules.document import Link
from mutualise.claims.rules.quantities import Quantity
from mutualise.claims.rules.tokens import tokenise
from mutualise.claims.rules.units import Kind

NO_FIGURE = "The link holds no figure that could be tested."


def main_quantity(
    link: Link, words: str, bound: Sequence[Quantity]
) -> tuple[Quantity | None, list[Quantity], str]:
    """The claim's figure, the lengths of time beside it, and why there is not exactly one figure."""
    durations = [quantity for quantity in bound if quantity.kind is Kind.DURATION]
    others = [quantity for quantity in bound if quantity.kind is not Kind.DURATION]
    if len(others) == 1:
        return others[0], durations, ""
    if others:
        listed = " and ".join(f"“{' '.join(quantity.text.split())}”" for quantity in others[:3])
        split = "split it into one link for each."
        return None, durations, f"The link holds more than one figure ({listed}): {split}"
    flat = _loose_flat(words, link.start)
    if flat is not None:
        return flat, durations, ""
    if durations:
        return durations[0], [], ""
    return None, [], NO_FIGURE


def _loose_flat(words: str, begins: int) -> Quantity | None:
    """ "flat" without a verb before it, where the link says that it is the figure."""
    tokens = tokenise(words)
    for place in range(len(tokens)):
        if flat_at(tokens, place, alone=True):
            word = tokens[place]
            return Quantity(begins + word.start, begins + word.end, word.text, Kind.FLAT)
    return None
