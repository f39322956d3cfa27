"""Every row of a room, to see whether anything was changed."""

from __future__ import annotations

from django.apps import apps
from django.db import connection


def rows_of(*rooms: str) -> dict[str, list[tuple]]:
    """The rows of every table of the rooms, by table. Read without the models, which would make the same
    query anew, and a value of every cell, each time."""
    found = {}
    with connection.cursor() as cursor:
        for room in rooms:
            for model in apps.get_app_config(room).get_models():
                table, key = model._meta.db_table, model._meta.pk.column
                cursor.execute(f'SELECT * FROM "{table}" ORDER BY "{key}"')
                found[table] = cursor.fetchall()
    return found
