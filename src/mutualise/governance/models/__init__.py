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
from mutualise.governance.models.extension_letters import ExtensionLetter
from mutualise.governance.models.meetings import (
    Adjournment,
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
from mutualise.governance.models.own_majorities import OwnMajority
from mutualise.governance.models.resolutions import (
    Agreement,
    Declaration,
    Filing,
    FilingReminder,
    Resolution,
    TakenOff,
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
    OfferedKey,
    SheetReading,
    SignaturesGiven,
    SignedReport,
    Trustee,
)
from mutualise.governance.models.seats import Filling, Office, Seating, Vacancy
from mutualise.governance.models.shares import ShareClass, ShareMovement, Workforce

__all__ = [
    "Adjournment",
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
    "ExtensionLetter",
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
    "OfferedKey",
    "Office",
    "OwnMajority",
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
    "SignaturesGiven",
    "SignedReport",
    "SignedToken",
    "TakenOff",
    "Trustee",
    "Vacancy",
    "VoteCount",
    "Workforce",
]
