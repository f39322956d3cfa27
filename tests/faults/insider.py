"""An insider who holds the whole database: every table, every column, and what a database keeps
beside the rows. She knows the names and the board, and lays every order she finds beside it."""

from __future__ import annotations

from typing import Any

import numpy as np
from django.db import connection

HIDDEN = {
    "sqlite": {"rowid": "rowid"},
    "postgresql": {
        "xmin": "xmin::text::bigint",
        "ctid": "(ctid::text::point)[0]::bigint * 65536 + (ctid::text::point)[1]::bigint",
    },
}
# Tables of people, by the column that a foreign key holds.
NAMED = {
    "governance_rollentry": "SELECT id, member_number FROM governance_rollentry",
    "governance_member": "SELECT id, number FROM governance_member",
}


def orders(known: dict[str, str]) -> dict[str, dict[str, Any]]:
    """Every order in which the database has the voters: by table, the column that names them, and
    the column that is sorted by. Each gives a value for each voter.

    `known` has what an insider knows of each voter (name, address, hash of the code) and her number.
    """
    found: dict[str, dict[str, Any]] = {}
    with connection.cursor() as cursor:
        people = {table: _numbers(cursor, sql) for table, sql in NAMED.items()}
        for table in connection.introspection.table_names(cursor):
            for column, rows in _naming(cursor, table, people, known).items():
                found |= {f"{table}.{column} by {key}": values for key, values in rows.items()}
    return found


def _numbers(cursor: Any, sql: str) -> dict[str, str]:
    cursor.execute(sql)
    return {str(key): str(number) for key, number in cursor.fetchall()}


def _naming(
    cursor: Any, table: str, people: dict[str, dict[str, str]], known: dict[str, str]
) -> dict[str, dict[str, dict[str, Any]]]:
    """For each column of a table that names voters: voter to value, by each column to sort by."""
    hidden = HIDDEN[connection.vendor]
    cursor.execute(f'SELECT * FROM "{table}" LIMIT 0')
    columns = [each[0] for each in cursor.description]
    asked = [*hidden.values(), *(f'"{each}"' for each in columns)]
    first = next(iter(hidden.values()))
    cursor.execute(f'SELECT {", ".join(asked)} FROM "{table}" ORDER BY {first}')
    names, rows = [*hidden, *columns], cursor.fetchall()
    points = connection.introspection.get_relations(cursor, table)
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for place, column in enumerate(names):
        who = people.get(points[column][1], {}) if column in points else known
        if table in people and column == "id":
            who = people[table]
        named = [(who[str(row[place])], row) for row in rows if str(row[place]) in who]
        if len({voter for voter, _ in named}) < len(set(known.values())) / 2:
            continue
        found[column] = {
            name: {voter: _sortable(row[number]) for voter, row in named}
            for number, name in enumerate(names)
        }
    return found


def _sortable(value: Any) -> Any:
    if isinstance(value, int):
        return f"{value:024d}"
    return value.hex() if isinstance(value, bytes | memoryview) else str(value)


def places(values: dict[str, Any]) -> dict[str, float]:
    """The place of each voter in an order; voters with one value share the middle of their places."""
    in_order = sorted(values.values())
    first = {value: place for place, value in reversed(list(enumerate(in_order)))}
    last = {value: place for place, value in enumerate(in_order)}
    return {voter: (first[value] + last[value]) / 2 for voter, value in values.items()}


def score(values: dict[str, Any], truth: dict[str, Any]) -> tuple[float, int]:
    """How well an order finds whose ballot is whose: the share of pairs it puts right (0.5 is
    chance), and how many voters it pairs with their own ballot when both stand in order."""
    voters = sorted(set(values) & set(truth))
    left, right = (
        np.array([each[voter] for voter in voters])
        for each in (
            places({v: values[v] for v in voters}),
            places({v: truth[v] for v in voters}),
        )
    )
    far, own = np.abs(left[:, None] - right[None, :]), np.abs(left - right)[:, None]
    return float(((far > own).mean() + (far >= own).mean()) / 2), int((left == right).sum())
