"""What counts as a mention of a person in a text: their whole address, or their name as whole words."""

from __future__ import annotations

import re
from re import Pattern


def of_address(email: str) -> Pattern[str]:
    """Finds an address, but not within a longer one.

    >>> [bool(of_address("ann@x.org").search(text)) for text in ("Ask Ann@X.org.", "joann@x.org", "ann@x.org.uk")]
    [True, False, False]
    """
    return re.compile(rf"(?<![\w.+%-]){re.escape(email)}(?![\w-]|\.\w)", re.IGNORECASE)


def of_name(name: str) -> Pattern[str]:
    """Finds a name as whole words.

    >>> [bool(of_name("Ann").search(text)) for text in ("Yours, ANN", "The planning of annual leave")]
    [True, False]
    """
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
