"""The kinds of resolution shipped in `definitions/resolutions/`, read once."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings

from mutualise.governance.rules.resolution_kinds import Kind, parse_kind


class KindUnknown(LookupError):
    """No kind of resolution has this code; the message lists those there are."""


@lru_cache(maxsize=1)
def kinds() -> dict[str, Kind]:
    """Every kind by code. Raises ResolutionUnreadable when a file cannot be used."""
    folder = settings.ROOT / "definitions" / "resolutions"
    found = [
        parse_kind(path.read_text(encoding="utf-8"), path.name)
        for path in sorted(folder.glob("*.yaml"))
    ]
    return {kind.code: kind for kind in found}


def kind_called(code: str) -> Kind:
    """The kind with this code. Raises KindUnknown."""
    try:
        return kinds()[code]
    except KeyError:
        known = ", ".join(kinds())
        raise KindUnknown(f"There is no kind “{code}”. The kinds are: {known}.") from None
