"""Runs of digits that are no single figure: commas out of place, and proportions of two parts."""

from mutualise.claims.rules.tokens import Tokens, at

_MISPLACED = "The commas are not before groups of three digits: write for example 35,000."
_NOT_ONE_FIGURE = "A proportion of two parts is not one figure: state the share of one of them."


def malformed_at(tokens: Tokens, index: int) -> tuple[int, str] | None:
    """The token after what begins here and why it cannot be read, or None."""
    return _misplaced_commas(tokens, index) or _two_parts(tokens, index)


def _misplaced_commas(tokens: Tokens, index: int) -> tuple[int, str] | None:
    """ "35,00" and "1,00,000": digits nobody can be sure of."""
    upto = index
    while _group_follows(tokens, upto):
        upto += 2
    return None if upto == index else (upto + 1, _MISPLACED)


def _group_follows(tokens: Tokens, index: int) -> bool:
    """A comma and digits that begin with a nought, none set apart: not a list of numbers."""
    comma, group = at(tokens, index + 1), at(tokens, index + 2)
    if at(tokens, index).kind != "number" or group.kind != "number" or comma.text != ",":
        return False
    return comma.glued and group.glued and group.text[0] == "0" and len(group.text) > 1


def _two_parts(tokens: Tokens, index: int) -> tuple[int, str] | None:
    """ "50:50", "3:1" and "60/40"."""
    sign, other = at(tokens, index + 1), at(tokens, index + 2)
    if {at(tokens, index).kind, other.kind} != {"number"} or not (sign.glued and other.glued):
        return None
    first, second = at(tokens, index).text, other.text
    whole = first.isdigit() and second.isdigit() and int(first[:4]) + int(second[:4]) == 100
    if sign.text != ":" and not (sign.text == "/" and whole):
        return None
    return index + 3, _NOT_ONE_FIGURE
