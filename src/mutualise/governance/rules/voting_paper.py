"""A voting paper as it is filled in: numbers beside names, read into a ranking or explained."""

from __future__ import annotations

from collections.abc import Mapping


class PaperUnclear(ValueError):
    """The numbers are no clear order; `problems` is (candidate number or None, words)."""

    def __init__(self, problems: list[tuple[int | None, str]]) -> None:
        self.problems = problems
        super().__init__(" ".join(words for _, words in problems))


def read_paper(typed: Mapping[int, str], names: Mapping[int, str]) -> tuple[int, ...]:
    """The candidates in order of choice, from what was typed beside each; empty when nothing was.

    Raises PaperUnclear with every problem at once.

    >>> read_paper({1: "2", 2: "1", 3: ""}, {1: "A", 2: "B", 3: "C"})
    (2, 1)
    """
    problems: list[tuple[int | None, str]] = []
    places: dict[int, list[int]] = {}
    for number, text in typed.items():
        text = text.strip()
        if not text:
            continue
        if not (text.isascii() and text.isdigit() and len(text) < 4 and int(text) > 0):
            problems.append(
                (number, f"The choice beside {names[number]} must be a number, like 1 or 2.")
            )
            continue
        places.setdefault(int(text), []).append(number)
    for place, chosen in sorted(places.items()):
        if len(chosen) > 1:
            who = " and ".join(names[each] for each in chosen)
            problems.append(
                (chosen[-1], f"You gave the number {place} to {who}. Give each number once.")
            )
    if places and not problems:
        problems += _gaps(places)
    if problems:
        raise PaperUnclear(problems)
    return tuple(chosen[0] for _, chosen in sorted(places.items()))


def _gaps(places: Mapping[int, list[int]]) -> list[tuple[int | None, str]]:
    missing = [place for place in range(1, max(places)) if place not in places]
    if not missing:
        return []
    first = next(chosen[0] for place, chosen in sorted(places.items()) if place > missing[0])
    return [(first, f"There is no choice {missing[0]}. Number your choices 1, 2, 3 without a gap.")]
