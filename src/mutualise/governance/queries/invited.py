"""Who is told of a meeting and may be there besides the members who vote at it: holders of a class that
meets by itself, and directors."""

from __future__ import annotations

from collections.abc import Container

from mutualise.chronicle import clock
from mutualise.governance.models import Director, Meeting
from mutualise.governance.queries.electorate import Elector, electorate, holders_without_votes
from mutualise.governance.queries.meetings import kind_of, resolutions_of
from mutualise.governance.queries.members import particulars
from mutualise.governance.queries.ratios import terms_on
from mutualise.governance.queries.sittings import day_of
from mutualise.governance.rules.resolution_kinds import Among


def of_classes_alone(meeting: Meeting, electors: Container[int]) -> dict[int, Elector]:
    """By number, the members who vote at the separate meeting of a class and are none of the `electors` of the
    general meeting; nobody where nothing on the agenda is decided class by class."""
    if not any(Among.EACH_CLASS in kind_of(each).among for each in resolutions_of(meeting)):
        return {}
    return holders_without_votes(meeting.register.code, day_of(meeting), electors)


def voters_at(meeting: Meeting) -> dict[int, Elector]:
    """By number, the members who vote at a meeting, or at the separate meeting of a class on its agenda."""
    electors = electorate(meeting.register.code, day_of(meeting))
    return electors | of_classes_alone(meeting, electors)


def directors_besides(
    meeting: Meeting, told: Container[int]
) -> tuple[dict[int, Elector], list[Director]]:
    """The directors in office today who are not `told` as members: by number those the register of members
    can write to, and the others."""
    today = clock.today()
    latest = particulars(meeting.register, today)
    members: dict[int, Elector] = {}
    others: list[Director] = []
    for term in terms_on(meeting.register, today):
        director = term.director
        member = director.member
        row = latest.get(member.pk) if member else None
        if member and member.number in told:
            continue
        if member and row and (row.email or row.address):
            members[member.number] = Elector(member.number, row.name, row.email, "", 0)
        else:
            others.append(director)
    return members, others
