"""Rows that are each well written and cannot all be true: shares over the whole, an end before the launch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from mutualise.evidence.ingest.problems import Line, Problem
from mutualise.register import models
from mutualise.register.rules.life import EndsBeforeLaunch, check_order
from mutualise.register.rules.stakes import ImpossibleStakes, check_statement

Refused = tuple[Line, Problem]


def possible(kind: str, lines: Sequence[Line], rows: list[Any]) -> tuple[list[Any], list[Refused]]:
    """The rows that can be true beside what is recorded already, and the others with what is wrong."""
    if kind == "stakes":
        return _sorted_out(rows, _statement, dict(_impossible_stakes(lines, rows)))
    if kind == "events":
        return _sorted_out(rows, _body, dict(_impossible_lives(lines, rows)))
    return rows, []


def _sorted_out(
    rows: list[Any], key: Callable[[Any], Any], refused: dict[Any, Refused]
) -> tuple[list[Any], list[Refused]]:
    return [row for row in rows if key(row) not in refused], list(refused.values())


def _impossible_stakes(lines: Sequence[Line], rows: list[Any]) -> Iterator[tuple[Any, Refused]]:
    """Each statement whose shares pass the whole, together with what is recorded already."""
    statements: dict[tuple[Any, ...], dict[str, Decimal]] = defaultdict(dict)
    recorded = models.Stake.objects.known_at(None).select_related("organisation")
    for row in [*recorded, *rows]:
        statements[_statement(row)][row.holder] = row.share
    for statement in dict.fromkeys(_statement(row) for row in rows):
        try:
            check_statement(statements[statement].items())
        except ImpossibleStakes as problem:
            code, day, instrument = statement
            line = _line(lines, organisation=code, date=day.isoformat())
            said = f"{code}, {instrument} on {day}: {problem}"
            yield statement, (line, Problem(line.file, line.row, "share", said))


def _impossible_lives(lines: Sequence[Line], rows: list[Any]) -> Iterator[tuple[Any, Refused]]:
    """Each body that would end before it launched."""
    codes = {_body(row) for row in rows}
    recorded = models.LifeEvent.objects.known_at(None).select_related("organisation")
    lives: dict[str, list[Any]] = defaultdict(list)
    for row in [*recorded.filter(organisation__code__in=codes), *rows]:
        lives[_body(row)].append((row.kind, row.earliest, row.latest))
    for code in sorted(codes):
        try:
            check_order(lives[code])
        except EndsBeforeLaunch as problem:
            line = next(
                each
                for each in reversed(lines)
                if each.cells["organisation"].strip() == code
                and each.cells["event"].strip() in problem.kinds
            )
            yield code, (line, Problem(line.file, line.row, "date", f"{code}: {problem}"))


def _line(lines: Sequence[Line], **cells: str) -> Line:
    return next(
        line for line in lines if all(line.cells[key].strip() == cells[key] for key in cells)
    )


def _statement(row: Any) -> tuple[Any, ...]:
    return row.organisation.code, row.valid_from, row.instrument


def _body(row: Any) -> str:
    return str(row.organisation.code)
