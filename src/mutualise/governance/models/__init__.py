"""The tables of employee control, one module a subject."""

from mutualise.governance.models.ballot_box import (
    BallotSignature,
    BoardEntry,
    Box,
    IssuerKey,
    SignedToken,
)
from mutualise.governance.models.directors import (
    Director,
    DirectorInterest,
    DirectorTerm,
    Inspection,
)
from mutualise.governance.models.elections import (
    Contest,
    Election,
    ElectionEvent,
    Nomination,
    NominationDecision,
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
    FilingReminder,
    Resolution,
    VoteCount,
)
from mutualise.governance.models.roll import (
    IssuedCode,
    Objection,
    RollAmendment,
    RollEntry,
    RollMark,
)
from mutualise.governance.models.scrutiny import (
    ContestCount,
    LayerList,
    SheetReading,
    SignedReport,
    Trustee,
)
from mutualise.governance.models.seats import Filling, Office, Seating, Vacancy
from mutualise.governance.models.shares import ShareClass, ShareMovement, Workforce

__all__ = [
    "Agreement",
    "Attendance",
    "BallotSignature",
    "BoardEntry",
    "Box",
    "Constituency",
    "Constitution",
    "Contest",
    "ContestCount",
    "Declaration",
    "Director",
    "DirectorInterest",
    "DirectorTerm",
    "Election",
    "ElectionEvent",
    "Filing",
    "FilingReminder",
    "Filling",
    "Inspection",
    "IssuedCode",
    "IssuerKey",
    "LayerList",
    "Meeting",
    "MeetingEvent",
    "Member",
    "MemberRegister",
    "Membership",
    "Minutes",
    "Nomination",
    "NominationDecision",
    "Notice",
    "NoticeCopy",
    "Objection",
    "Office",
    "Particulars",
    "Proxy",
    "Resolution",
    "RollAmendment",
    "RollEntry",
    "RollMark",
    "Seating",
    "ShareClass",
    "ShareMovement",
    "SheetReading",
    "SignedReport",
    "SignedToken",
    "Trustee",
    "Vacancy",
    "VoteCount",
    "Workforce",
]
