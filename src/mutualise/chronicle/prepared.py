"""Statements that are asked thousands of times a minute: built by the ORM once, and then used again.

Django takes ten times as long to build a small statement as the database takes to answer it, and
several times as long to hand it over. Here the ORM still writes the statement, for whichever
database is in use, the first time it is asked; after that only the values change, and they go
straight to the driver, where PostgreSQL has planned the statement already. For the few statements
of a vote, not for ordinary pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.models.sql import UpdateQuery

# Values that stand for the ones to come while a statement is built; no row has them.
MARKS: dict[type, Callable[[int], Any]] = {
    int: lambda place: 2_147_000_001 + place,
    str: lambda place: f"\x01value {place}\x01",
}


def executed(sql: str, values: Sequence[Any]) -> Any:
    """The driver's cursor after a statement; errors are Django's. Whoever watches statements
    (`CaptureQueriesContext`, `execute_wrapper`) sees them, by the ordinary way."""
    own = connections[DEFAULT_DB_ALIAS]
    if _is_watched(own):
        cursor = own.cursor()
        cursor.execute(sql, values)
        return cursor
    own.ensure_connection()
    with own.wrap_database_errors:
        if own.vendor == "sqlite":
            return own.connection.execute(sql.replace("%s", "?"), values)
        # Imported here, so that the embedded database needs no driver of another.
        from psycopg import Cursor

        return Cursor(own.connection).execute(sql, values, prepare=True)


def _is_watched(own: Any) -> bool:
    return bool(own.execute_wrappers or own.queries_logged)


@contextmanager
def one_trip() -> Iterator[None]:
    """Statements inside go to PostgreSQL in one message, in order; each sees what those before it
    did. None may need the answer to another: on PostgreSQL answers and errors come at the end."""
    own = connections[DEFAULT_DB_ALIAS]
    if own.vendor == "sqlite" or _is_watched(own):
        yield
        return
    own.ensure_connection()
    with own.wrap_database_errors, own.connection.pipeline():
        yield


# A question and its values.
Question = tuple["Prepared", tuple[int | str, ...]]


def at_once(*questions: Question) -> list[list[tuple[Any, ...]]]:
    """The rows of each question, asked in order and in one trip."""
    with one_trip():
        cursors = [prepared.asked(*values) for prepared, values in questions]
        return [each.fetchall() for each in cursors]


class _Built:
    """A statement as it was built, with the places of the values to come."""

    def __init__(self, build: Callable[..., Any], *kinds: type) -> None:
        self._build, self._kinds = build, kinds
        self._made: dict[str, tuple[str, list[tuple[int | None, Any]]]] = {}

    def asked(self, *values: int | str) -> Any:
        """The driver's cursor, which has the answer or will have it (`one_trip`)."""
        sql, places = self._made.get(connection.vendor) or self._prepare()
        given = [fixed if place is None else values[place] for place, fixed in places]
        return executed(sql, given)

    def _prepare(self) -> tuple[str, list[tuple[int | None, Any]]]:
        marks = [MARKS[kind](place) for place, kind in enumerate(self._kinds)]
        sql, given = self._statement(*marks)
        places = [(marks.index(each) if each in marks else None, each) for each in given]
        if {place for place, _ in places} - {None} != set(range(len(marks))):
            raise ValueError("Every value of a prepared query must reach the database as it is.")
        self._made[connection.vendor] = sql, places
        return sql, places

    def _statement(self, *marks: int | str) -> tuple[str, Sequence[Any]]:
        raise NotImplementedError


class Prepared(_Built):
    """A question: `build` makes the query from values of the `kinds` (int or str).

    `build` must end in `values_list`; rows come as the database gives them (on SQLite a boolean is
    0 or 1, a moment is text), so ask for numbers and text. One that locks rows must be asked inside
    a transaction from the first time on.
    """

    def _statement(self, *marks: int | str) -> tuple[str, Sequence[Any]]:
        made: tuple[str, Sequence[Any]] = self._build(*marks).query.sql_with_params()
        return made

    def rows(self, *values: int | str) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = self.asked(*values).fetchall()
        return found

    def first(self, *values: int | str) -> tuple[Any, ...] | None:
        """The first row, or None. The query limits itself to one."""
        found = self.rows(*values)
        return found[0] if found else None


class PreparedChange(_Built):
    """A change of rows: `build` gives the query and the new values by column, as `update` has them."""

    def _statement(self, *marks: int | str) -> tuple[str, Sequence[Any]]:
        rows, changes = self._build(*marks)
        query = rows.query.chain(UpdateQuery)
        query.add_update_values(changes)
        made: tuple[str, Sequence[Any]] = query.get_compiler(connection.alias).as_sql()
        return made

    def make(self, *values: int | str) -> None:
        """Make the change."""
        self.asked(*values)


# The name of a column's value, and what makes the database's value of it.
_Column = tuple[str, Callable[[Any], Any] | None]


class PreparedRow:
    """A row to be written: `write` takes a value for every column but a number of its own.

    No signal is sent and no default of the model is used.
    """

    def __init__(self, model: type[models.Model]) -> None:
        self._model = model
        self._made: dict[str, tuple[str, Sequence[_Column]]] = {}

    def write(self, **values: Any) -> Any:
        """Insert the row; its key. Raises KeyError for a column without a value, IntegrityError."""
        return self.add(**values).fetchone()[0]

    def add(self, **values: Any) -> Any:
        """Insert the row, as `write`; a cursor that has its key, or will have it (`one_trip`)."""
        sql, columns = self._made.get(connection.vendor) or self._prepare()
        if len(values) != len(columns):
            raise KeyError(f"Values for {', '.join(name for name, _ in columns)} are needed.")
        given = [stored(values[name]) if stored else values[name] for name, stored in columns]
        return executed(sql, given)

    def _prepare(self) -> tuple[str, Sequence[_Column]]:
        meta, quoted = self._model._meta, connection.ops.quote_name
        columns = [
            each for each in meta.local_concrete_fields if not isinstance(each, models.AutoField)
        ]
        names = ", ".join(quoted(str(each.column)) for each in columns)
        sql = (
            f"INSERT INTO {quoted(meta.db_table)} ({names}) "  # noqa: S608 - names of our tables
            f"VALUES ({', '.join(['%s'] * len(columns))}) RETURNING {quoted(str(meta.pk.column))}"
        )
        named = [(each.attname, _stored(each)) for each in columns]
        self._made[connection.vendor] = sql, named
        return sql, named


def _stored(column: models.Field[Any, Any]) -> Callable[[Any], Any] | None:
    """How the database keeps a value of a column; None for text and whole numbers, kept as they are."""
    if isinstance(column, models.CharField | models.IntegerField | models.ForeignKey):
        return None
    return lambda value: column.get_db_prep_save(value, connections[connection.alias])
