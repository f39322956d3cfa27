"""The migration step that lets rows of a table become visible in the order of their numbers."""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations.base import Operation

# Any number that nothing else locks by.
LOCK = 7_301_911


class InOrder(Operation):
    """On PostgreSQL, make whoever adds rows to a table wait for others who have not yet committed.

    Without it a row may appear behind others with higher numbers and later moments, so whoever read
    "everything up to number N", or asked what was known at a moment, would get another answer
    afterwards. SQLite has one writer at a time as it is. The lock is one for all such tables, taken
    before the first row of a statement gets its number and held until the transaction ends.
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
        if schema_editor.connection.vendor != "postgresql":
            return
        table = to_state.apps.get_model(app_label, self.model)._meta.db_table
        for statement in (
            "CREATE OR REPLACE FUNCTION mutualise_in_order() RETURNS trigger AS $$ "
            f"BEGIN PERFORM pg_advisory_xact_lock({LOCK}); RETURN NULL; END $$ LANGUAGE plpgsql",
            f'CREATE TRIGGER "{table}_in_order" BEFORE INSERT ON "{table}" '
            "FOR EACH STATEMENT EXECUTE FUNCTION mutualise_in_order()",
        ):
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        if schema_editor.connection.vendor == "postgresql":
            table = from_state.apps.get_model(app_label, self.model)._meta.db_table
            schema_editor.execute(f'DROP TRIGGER IF EXISTS "{table}_in_order" ON "{table}"', None)

    def describe(self) -> str:
        return f"Add rows of {self.model} one writer at a time"
