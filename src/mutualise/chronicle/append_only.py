"""The migration step that makes the database refuse to change or delete what is in a table."""

from __future__ import annotations

import re
from typing import Any

from django.db.migrations.operations.base import Operation

REFUSAL = "is append-only: record a replacement instead"


class AppendOnly(Operation):
    """Put triggers on a table of this app, on SQLite and on PostgreSQL.

    TRUNCATE on PostgreSQL fires no row trigger; `docs/how-to/deploy.md` takes that right
    from the role the site runs as.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, model: str) -> None:
        self.model = model

    def state_forwards(self, app_label: str, state: Any) -> None:
        return None

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        table = to_state.apps.get_model(app_label, self.model)._meta.db_table
        for statement in statements(schema_editor.connection.vendor, table):
            schema_editor.execute(statement, params=None)
        _refuse_replace(schema_editor, table)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        table = from_state.apps.get_model(app_label, self.model)._meta.db_table
        for event in ("update", "delete", "replace"):
            name = f"{table}_no_{event}"
            suffix = f' ON "{table}"' if schema_editor.connection.vendor == "postgresql" else ""
            schema_editor.execute(f'DROP TRIGGER IF EXISTS "{name}"{suffix}', params=None)

    def describe(self) -> str:
        return f"Refuse UPDATE and DELETE on {self.model}"


class KeepAppendOnly(AppendOnly):
    """Put back the triggers of a table that a change of its columns or constraints makes anew on
    SQLite. Stands before and after that change, so that going back keeps them too."""

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        self.database_forwards(app_label, schema_editor, from_state, to_state)


class RefuseReplace(Operation):
    """On SQLite, make every append-only table of this app refuse INSERT OR REPLACE too.

    For tables whose triggers were made before `AppendOnly` did so itself.
    """

    reversible = True
    reduces_to_sql = False

    def state_forwards(self, app_label: str, state: Any) -> None:
        return None

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        for table in _kept_tables(schema_editor, app_label):
            _refuse_replace(schema_editor, table)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        for table in _kept_tables(schema_editor, app_label):
            schema_editor.execute(f'DROP TRIGGER IF EXISTS "{table}_no_replace"', params=None)

    def describe(self) -> str:
        return "Refuse INSERT OR REPLACE on append-only tables"


def _kept_tables(schema_editor: Any, app_label: str) -> list[str]:
    """Tables of an app that refuse DELETE; none on PostgreSQL, which has no REPLACE."""
    if schema_editor.connection.vendor != "sqlite":
        return []
    found = _asked(
        schema_editor,
        "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' "
        "AND name = tbl_name || '_no_delete'",
    )
    return sorted(table for (table,) in found if table.startswith(f"{app_label}_"))


def _refuse_replace(schema_editor: Any, table: str) -> None:
    """On SQLite, refuse a row whose key, or whose place in a unique index, is taken.

    INSERT OR REPLACE deletes the row in its way without calling a trigger on DELETE. An ordinary
    INSERT of such a row fails as before: with an IntegrityError.
    """
    if schema_editor.connection.vendor != "sqlite":
        return
    keys = [[row[1]] for row in _asked(schema_editor, f'PRAGMA table_info("{table}")') if row[5]]
    taken = [_taken(table, columns) for columns in keys]
    for row in _asked(schema_editor, f'PRAGMA index_list("{table}")'):
        if not row[2]:
            continue
        columns = [each[2] for each in _asked(schema_editor, f'PRAGMA index_info("{row[1]}")')]
        if None in columns:
            raise NotImplementedError(f"{row[1]}: no refusal for a unique index on an expression.")
        taken.append(_taken(table, columns, _condition(schema_editor, row[1]) if row[4] else ""))
    schema_editor.execute(f'DROP TRIGGER IF EXISTS "{table}_no_replace"', params=None)
    schema_editor.execute(
        f'CREATE TRIGGER "{table}_no_replace" BEFORE INSERT ON "{table}" '
        f"WHEN {' OR '.join(taken)} "
        f"BEGIN SELECT RAISE(ABORT, '{table} {REFUSAL}'); END",
        params=None,
    )


def _taken(table: str, columns: list[str], condition: str = "") -> str:
    """Whether a row holds what the new one would; `condition` is that of a partial index."""
    same = [f'"{each}" = NEW."{each}"' for each in columns]
    both = [condition, re.sub(r'("\w+")', r"NEW.\1", condition)] if condition else []
    return f'EXISTS (SELECT 1 FROM "{table}" WHERE {" AND ".join(same + both)})'  # noqa: S608 - names of our tables


def _condition(schema_editor: Any, index: str) -> str:
    asked = f"SELECT sql FROM sqlite_master WHERE type = 'index' AND name = '{index}'"  # noqa: S608 - a name of ours
    ((text,),) = _asked(schema_editor, asked)
    return f"({text.partition(' WHERE ')[2]})"


def _asked(schema_editor: Any, question: str) -> list[Any]:
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(question)
        found: list[Any] = cursor.fetchall()
    return found


def statements(vendor: str, table: str) -> list[str]:
    """SQL that puts the triggers on `table`. Raises NotImplementedError for another database."""
    if vendor == "sqlite":
        return [
            f'CREATE TRIGGER IF NOT EXISTS "{table}_no_{event.lower()}" '
            f'BEFORE {event} ON "{table}" '
            f"BEGIN SELECT RAISE(ABORT, '{table} {REFUSAL}'); END"
            for event in ("UPDATE", "DELETE")
        ]
    if vendor == "postgresql":
        function = (
            "CREATE OR REPLACE FUNCTION mutualise_append_only() RETURNS trigger AS $$ "
            f"BEGIN RAISE EXCEPTION '% {REFUSAL}', TG_TABLE_NAME; END $$ LANGUAGE plpgsql"
        )
        return [function] + [
            f'CREATE OR REPLACE TRIGGER "{table}_no_{event.lower()}" '
            f'BEFORE {event} ON "{table}" '
            "FOR EACH ROW EXECUTE FUNCTION mutualise_append_only()"
            for event in ("UPDATE", "DELETE")
        ]
    raise NotImplementedError(f"No append-only trigger for {vendor}; use SQLite or PostgreSQL.")
