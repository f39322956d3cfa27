"""The tables of employee control, one module a subject."""

from mutualise.governance.models.directors import (
    Director,
    DirectorInterest,
    DirectorTerm,
    Inspection,
)
from mutualise.governance.models.meetings import (
    Attendance,
    Meeting,
    MeetingEvent,
    Minutes,
    Notice,
    NoticeCopy,
    Proxy,
)
from mutualise.governance.models.members import (
    Constituency,
    Constitution,
    Member,
    MemberRegister,
    Membership,
    Particulars,
)
from mutualise.governance.models.resolutions import (
    Agreement,
    Declaration,
    Filing,
    Resolution,
    VoteCount,
)
from mutualise.governance.models.shares import ShareClass, ShareMovement, Workforce

__all__ = [
    "Agreement",
    "Attendance",
    "Constituency",
    "Constitution",
    "Declaration",
    "Director",
    "DirectorInterest",
    "DirectorTerm",
    "Filing",
    "Inspection",
    "Meeting",
    "MeetingEvent",
    "Member",
    "MemberRegister",
    "Membership",
    "Minutes",
    "Notice",
    "NoticeCopy",
    "Particulars",
    "Proxy",
    "Resolution",
    "ShareClass",
    "ShareMovement",
    "VoteCount",
    "Workforce",
]
