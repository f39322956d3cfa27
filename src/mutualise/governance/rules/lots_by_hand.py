"""A lot drawn by hand before witnesses: what has to be written down of it."""

from __future__ import annotations

from collections.abc import Mapping

FEWEST_WITNESSES = 2


class LotUnfit(ValueError):
    """What was written down is no lot; `field` is "drawn", "witnesses" or "reason"."""

    def __init__(self, sentence: str, field: str) -> None:
        super().__init__(sentence)
        self.field = field


def order_of(text: str, standing: Mapping[int, str]) -> list[int]:
    """Candidate numbers, first drawn first; `standing` are the candidates. Raises LotUnfit.

    >>> order_of("3, 1 2", {1: "Ann", 2: "Bea", 3: "Cem"})
    [3, 1, 2]
    """
    parts = text.replace(",", " ").split()
    if not parts or not all(each.isdecimal() for each in parts):
        raise LotUnfit("Write the lot as candidate numbers, first drawn first: 3, 1, 2.", "drawn")
    numbers = [int(each) for each in parts]
    for each in numbers:
        if each not in standing:
            known = ", ".join(f"{number} {name}" for number, name in standing.items())
            raise LotUnfit(f"Candidate {each} does not stand. The candidates are {known}.", "drawn")
    if len(set(numbers)) != len(numbers):
        raise LotUnfit("A candidate is drawn once. Write each number once.", "drawn")
    if len(numbers) < 2:
        raise LotUnfit("Write all who were drawn: at least two candidates stood equal.", "drawn")
    return numbers


def witnesses_of(text: str) -> list[str]:
    """Who saw the lot drawn, at least two. Raises LotUnfit."""
    named = [each.strip() for each in text.split(",") if each.strip()]
    if len(set(named)) < FEWEST_WITNESSES:
        raise LotUnfit("Name at least two witnesses of the lot, separated by commas.", "witnesses")
    return named


def reason_of(text: str) -> str:
    """Why the committed secret was not used: otherwise whoever knows it could choose the better lot."""
    if not text.strip():
        raise LotUnfit("Say why the lot was drawn by hand and not taken from the secret.", "reason")
    return text.strip()
