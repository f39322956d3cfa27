"""What the database refuses, one trigger or constraint at a time. For `benchmarks/guards.py`."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import DatabaseError, connection
from django.db.models import CheckConstraint, UniqueConstraint

from benchmarks.guard_points import BOARD

VERB = re.compile(r"BEFORE (INSERT|UPDATE|DELETE)|AFTER (INSERT)")


def watch() -> None:
    """Note in which test the database refused something, by its words."""

    def noting(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        try:
            return execute(sql, params, many, context)
        except DatabaseError as refused:
            verb = sql.lstrip().split(" ", 1)[0].upper()
            BOARD.refused_in[f"said {verb} {refused}"].setdefault(BOARD.test)
            raise

    connection.execute_wrappers.append(noting)


def tests_told(verb: str, words: str) -> dict[str, None]:
    """The tests in which the database said this to a statement of the kind."""
    return {
        test: None
        for said, tests in BOARD.refused_in.items()
        if said.startswith(f"said {verb}") and words in said
        for test in tests
    }


def refusals() -> dict[str, tuple[Callable[[], None], dict[str, None]]]:
    """Every trigger and constraint that refuses: how to take it away, the tests it spoke in."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
    for name, _table, sql in triggers:
        words = re.findall(r"RAISE\(ABORT, '([^']+)'", sql)
        verb = next(filter(None, VERB.search(sql).groups()))
        if words:
            tests = {test: None for said in words for test in tests_told(verb, said)}
            found[f"TRIGGER {name}"] = (_dropping(name), tests)
    for model in apps.get_models():
        if not model.__module__.startswith("mutualise."):
            continue
        table = model._meta.db_table
        for each in model._meta.constraints:
            if isinstance(each, CheckConstraint):
                tests = tests_told("", f"CHECK constraint failed: {each.name}")
            elif isinstance(each, UniqueConstraint):
                columns = ", ".join(
                    f"{table}.{model._meta.get_field(field).column}" for field in each.fields
                )
                tests = tests_told("", f"UNIQUE constraint failed: {columns}")
                tests |= tests_told("", f"UNIQUE constraint failed: index '{each.name}'")
                # The trigger on INSERT OR REPLACE speaks before the index does.
                tests |= tests_told("INSERT", f"{table} is append-only")
            found[f"CONSTRAINT {each.name}"] = (_without(model, each), tests)
    return found


def _dropping(name: str) -> Callable[[], None]:
    def drop() -> None:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP TRIGGER "{name}"')

    return drop


def _without(model: Any, constraint: Any) -> Callable[[], None]:
    def take_away() -> None:
        table = model._meta.db_table
        kept = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s AND name NOT LIKE %s"  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(kept, [table, "%\\_no\\_replace"])
            triggers = [row[0] for row in cursor.fetchall()]
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [f"{table}_no_replace"])
            replace = cursor.fetchone()
            cursor.execute("PRAGMA foreign_keys = OFF")
        with connection.schema_editor() as editor:
            editor.remove_constraint(model, constraint)
        with connection.cursor() as cursor:
            for (name,) in list(cursor.execute("SELECT name FROM sqlite_master WHERE type='trigger' AND tbl_name=%s", [table])):  # fmt: skip
                cursor.execute(f'DROP TRIGGER "{name}"')
            # A unique constraint stands in the trigger on REPLACE as well.
            unique = isinstance(constraint, UniqueConstraint)
            for sql in [*triggers, *([replace[0]] if replace and not unique else [])]:
                cursor.execute(sql.replace("%", "%%"))
            cursor.execute("PRAGMA foreign_keys = ON")

    return take_away
