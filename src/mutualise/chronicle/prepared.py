"""Statements that are asked thousands of times a minute: built by the ORM once, and then used again.

Django takes ten times as long to build a small statement as the database takes to answer it, and
several times as long to hand it over. Here the ORM still writes the statement, for whichever
database is in use, the first time it is asked; after that only the values change, and they go
straight to the driver, to PostgreSQL in as few messages as can be (`trips`). For the few statements
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
    """The cursor after a statement of its own; errors are Django's. Whoever watches statements
    (`CaptureQueriesContext`, `execute_wrapper`) sees them, by the ordinary way."""
    own = connections[DEFAULT_DB_ALIAS]
    if own.vendor != "sqlite" or _is_watched(own):
        cursor = own.cursor()
        cursor.execute(sql, values)
        return cursor
    own.ensure_connection()
    with own.wrap_database_errors:
        return own.connection.execute(sql.replace("%s", "?"), values)


def _is_watched(own: Any) -> bool:
    return bool(own.execute_wrappers or own.queries_logged)


def _trips() -> Any:
    """What goes to PostgreSQL in few messages; None on SQLite, and where somebody watches."""
    own = connections[DEFAULT_DB_ALIAS]
    if own.vendor == "sqlite" or _is_watched(own):
        return None
    # Imported here, so that the embedded database needs no driver of another.
    from mutualise.chronicle import trips

    own.ensure_connection()
    return trips.of(own.connection)


@contextmanager
def changes_at_the_end(commit: bool) -> Iterator[None]:
    """On PostgreSQL changes made inside wait and go in one message with the next question, and the
    last with the end of the transaction, if `commit`. They raise what they raise when they go.

    Raises RuntimeError inside another on the same connection, whose changes would be lost.
    """
    trips = _trips()
    if trips is None:
        yield
        return
    if trips.waiting is not None:
        raise RuntimeError("Changes already wait for the end here: use the one that is under way.")
    trips.waiting = []
    try:
        yield
        own = connections[DEFAULT_DB_ALIAS]
        with own.wrap_database_errors:
            trips.end(commit and not own.needs_rollback)
    finally:
        trips.waiting = None


def _change(sql: str, values: Sequence[Any]) -> None:
    trips = _trips()
    if trips is None:
        executed(sql, values)
        return
    with connections[DEFAULT_DB_ALIAS].wrap_database_errors:
        trips.change((sql, values))


# A question and its values.
Question = tuple["Prepared", tuple[int | str, ...]]


def at_once(*questions: Question) -> list[list[tuple[Any, ...]]]:
    """The rows of each question, asked in order and in one message; each sees what the one before it
    waited for."""
    statements = [prepared.statement(*values) for prepared, values in questions]
    trips = _trips()
    if trips is None:
        return [executed(*each).fetchall() for each in statements]
    with connections[DEFAULT_DB_ALIAS].wrap_database_errors:
        rows: list[list[tuple[Any, ...]]] = trips.ask(statements)
        return rows


class _Built:
    """A statement as it was built, with the places of the values to come."""

    def __init__(self, build: Callable[..., Any], *kinds: type) -> None:
        self._build, self._kinds = build, kinds
        self._made: dict[str, tuple[str, list[tuple[int | None, Any]]]] = {}

    def statement(self, *values: int | str) -> tuple[str, list[Any]]:
        """The statement and what goes into its places."""
        sql, places = self._made.get(connection.vendor) or self._prepare()
        return sql, [fixed if place is None else values[place] for place, fixed in places]

    def _prepare(self) -> tuple[str, list[tuple[int | None, Any]]]:
        marks = [MARKS[kind](place) for place, kind in enumerate(self._kinds)]
        sql, given = self._build_statement(*marks)
        places = [(marks.index(each) if each in marks else None, each) for each in given]
        if {place for place, _ in places} - {None} != set(range(len(marks))):
            raise ValueError("Every value of a prepared query must reach the database as it is.")
        self._made[connection.vendor] = sql, places
        return sql, places

    def _build_statement(self, *marks: int | str) -> tuple[str, Sequence[Any]]:
        raise NotImplementedError


class Prepared(_Built):
    """A question: `build` makes the query from values of the `kinds` (int or str).

    `build` must end in `values_list`; rows come as the database gives them (on SQLite a boolean is
    0 or 1, a moment is text), so ask for numbers and text. One that locks rows must be asked inside
    a transaction from the first time on.
    """

    def _build_statement(self, *marks: int | str) -> tuple[str, Sequence[Any]]:
        made: tuple[str, Sequence[Any]] = self._build(*marks).query.sql_with_params()
        return made

    def text(self) -> str:
        """The statement, for another to hold."""
        return (self._made.get(connection.vendor) or self._prepare())[0]

    def rows(self, *values: int | str) -> list[tuple[Any, ...]]:
        return at_once((self, values))[0]

    def first(self, *values: int | str) -> tuple[Any, ...] | None:
        """The first row, or None. The query limits itself to one."""
        found = self.rows(*values)
        return found[0] if found else None


class PreparedChange(_Built):
    """A change of rows: `build` gives the query and the new values by column, as `update` has them."""

    def _build_statement(self, *marks: int | str) -> tuple[str, Sequence[Any]]:
        rows, changes = self._build(*marks)
        query = rows.query.chain(UpdateQuery)
        query.add_update_values(changes)
        made: tuple[str, Sequence[Any]] = query.get_compiler(connection.alias).as_sql()
        return made

    def make(self, *values: int | str) -> None:
        """Make the change (on PostgreSQL perhaps a moment later: `changes_at_the_end`)."""
        _change(*self.statement(*values))


# The name of a column's value, and what makes the database's values of it.
_Column = tuple[str, Callable[[Any], Sequence[Any]]]


class PreparedRow:
    """A row to be written: `write` takes a value for every column but a number of its own.

    For a column that a question finds (`found`) it takes the values of the question. No signal is
    sent and no default of the model is used.
    """

    def __init__(self, model: type[models.Model], **found: Prepared) -> None:
        self._model, self._found = model, found
        self._made: dict[str, tuple[str, Sequence[_Column]]] = {}

    def write(self, **values: Any) -> None:
        """Insert the row (on PostgreSQL perhaps a moment later: `changes_at_the_end`).

        Raises KeyError for a column without a value, IntegrityError.
        """
        sql, columns = self._made.get(connection.vendor) or self._prepare()
        if len(values) != len(columns):
            raise KeyError(f"Values for {', '.join(name for name, _ in columns)} are needed.")
        _change(sql, [each for name, stored in columns for each in stored(values[name])])

    def _prepare(self) -> tuple[str, Sequence[_Column]]:
        meta, quoted = self._model._meta, connection.ops.quote_name
        columns = [
            each for each in meta.local_concrete_fields if not isinstance(each, models.AutoField)
        ]
        names = ", ".join(quoted(str(each.column)) for each in columns)
        places = ", ".join(self._place(each) for each in columns)
        sql = f"INSERT INTO {quoted(meta.db_table)} ({names}) VALUES ({places})"  # noqa: S608 - names of our tables
        named = [(each.attname, self._stored(each)) for each in columns]
        self._made[connection.vendor] = sql, named
        return sql, named

    def _place(self, column: models.Field[Any, Any]) -> str:
        found = self._found.get(column.attname)
        return f"({found.text()})" if found else "%s"

    def _stored(self, column: models.Field[Any, Any]) -> Callable[[Any], Sequence[Any]]:
        found = self._found.get(column.attname)
        if found:
            return lambda values: found.statement(*values)[1]
        stored = _stored(column)
        return lambda value: (stored(value) if stored else value,)


def _stored(column: models.Field[Any, Any]) -> Callable[[Any], Any] | None:
    """How the database keeps a value of a column; None for text and whole numbers, kept as they are."""
    if isinstance(column, models.CharField | models.IntegerField | models.ForeignKey):
        return None
    return lambda value: column.get_db_prep_save(value, connections[connection.alias])
