"""The triggers that keep the marks on the roll: blank to marked, once, and nothing else."""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations.base import Operation

TABLE = "governance_rollmark"
REFUSAL = f"{TABLE} is marked once: a mark is never taken back or changed"
# A row may be written as it is: that is how its place among the others is forgotten.
PERMITTED = (
    "NEW.entry_id = OLD.entry_id AND ((NEW.kind = OLD.kind AND "
    "NEW.blinded_sha256 = OLD.blinded_sha256) OR (OLD.kind = '-' AND NEW.kind IN ('A', 'B', 'P') "
    "AND length(NEW.blinded_sha256) = 64))"
)
# The second condition is for INSERT OR REPLACE of SQLite, which deletes without a trigger.
UNFIT = (
    "NEW.kind <> '-' OR EXISTS (SELECT 1 FROM governance_rollmark WHERE entry_id = NEW.entry_id)"
)


class MarkedOnce(Operation):
    """Put the triggers on both databases."""

    reversible = False
    reduces_to_sql = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        return None

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        make = {"sqlite": sqlite, "postgresql": postgresql}[schema_editor.connection.vendor]
        for statement in make():
            schema_editor.execute(statement, params=None)

    def describe(self) -> str:
        return "Let a blank on the roll be marked once"


def sqlite() -> list[str]:
    refused = {"UPDATE": f"NOT ({PERMITTED})", "DELETE": "1", "INSERT": UNFIT}
    return [
        f"CREATE TRIGGER {TABLE}_{event.lower()} BEFORE {event} ON {TABLE} WHEN {when} "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for event, when in refused.items()
    ]


def postgresql() -> list[str]:
    refuse = f"RAISE EXCEPTION '{REFUSAL}';"
    body = (
        f"BEGIN IF TG_OP = 'DELETE' THEN {refuse} "
        f"ELSIF TG_OP = 'UPDATE' THEN IF NOT ({PERMITTED}) THEN {refuse} END IF; "
        f"ELSIF {UNFIT} THEN {refuse} END IF; RETURN NEW; END"
    )
    return [
        f"CREATE OR REPLACE FUNCTION {TABLE}_kept() RETURNS trigger AS $$ {body} $$ "
        "LANGUAGE plpgsql",
        f"CREATE TRIGGER {TABLE}_kept BEFORE INSERT OR UPDATE OR DELETE ON {TABLE} "
        f"FOR EACH ROW EXECUTE FUNCTION {TABLE}_kept()",
    ]
