"""Lines of the register under the columns the law asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from mutualise.governance.models import DirectorTerm
from mutualise.governance.queries.members import Line
from mutualise.governance.rules.statutory import Column


def column_rows(
    lines: Iterable[Line], columns: tuple[Column, ...], classes: Mapping[int, str]
) -> list[list[object]]:
    """One row a member, one cell a column, in their order. `classes` names the classes of shares.

    Where there is more than one class, each holding is stated by its class (Companies Act 2006
    section 113(3)(a)).
    """
    return [[_cell(line, column.name, classes) for column in columns] for line in lines]


def _cell(line: Line, column: str, classes: Mapping[int, str]) -> object:
    special: dict[str, object] = {
        "shares": line.held if len(classes) < 2 else _by_class(line.shares, classes),
        "paid": (Decimal(line.paid) / 100).quantize(Decimal("0.01")),
        "constituency": line.class_name,
    }
    return special[column] if column in special else getattr(line, column)


def _by_class(shares: Mapping[int, int], classes: Mapping[int, str]) -> str:
    """5 × Ordinary share; 3 × Community share."""
    return "; ".join(f"{n:,} × {classes[key]}" for key, n in sorted(shares.items())) or "0"


def officer_rows(terms: Iterable[DirectorTerm], lines: Iterable[Line]) -> list[list[object]]:
    """The officers of a society, who stand in its register too (Act of 2014 section 30(3)).

    Name, postal address, office, from and until; the address of an officer who is a member is the
    register's, None where none is known.
    """
    addresses = {line.member: line.address for line in lines}
    return [
        [each.director.name, addresses.get(each.director.member_id or 0) or None, "Director",
         each.valid_from, each.valid_until]
        for each in terms
    ]  # fmt: skip
