"""Lines of the register under the columns the law asks for."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from mutualise.governance.queries.members import Line
from mutualise.governance.rules.statutory import Column


def column_rows(lines: Iterable[Line], columns: tuple[Column, ...]) -> list[list[object]]:
    """One row a member, one cell a column, in their order."""
    return [[_cell(line, column.name) for column in columns] for line in lines]


def _cell(line: Line, column: str) -> object:
    special: dict[str, object] = {
        "shares": line.held,
        "paid": Decimal(line.paid) / 100,
        "constituency": line.class_name,
    }
    return special[column] if column in special else getattr(line, column)
