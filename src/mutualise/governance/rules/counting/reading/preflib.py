"""PrefLib files of strict orders (.soi, .soc) and of orders with ties (.toi, .toc).

    # ALTERNATIVE NAME 1: Ann
    12: 1,2,{3,4}

A brace is an equal preference: the paper counts up to it. Files from before 2022 are read too: the
number of candidates, a line `1,Ann` for each, a line of three totals, then `12,1,2,{3,4}`.
"""

from __future__ import annotations

import re

from mutualise.governance.rules.counting.poll import Papers, Poll
from mutualise.governance.rules.counting.reading.lines import (
    BallotsUnreadable,
    Care,
    count_of,
    seats_or_refuse,
    text_of,
)

_NAME = re.compile(r"#\s*ALTERNATIVE NAME ([0-9]{1,9}):\s*(.*)")
_TITLE = re.compile(r"#\s*TITLE:\s*(.*)")
_TIERS = re.compile(r"(?:[^{}]|\{[^{}]*+\})*+")
_TIER = re.compile(r"\{[^{}]*\}|[^,{}]+")


def read_preflib(raw: bytes, name: str, seats: int | None = None) -> Poll:
    """A poll from PrefLib content. Raises BallotsUnreadable."""
    places = seats_or_refuse(seats, name)
    text, notes = text_of(raw)
    names: dict[int, str] = {}
    title, care = "", Care()
    lines = list(enumerate(text.splitlines(), start=1))
    if lines[0][1].strip().isdecimal():
        names, lines = _old_heading(lines, name)
    for line, content in lines:
        content = content.strip()
        if content.startswith("#"):
            if found := _NAME.match(content):
                names[int(found[1])] = found[2].strip()
            elif found := _TITLE.match(content):
                title = found[1].strip()
        elif content:
            _order(content, names, care, name, line)
    if sorted(names) != list(range(1, len(names) + 1)) or not names:
        raise BallotsUnreadable(
            name, 1, "the candidates", "are not numbered 1, 2, 3 …",
            "Use the PrefLib format of 2022 or later, with “# ALTERNATIVE NAME 1: …”.",
        )  # fmt: skip
    notes += care.notes()
    listed = tuple(names[each] for each in sorted(names))
    return Poll(
        listed, places, Papers.of(care.papers()), frozenset(), title, tuple(notes), care.rejected
    )


def _old_heading(
    lines: list[tuple[int, str]], name: str
) -> tuple[dict[int, str], list[tuple[int, str]]]:
    """The names of a file from before 2022, and its orders written as those of today."""
    number = count_of(lines[0][1].strip(), name, 1, "the number of candidates")
    names: dict[int, str] = {}
    for line, content in lines[1 : number + 1]:
        at, comma, named = content.partition(",")
        if not comma or at.strip() != str(len(names) + 1):
            raise BallotsUnreadable(
                name, line, "the candidate", f"is “{content.strip()}”",
                f"Write its number and name, as: {len(names) + 1},Ann",
            )  # fmt: skip
        names[len(names) + 1] = named.strip()
    orders = lines[number + 2 :]
    return names, [(line, content.replace(",", ":", 1)) for line, content in orders]


def _order(content: str, names: dict[int, str], care: Care, file: str, line: int) -> None:
    number, colon, order = content.partition(":")
    if not colon:
        raise BallotsUnreadable(
            file, line, "the line", "has no colon",
            "Write how many papers, a colon, and the order, as: 12: 1,2,3",
        )  # fmt: skip
    if not _TIERS.fullmatch(order):
        raise BallotsUnreadable(
            file, line, "the order", "has a brace without its other half, or one in another",
            "Write equal preferences as {3,4}.",
        )  # fmt: skip
    papers = count_of(number.strip(), file, line, "the number of papers")
    ranking: list[int] = []
    named: set[int] = set()
    unclear = False
    for place, tier in enumerate(_TIER.findall(order.replace(" ", "")), start=1):
        members = [each for each in tier.strip("{}").split(",") if each]
        for each in members:
            if (
                not re.fullmatch(r"[0-9]{1,9}", each)
                or int(each) not in names
                or int(each) in named
            ):
                raise BallotsUnreadable(
                    file, line, f"preference {place}",
                    f"is “{each}”, not a candidate or one named already",
                    "Use each number of an ALTERNATIVE NAME line at most once.",
                )  # fmt: skip
            named.add(int(each))
        unclear = unclear or len(members) != 1
        if not unclear:
            ranking.append(int(members[0]))
    care.add(papers, tuple(ranking), unclear)
