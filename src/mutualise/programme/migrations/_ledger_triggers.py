"""The triggers that keep the ledger: balances move with postings and with nothing else."""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations.base import Operation

POSTING, ACCOUNT = "programme_posting", "programme_account"
NO_ROUTE = "the ledger has no such posting between these accounts"
NOT_THE_REVERSAL = "a reversal moves the same amount back between the same accounts"
KEPT = "the balance of an account is kept from its postings alone"


class KeepLedger(Operation):
    """Put the triggers on both databases. `routes` is the table of permitted postings, written out
    in the migration so that an old migration does not change with the rules."""

    reversible = False
    reduces_to_sql = True

    def __init__(self, routes: tuple[tuple[str, str, str], ...]) -> None:
        self.routes = routes

    def state_forwards(self, app_label: str, state: Any) -> None:
        return None

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        make = {"sqlite": sqlite, "postgresql": postgresql}[schema_editor.connection.vendor]
        for statement in make(self.routes):
            schema_editor.execute(statement, params=None)

    def describe(self) -> str:
        return "Keep the balances of the ledger"


class ReverseNoEarlier(KeepLedger):
    """Refuse a reversal of a day before the posting it undoes."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute("DROP TRIGGER programme_posting_reverses", params=None)
            schema_editor.execute(sqlite_reverses(REVERSES_SINCE, NOT_BEFORE), params=None)
        else:
            schema_editor.execute(
                postgresql_before(self.routes, REVERSES_SINCE, NOT_BEFORE), params=None
            )

    def describe(self) -> str:
        return "Refuse a reversal before what it undoes"


def permitted(routes: tuple[tuple[str, str, str], ...]) -> str:
    """SQL that is true when NEW is one of the routes, within one fund."""
    rows = ", ".join(f"('{kind}', '{source}', '{target}')" for kind, source, target in routes)
    return (
        f"EXISTS (SELECT 1 FROM {ACCOUNT} s JOIN {ACCOUNT} t ON t.fund_id = s.fund_id "
        "WHERE s.id = NEW.source_id AND t.id = NEW.target_id "
        f"AND (NEW.kind, s.kind, t.kind) IN (VALUES {rows}))"
    )


REVERSES = (
    f"EXISTS (SELECT 1 FROM {POSTING} o WHERE o.id = NEW.reverses_id AND o.reverses_id IS NULL "
    "AND o.kind = NEW.kind AND o.source_id = NEW.target_id AND o.target_id = NEW.source_id "
    "AND o.amount_pence = NEW.amount_pence)"
)
# The first words of a reversal left its day free.
REVERSES_SINCE = REVERSES.replace("AND o.amount", 'AND o."on" <= NEW."on" AND o.amount')
NOT_BEFORE = (
    "a reversal moves the same amount back between the same accounts, and not before it was moved"
)
COMPUTED = (
    f"COALESCE((SELECT SUM(amount_pence) FROM {POSTING} WHERE target_id = NEW.id), 0) - "
    f"COALESCE((SELECT SUM(amount_pence) FROM {POSTING} WHERE source_id = NEW.id), 0)"
)
SAME = " AND ".join(
    f"NEW.{column} IS NOT DISTINCT FROM OLD.{column}"
    for column in (
        "id",
        "code",
        "fund_id",
        "budget_id",
        "award_id",
        "order_id",
        "kind",
        "floor_pence",
    )
)


def moves(column: str, sign: str) -> str:
    return (
        f"UPDATE {ACCOUNT} SET balance_pence = balance_pence {sign} NEW.amount_pence "
        f"WHERE id = NEW.{column};"
    )


def refuse(name: str, when: str, table: str, condition: str, words: str) -> str:
    return (
        f"CREATE TRIGGER {name} {when} ON {table} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
    )


def sqlite_reverses(reverses: str, words: str) -> str:
    condition = f"NEW.reverses_id IS NOT NULL AND NOT {reverses}"
    return refuse("programme_posting_reverses", "BEFORE INSERT", POSTING, condition, words)


def sqlite(routes: tuple[tuple[str, str, str], ...]) -> list[str]:
    same = SAME.replace("IS NOT DISTINCT FROM", "IS")
    return [
        refuse(
            "programme_posting_on_a_route",
            "BEFORE INSERT",
            POSTING,
            f"NEW.reverses_id IS NULL AND NOT {permitted(routes)}",
            NO_ROUTE,
        ),
        sqlite_reverses(REVERSES, NOT_THE_REVERSAL),
        f"CREATE TRIGGER programme_posting_moves AFTER INSERT ON {POSTING} "
        f"BEGIN {moves('source_id', '-')} {moves('target_id', '+')} END",
        refuse(
            "programme_account_begins_empty",
            "BEFORE INSERT",
            ACCOUNT,
            "NEW.balance_pence <> 0",
            KEPT,
        ),
        refuse(
            "programme_account_kept",
            "BEFORE UPDATE",
            ACCOUNT,
            f"NOT ({same}) OR NEW.balance_pence <> {COMPUTED}",
            KEPT,
        ),
        refuse("programme_account_stays", "BEFORE DELETE", ACCOUNT, "1", KEPT),
    ]


def function(name: str, body: str) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS $$ BEGIN {body} END $$ "
        "LANGUAGE plpgsql"
    )


def postgresql_before(routes: tuple[tuple[str, str, str], ...], reverses: str, words: str) -> str:
    # Both accounts are locked in the order of their numbers, so that two postings between the
    # same accounts wait for one another and never stand in each other's way.
    return function(
        "programme_posting_before",
        f"PERFORM 1 FROM {ACCOUNT} WHERE id IN (NEW.source_id, NEW.target_id) "
        "ORDER BY id FOR UPDATE; "
        f"IF NEW.reverses_id IS NULL AND NOT {permitted(routes)} "
        f"THEN RAISE EXCEPTION '{NO_ROUTE}'; END IF; "
        f"IF NEW.reverses_id IS NOT NULL AND NOT {reverses} "
        f"THEN RAISE EXCEPTION '{words}'; END IF; RETURN NEW;",
    )


def postgresql(routes: tuple[tuple[str, str, str], ...]) -> list[str]:
    def trigger(name: str, when: str, table: str) -> str:
        return f"CREATE TRIGGER {name} {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"

    return [
        postgresql_before(routes, REVERSES, NOT_THE_REVERSAL),
        trigger("programme_posting_before", "BEFORE INSERT", POSTING),
        function(
            "programme_posting_moves",
            f"{moves('source_id', '-')} {moves('target_id', '+')} RETURN NULL;",
        ),
        trigger("programme_posting_moves", "AFTER INSERT", POSTING),
        function(
            "programme_account_kept",
            f"IF TG_OP = 'DELETE' THEN RAISE EXCEPTION '{KEPT}'; END IF; "
            "IF TG_OP = 'INSERT' THEN IF NEW.balance_pence <> 0 "
            f"THEN RAISE EXCEPTION '{KEPT}'; END IF; RETURN NEW; END IF; "
            f"IF NOT ({SAME}) OR NEW.balance_pence <> {COMPUTED} "
            f"THEN RAISE EXCEPTION '{KEPT}'; END IF; RETURN NEW;",
        ),
        trigger("programme_account_kept", "BEFORE INSERT OR UPDATE OR DELETE", ACCOUNT),
    ]
