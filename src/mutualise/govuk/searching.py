"""How the lists of the site are searched: every word of the question begins a word of what is looked through.

“art” finds “Arts and museums” and not “Department of Health”. Numbers and codes are found by any part of
them, for people remember their end.
"""

from __future__ import annotations

import re
from typing import Any

from django.db.models import Q, QuerySet


def has_words(text: str, *looked_through: str) -> bool:
    """Whether every word of the text begins a word of one of the others, in any case.

    >>> has_words("art nur", "Arts centre", "Community nursing"), has_words("art", "Department")
    (True, False)
    """
    whole = "\n".join(looked_through).casefold()
    return all(re.search(_beginning(word.casefold()), whole) for word in text.split())


def with_words(
    found: QuerySet[Any], text: str, *fields: str, codes: tuple[str, ...] = ()
) -> QuerySet[Any]:
    """The rows of which one of the fields has a word that begins with each word of the text, or one of
    the `codes` has it anywhere."""
    for word in text.split():
        # The first is quick and leaves few rows to the second.
        begun = [Q(**{f"{f}__icontains": word, f"{f}__iregex": _beginning(word)}) for f in fields]
        parts = [Q(**{f"{name}__icontains": word}) for name in codes]
        found = found.filter(Q(*begun, *parts, _connector=Q.OR))
    return found


def _beginning(word: str) -> str:
    r"""A pattern for SQLite and PostgreSQL alike; both read a backslash before a sign as the sign itself."""
    return rf"(^|\W){re.escape(word)}"
