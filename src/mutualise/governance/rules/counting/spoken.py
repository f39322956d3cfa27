"""Names of candidates as they are read aloud.

Scottish councils write the party, and its abbreviation, behind a name: "Ann Gray (Labour (Lab))".
"""

from __future__ import annotations

import re
from collections import Counter

from mutualise.governance.rules.counting.poll import Poll

_PARTY = re.compile(r"(?P<name>[^()]+?)\s*\((?P<party>.+)\)")
_ABBREVIATED = re.compile(r"\s*\([^()]*\)$")


def parted(name: str) -> tuple[str, str]:
    """A name and the party behind it, without the party's abbreviation; the party is "" where none is.

    >>> parted("Ann Gray (Labour (Lab))"), parted("Bea")
    (('Ann Gray', 'Labour'), ('Bea', ''))
    """
    found = _PARTY.fullmatch(name.strip())
    if found is None:
        return name, ""
    return found["name"], _ABBREVIATED.sub("", found["party"]).strip()


def spoken_names(poll: Poll) -> dict[int, str]:
    """The name of each candidate alone; with the party where two have the same name, and as the file has it
    where that does not tell them apart either."""
    whole = {each: poll.name(each) for each in range(1, len(poll.candidates) + 1)}
    found = dict(whole)
    for how in (_with_party, lambda name, party: name):
        short = {each: how(*parted(name)) for each, name in whole.items()}
        times = Counter(short.values())
        found |= {each: name for each, name in short.items() if times[name] == 1}
    return found


def _with_party(name: str, party: str) -> str:
    return f"{name} of {party}" if party else name


def party_of(poll: Poll, candidate: int) -> str:
    """The party behind a candidate's name; "" where none is."""
    return parted(poll.name(candidate))[1]
