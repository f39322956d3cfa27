"""The migration step that makes the database refuse UPDATE and DELETE on a table."""

from __future__ import annotations

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

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        table = from_state.apps.get_model(app_label, self.model)._meta.db_table
        for event in ("update", "delete"):
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
