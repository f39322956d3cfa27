"""The dated definitions shipped in `definitions/mutual/`, read once."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings

from mutualise.register.rules.definitions import Definition, parse_definition

# The wording in force when the hundred mutuals were announced; asked where a question names none.
DEFAULT_DEFINITION = "CO-2011"


@lru_cache(maxsize=1)
def definitions() -> dict[str, Definition]:
    """Every definition by code, oldest first. Raises what `parse_definition` raises."""
    folder = settings.ROOT / "definitions" / "mutual"
    found = [
        parse_definition(path.read_text(encoding="utf-8"), path.name)
        for path in sorted(folder.glob("*.yaml"))
    ]
    return {each.code: each for each in sorted(found, key=lambda d: (d.valid_from, d.code))}
