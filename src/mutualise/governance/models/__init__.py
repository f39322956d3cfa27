"""The tables of employee control, one module a subject."""

from mutualise.governance.models.directors import (
    Director,
    DirectorInterest,
    DirectorTerm,
    Inspection,
)
from mutualise.governance.models.members import (
    Constituency,
    Constitution,
    Member,
    MemberRegister,
    Membership,
    Particulars,
)
from mutualise.governance.models.shares import ShareClass, ShareMovement, Workforce

__all__ = [
    "Constituency",
    "Constitution",
    "Director",
    "DirectorInterest",
    "DirectorTerm",
    "Inspection",
    "Member",
    "MemberRegister",
    "Membership",
    "Particulars",
    "ShareClass",
    "ShareMovement",
    "Workforce",
]
