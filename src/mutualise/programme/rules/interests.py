"""When an interest closes a case to a person.

GovS 015 (grants) asks that conflicts be declared and managed; here a tie on record closes the case,
whoever forgot to say so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from mutualise.register.rules.matching import normalised


class Ground(StrEnum):
    """What a conflict was found from. One that was lifted as a false match lifts that ground alone."""

    MAIL = "MAIL"
    SUPPLIER = "SUPPLIER"
    BODY = "BODY"
    TEAM = "TEAM"


GROUND_LABELS = {
    Ground.MAIL: "Same employer as somebody in the team, by the address of their mail",
    Ground.SUPPLIER: "Tie to a supplier that works, or offered to work, for the team",
    Ground.BODY: "Tie to the parent body or the launched body, by the register",
    Ground.TEAM: "Is in the team, or was",
}

# Domains that many employers share, or that say nothing of one.
SHARED_MAIL = frozenset({
    "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "hotmail.co.uk", "live.co.uk",
    "yahoo.com", "yahoo.co.uk", "icloud.com", "me.com", "aol.com", "btinternet.com", "sky.com",
    "proton.me", "nhs.net", "nhs.scot", "scot.nhs.uk", "wales.nhs.uk", "example.org", "example.com", "example.net",
})  # fmt: skip


def key_of(name: str) -> str:
    """The name of an organisation as conflicts compare it: no case, accents or legal form.

    >>> key_of("The Borough of Exampleton, Ltd") == key_of("borough exampleton")
    True
    """
    return " ".join(normalised(name))


# What stands between the names of several organisations in one text.
BETWEEN = ("/", ";", ",", "&", " and ")


def keys_of(name: str) -> set[str]:
    """Keys of the organisations a name may stand for: as a whole, and each of several it joins.

    >>> sorted(keys_of("Cabinet Office / DWP"))
    ['cabinet office', 'cabinet office dwp', 'dwp']
    """
    parts = re.split("|".join(BETWEEN), name, flags=re.IGNORECASE)
    return {key_of(part) for part in (name, *parts)} - {""}


def employer_of(email: str) -> str:
    """The domain that names the employer in an address; "" for one that many employers share.

    >>> employer_of("a.person@Mail.Exampleshire.gov.uk"), employer_of("b@exampleshire.gov.uk")
    ('exampleshire.gov.uk', 'exampleshire.gov.uk')
    >>> employer_of("a.person@nhs.net"), employer_of("erased")
    ('', '')
    """
    labels = email.casefold().rpartition("@")[2].split(".") if "@" in email else []
    # Under .uk the second label (gov, co, ac, nhs) is a kind of body; elsewhere it is the body.
    found = ".".join(labels[-3 if labels[-1:] == ["uk"] else -2 :])
    return "" if found in SHARED_MAIL else found


# A dispensation lasts at most half a year; a longer case is looked at again.
LEAVE_DAYS = 183
# How many of a role a case needs: what one officer did a second checks.
NEEDED = {"PROGRAMME_OFFICER": 2, "DECISION_MAKER": 1, "FINANCE_OFFICER": 1}


def leave_fault(ground: str, free: Mapping[str, int], held: frozenset[str]) -> str | None:
    """Why nobody may be given leave in spite of a conflict, or None. `free` is how many people of each
    role have no conflict with the case, `held` the roles of the person.

    >>> leave_fault("MAIL", {"PROGRAMME_OFFICER": 0}, frozenset({"PROGRAMME_OFFICER"})) is None
    True
    >>> leave_fault("MAIL", {"PROGRAMME_OFFICER": 2}, frozenset({"PROGRAMME_OFFICER"}))
    'Enough people without a conflict can work on this case. Give it to one of them.'
    """
    if ground != Ground.MAIL:
        return "Leave is given only where the conflict is a shared employer."
    if not any(free.get(role, 0) < NEEDED[role] for role in held if role in NEEDED):
        return "Enough people without a conflict can work on this case. Give it to one of them."
    return None


def until_fault(today: date, until: date) -> str | None:
    """Why leave may not last until a day, or None.

    >>> until_fault(date(2026, 1, 1), date(2026, 3, 1)) is None
    True
    """
    last = today + timedelta(days=LEAVE_DAYS)
    if today < until <= last:
        return None
    return f"Give a day after today and no later than {last:%-d %B %Y}."
