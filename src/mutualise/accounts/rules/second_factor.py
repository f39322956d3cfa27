"""Who must give a second factor, when it is asked for, and what may be tried how often."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

from mutualise.accounts.rules.roles import Held, Role

# The roles that can change public figures or money. Who runs the server needs no role here.
NEED_IT = frozenset(
    {
        Role.REGISTER_EDITOR,
        Role.PROGRAMME_OFFICER,
        Role.DECISION_MAKER,
        Role.FINANCE_OFFICER,
        # Publishes the ratios of a body into the register, and seats directors.
        Role.COMPANY_SECRETARY,
        Role.SCRUTINEER,
    }
)

# To change the factor itself, it must have been given within this time,
PROOF_IS_RECENT = timedelta(minutes=5)
# or, where there is none yet, the person must have signed in within this time.
SIGN_IN_IS_RECENT = timedelta(minutes=30)
# New recovery codes are shown until they are said to be kept, and no longer than this.
CODES_ARE_SHOWN = timedelta(minutes=15)

# So many wrong codes in so long a time, and no further code is looked at.
LIMITS = ((5, timedelta(minutes=15)), (20, timedelta(days=1)))
LONGEST = max(length for _, length in LIMITS)

HOW_MANY_CODES = 8
# Without the letters that are taken for figures. 24 of 32 signs are 120 bits, more than anybody can
# try, so that a plain digest of a code tells nothing about it.
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SIGNS_A_CODE = 24


class Step(StrEnum):
    """What a signed-in person does before they open a page."""

    GO_ON = "GO_ON"
    SET_UP = "SET_UP"
    GIVE_CODE = "GIVE_CODE"


def needs_it(held: Iterable[Held], on: date) -> bool:
    """Whether one of the roles held that day needs a second factor."""
    return any(each.role in NEED_IT and each.holds_on(on) for each in held)


def step_before(*, needed: bool, factor: int | None, proved: int | None) -> Step:
    """`factor`: number of the person's own; `proved`: of the one this session gave a code of.

    A session that began before the factor was set up has proved nothing, whoever opened it.
    """
    if factor is None:
        return Step.SET_UP if needed else Step.GO_ON
    return Step.GO_ON if factor == proved else Step.GIVE_CODE


def may_try(wrong: Sequence[datetime], now: datetime) -> bool:
    """Whether another code is looked at after wrong ones at these moments."""
    return all(
        sum(now - length < moment <= now for moment in wrong) < most for most, length in LIMITS
    )


def new_recovery_codes() -> list[str]:
    """Codes as a person keeps them: six groups of four signs."""
    return [
        "-".join("".join(secrets.choice(SIGNS) for _ in range(4)) for _ in range(SIGNS_A_CODE // 4))
        for _ in range(HOW_MANY_CODES)
    ]


def digest_of(code: str) -> str:
    """What is kept of a recovery code; spaces, hyphens and small letters do not matter.

    >>> digest_of("abcd-EFGH") == digest_of("ABCD efgh ")
    True
    """
    plain = re.sub(r"[\s-]", "", code).upper()
    plain = plain.replace("O", "0").replace("I", "1").replace("L", "1")
    return hashlib.sha256(plain.encode()).hexdigest()
