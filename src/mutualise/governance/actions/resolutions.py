"""Votes, agreements, the declared result and its filing."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from mutualise.accounts import actions as audit
from mutualise.chronicle import clock
from mutualise.chronicle.models import Change
from mutualise.governance.actions.meetings import Refused, check_secretary, locked
from mutualise.governance.models import (
    Agreement,
    Declaration,
    Filing,
    NoticeCopy,
    Resolution,
    VoteCount,
)
from mutualise.governance.queries import meetings as found
from mutualise.governance.queries.electorate import holders, short_names
from mutualise.governance.queries.results import result_of
from mutualise.governance.queries.sittings import (
    day_of,
    in_person_at,
    present_at,
    represented_at,
    sitting_of,
    stood_for_at,
)
from mutualise.governance.rules.days import spoken
from mutualise.governance.rules.meeting_steps import State
from mutualise.governance.rules.meetings import Form, class_quorum_check, hands
from mutualise.governance.rules.resolutions import Count, CountImpossible

BY_HANDS = (
    " on a show of hands: in a company a proxy has one vote, however many appointed them, or one for and "
    "one against (Companies Act 2006 section 285)"
)


@transaction.atomic
def record_votes(
    *, resolution: Resolution, by: Any, method: str, votes_for: int, against: int,
    abstained: int = 0, spoiled: int = 0, in_advance: int = 0, of_class: str = "",
    reason: str = "",
) -> VoteCount:  # fmt: skip
    """Record the votes on a resolution at its meeting; a second count corrects the first.

    On a show of hands everybody present has one vote, a proxy too; on a poll, members have the votes
    they hold. No more votes are taken than those present in person or by proxy have, but for those
    given `in_advance` on a poll (section 322A). Where the kind asks for it, a class needs a quorum of its own (section 334(4)).
    Raises NotAllowed or Refused.
    """
    if resolution.meeting is None:
        raise Refused(None, "A written resolution has agreements, not votes.")
    locked(resolution.meeting, by, State.OPEN)
    if found.declaration_of(resolution):
        raise Refused(None, "The result is declared, and the votes it rests on do not change.")
    eligible, in_the_room = _votes_of(resolution, method, of_class)
    given = votes_for + against + abstained + spoiled
    try:
        Count(votes_for, against, eligible, abstained, spoiled)
    except CountImpossible as impossible:
        raise Refused("votes_for", str(impossible)) from impossible
    _check_in_the_room(method, given, in_advance, in_the_room)
    quorum = _quorum_of(resolution, of_class)
    old = found.counts_of(resolution).get(of_class)
    if old is not None and not reason.strip():
        raise Refused("reason", "Votes are recorded already. Say why they are counted anew.")
    correcting = {"replaces": old, "change": Change.CORRECTION, "reason": reason.strip()}
    row = VoteCount.objects.create(
        resolution=resolution, method=method, of_class=of_class, votes_for=votes_for,
        against=against, abstained=abstained, spoiled=spoiled, eligible=eligible,
        in_advance=in_advance, quorum=quorum, recorded_by=by, recorded_at=clock.now(), **(correcting if old else {}),
    )  # fmt: skip
    audit.record(
        "governance.votes", by=by, subject=resolution.reference, of_class=of_class,
        votes_for=votes_for, against=against, abstained=abstained, spoiled=spoiled,
    )  # fmt: skip
    return row


def _votes_of(resolution: Resolution, method: str, of_class: str) -> tuple[int, int]:
    """Votes of everybody entitled, and of those present in person or by proxy."""
    meeting = resolution.meeting
    assert meeting is not None  # noqa: S101 - asked by the caller
    mine, _ = holders(resolution.register.code, of_class, day_of(meeting))
    if not mine:
        there = ", ".join(short_names(resolution.register))
        raise Refused(
            "of_class",
            f"The class “{of_class}” has no member who may vote on that day. The classes are: {there}.",
        )
    if method == VoteCount.Method.HANDS:
        stood_for = [len(numbers) for numbers in stood_for_at(meeting, mine).values()]
        in_person = len(in_person_at(meeting, mine))
        return len(mine), hands(Form(meeting.form), in_person, stood_for)
    here = represented_at(meeting, mine)
    votes = {number: each.votes for number, each in mine.items()}
    return sum(votes.values()), sum(held for number, held in votes.items() if number in here)


def _quorum_of(resolution: Resolution, of_class: str) -> str:
    """How the class that voted had the quorum its kind asks for, in words; "" where it asks for none.

    Raises Refused.
    """
    asked = found.kind_of(resolution).class_quorum
    if not asked or not of_class or resolution.meeting is None:
        return ""
    meeting = resolution.meeting
    mine, in_shares = holders(resolution.register.code, of_class, day_of(meeting))
    persons = {each.person for each in present_at(meeting, mine)}
    here = represented_at(meeting, mine)
    check = class_quorum_check(
        len(persons), sum(each.weight for number, each in mine.items() if number in here),
        sum(each.weight for each in mine.values()), in_shares=in_shares,
        adjourned=sitting_of(meeting).since is not None, section=asked,
    )  # fmt: skip
    words = f"{check.words} ({check.section})."
    if not check.holds:
        raise Refused("of_class", f"{words} Record who else is present, or adjourn the meeting.")
    return words


def _check_in_the_room(method: str, given: int, in_advance: int, in_the_room: int) -> None:
    by_hands = method == VoteCount.Method.HANDS
    if in_advance and by_hands:
        raise Refused("in_advance", "Votes given in advance count on a poll only.")
    if in_advance > given:
        raise Refused("in_advance", f"Only {given} votes were given in all.")
    if given - in_advance > in_the_room:
        raise Refused(
            "votes_for",
            f"{given - in_advance} votes were given at the meeting, and those recorded as present, "
            f"in person or by proxy, have {in_the_room}{BY_HANDS if by_hands else ''}. Record who else "
            f"is present{', take a poll' if by_hands else ''}, or correct the votes.",
        )


@transaction.atomic
def record_agreements(
    *, resolution: Resolution, by: Any, numbers: list[int], received_on: date
) -> int:
    """Record signatures under a written resolution; how many were new.

    An agreement after the last day has no effect (section 297(2)); one given cannot be taken back
    (section 296(3)). Raises NotAllowed or Refused.
    """
    check_secretary(by, resolution.register.code)
    Resolution.objects.select_for_update().get(pk=resolution.pk)
    if resolution.circulated_on is None or resolution.lapses_on is None:
        raise Refused(None, "This resolution is decided at a meeting.")
    if found.declaration_of(resolution):
        raise Refused(None, "The result is declared.")
    if not resolution.circulated_on <= received_on <= min(resolution.lapses_on, clock.today()):
        raise Refused(
            "received_on",
            f"An agreement counts from {spoken(resolution.circulated_on)} to "
            f"{spoken(resolution.lapses_on)}, and cannot be dated after today.",
        )
    eligible = set(
        NoticeCopy.objects.filter(notice__resolution=resolution).values_list(
            "member_number", flat=True
        )
    )
    strangers = [str(number) for number in numbers if number not in eligible]
    if strangers:
        words = "Not eligible on the circulation date, so correct them: "
        raise Refused("numbers", words + ", ".join(strangers[:10]))
    given = set(resolution.agreements.values_list("member_number", flat=True))
    new = [number for number in dict.fromkeys(numbers) if number not in given]
    Agreement.objects.bulk_create(
        Agreement(
            resolution=resolution,
            member_number=number,
            received_on=received_on,
            by=by,
            at=clock.now(),
        )
        for number in new
    )
    audit.record("governance.agreements", by=by, subject=resolution.reference, added=len(new))
    return len(new)


@transaction.atomic
def declare(*, resolution: Resolution, by: Any) -> Declaration:
    """Declare the result the rule gives. Raises NotAllowed or Refused.

    A written resolution is declared when it has passed, or once it has lapsed.
    """
    if resolution.meeting is not None:
        locked(resolution.meeting, by, State.OPEN)
    else:
        check_secretary(by, resolution.register.code)
        Resolution.objects.select_for_update().get(pk=resolution.pk)
    if found.declaration_of(resolution):
        raise Refused(None, "The result is declared already.")
    try:
        result = result_of(resolution)
    except CountImpossible as missing:
        raise Refused(None, str(missing)) from missing
    if result is None:
        raise Refused(None, "Record the votes first.")
    lapses = resolution.lapses_on
    if lapses is not None and not result.passed and clock.today() <= lapses:
        raise Refused(None, f"Not passed yet: members may agree until {spoken(lapses)}.")
    row = Declaration.objects.create(
        resolution=resolution, verdict=result.verdict.value, words=result.words,
        clauses=[
            {"holds": c.holds, "number": c.number, "base": c.base, "needed": c.needed,
             "words": c.words, "section": c.section}
            for c in result.clauses
        ],
        decided_on=result.meetings[-1].day, file_by=result.file_by,
        second_from=result.second_from, second_until=result.second_until,
        recorded_by=by, recorded_at=clock.now(),
    )  # fmt: skip
    audit.record("governance.result", by=by, subject=resolution.reference, verdict=row.verdict)
    return row


@transaction.atomic
def file_resolution(
    *, resolution: Resolution, by: Any, filed_on: date, receipt: str = ""
) -> Filing:
    """Record that a copy was sent to whom the law names. Raises NotAllowed or Refused."""
    check_secretary(by, resolution.register.code)
    Resolution.objects.select_for_update().get(pk=resolution.pk)
    declared = found.declaration_of(resolution)
    if declared is None or declared.file_by is None:
        raise Refused(None, "This resolution does not have to be filed.")
    if found.filing_of(resolution):
        raise Refused(None, "The filing is recorded already.")
    if not declared.decided_on <= filed_on <= clock.today():
        raise Refused(
            "filed_on", "It is filed on or after the day it passed, and not in the future."
        )
    row = Filing.objects.create(
        resolution=resolution, filed_on=filed_on, receipt=receipt.strip(), at=clock.now(), by=by
    )
    audit.record("governance.filing", by=by, subject=resolution.reference, on=str(filed_on))
    return row
