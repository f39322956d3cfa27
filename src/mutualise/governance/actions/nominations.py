"""Candidates: nominate, decide whether the nomination is valid, withdraw."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from mutualise.accounts import actions as audit
from mutualise.accounts.permissions import check_holds
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.governance.actions.elections import ElectionRefused
from mutualise.governance.models import Contest, Nomination, NominationDecision
from mutualise.governance.queries.elections import check_decides, nominations_of, state_of
from mutualise.governance.rules.election_stages import State
from mutualise.governance.rules.nominations import (
    MOST_PHOTOGRAPH_BYTES,
    PHOTOGRAPHS,
    NominationUnfit,
    check_handed_in,
    check_statement,
    check_withdrawn,
)

FIRST_BYTES = {"image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n"}
MOST_CANDIDATES = 40


@transaction.atomic
def nominate(
    *, contest: Contest, by: Any, member_number: str, name: str, statement: str = "",
    in_category: bool = False, photograph: bytes = b"", handed_in_on: date | None = None,
) -> Nomination:  # fmt: skip
    """Enter a nomination that was handed in, today unless a day is given: by the last day in the notice.

    Raises NotAllowed, NominationUnfit or ElectionRefused.
    """
    check_holds(by, Role.COMPANY_SECRETARY, organisation=contest.election.organisation.code)
    Contest.objects.select_for_update().get(pk=contest.pk)
    if state_of(contest.election) is not State.NOMINATING:
        raise ElectionRefused("Nominations are not open.")
    day = handed_in_on or clock.today()
    check_handed_in(day, contest.election.notice_on, contest.election.nominations_close_on)
    check_statement(statement)
    digest, kind = _kept(photograph)
    rows = Nomination.objects.filter(contest=contest)
    if rows.filter(member_number=member_number).exists():
        raise NominationUnfit("member_number", "This member is nominated in this contest already.")
    if rows.count() >= MOST_CANDIDATES:
        raise NominationUnfit(
            "member_number", f"A contest has at most {MOST_CANDIDATES} candidates."
        )
    made = Nomination.objects.create(
        contest=contest, number=rows.count() + 1, member_number=member_number, name=name.strip(),
        statement=statement.strip(), in_category=in_category, photograph_sha256=digest,
        photograph_kind=kind, at=clock.now(), by=by,
    )  # fmt: skip
    audit.record("governance.nomination.entered", by=by, subject=contest.election.reference,
                 contest=contest.code, candidate=made.number, handed_in_on=day.isoformat())  # fmt: skip
    return made


def _kept(photograph: bytes) -> tuple[str, str]:
    """Keep a photograph by its digest; what it really is is read from its first bytes."""
    if not photograph:
        return "", ""
    if len(photograph) > MOST_PHOTOGRAPH_BYTES:
        raise NominationUnfit("photograph", "The photograph must be smaller than 2MB.")
    kind = next((k for k, head in FIRST_BYTES.items() if photograph.startswith(head)), "")
    if not kind:
        raise NominationUnfit("photograph", "The photograph must be a JPEG or PNG file.")
    digest = hashlib.sha256(photograph).hexdigest()
    folder = Path(settings.MEDIA_ROOT) / "photographs"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{digest}.{PHOTOGRAPHS[kind]}").write_bytes(photograph)
    return digest, kind


@transaction.atomic
def decide(*, nomination: Nomination, by: Any, valid: bool, words: str = "") -> None:
    """Say whether a nomination is valid; words are needed where it is not. Nobody who is nominated
    decides. Raises NotAllowed or ElectionRefused."""
    election = nomination.contest.election
    check_decides(by, election)
    if state_of(election) is not State.NOMINATING:
        raise ElectionRefused("Nominations are decided before they close.")
    if not valid and not words.strip():
        raise ElectionRefused("Say why the nomination is not valid.", "words")
    Contest.objects.select_for_update().get(pk=nomination.contest.pk)
    if nomination.decisions.exists():
        raise ElectionRefused("This nomination is decided already.")
    _decide(nomination, "VALID" if valid else "INVALID", by, words)


@transaction.atomic
def withdraw(
    *, nomination: Nomination, by: Any, words: str, received_on: date | None = None
) -> None:
    """Take out a candidate whose word in writing was received, today unless a day is given: by the last
    day in the notice, and entered before the roll is frozen.

    Raises NotAllowed, NominationUnfit or ElectionRefused.
    """
    election = nomination.contest.election
    check_decides(by, election)
    if state_of(election) not in (State.NOMINATING, State.NOMINATED):
        raise ElectionRefused("A candidate can withdraw until the roll is frozen, not later.")
    day = received_on or clock.today()
    check_withdrawn(day, election.notice_on, min(election.withdrawals_until, clock.today()))
    if not words.strip():
        raise ElectionRefused("Say how and when the candidate withdrew.", "words")
    Contest.objects.select_for_update().get(pk=nomination.contest.pk)
    found = {each.nomination.pk: each for each in nominations_of(nomination.contest)}
    if found[nomination.pk].decision == "WITHDRAWN":
        raise ElectionRefused("This candidate has withdrawn already.")
    _decide(nomination, "WITHDRAWN", by, words, received_on=day.isoformat())


def _decide(nomination: Nomination, kind: str, by: Any, words: str, **detail: Any) -> None:
    NominationDecision.objects.create(
        nomination=nomination, kind=kind, words=words.strip(), at=clock.now(), by=by
    )
    audit.record(f"governance.nomination.{kind.lower()}", by=by,
                 subject=nomination.contest.election.reference, contest=nomination.contest.code,
                 candidate=nomination.number, **detail)  # fmt: skip


def photograph_file(nomination: Nomination) -> Path:
    """Where the photograph of a nomination lies."""
    name = f"{nomination.photograph_sha256}.{PHOTOGRAPHS[nomination.photograph_kind]}"
    return Path(settings.MEDIA_ROOT) / "photographs" / name
