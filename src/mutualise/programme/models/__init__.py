"""The tables of the programme, one module a subject."""

from mutualise.programme.models.application import Answer, Certification, Document
from mutualise.programme.models.assessment import Assessment, Assignment, ModeratedScore, Score
from mutualise.programme.models.awards import Assistance, Award, SubsidyStep
from mutualise.programme.models.cases import (
    Baseline,
    Case,
    CaseEvent,
    CaseFact,
    CaseMember,
    EligibilityCheck,
    Message,
    Objective,
)
from mutualise.programme.models.delivery import Confirmation, Milestone, Risk
from mutualise.programme.models.diagnostic import Diagnostic
from mutualise.programme.models.fund import Account, Budget, ExtractLine, Fund, Posting
from mutualise.programme.models.interests import Interest, Lifting, Recusal
from mutualise.programme.models.mail import Letter
from mutualise.programme.models.orders import Competition, Output, Quote, TimeEntry, WorkOrder
from mutualise.programme.models.suppliers import (
    ConsortiumPlace,
    LotPlace,
    Rate,
    Supplier,
    SupplierInterest,
)

__all__ = [
    "Account",
    "Answer",
    "Assessment",
    "Assignment",
    "Assistance",
    "Award",
    "Baseline",
    "Budget",
    "Case",
    "CaseEvent",
    "CaseFact",
    "CaseMember",
    "Certification",
    "Competition",
    "Confirmation",
    "ConsortiumPlace",
    "Diagnostic",
    "Document",
    "EligibilityCheck",
    "ExtractLine",
    "Fund",
    "Interest",
    "Letter",
    "Lifting",
    "LotPlace",
    "Message",
    "Milestone",
    "ModeratedScore",
    "Objective",
    "Output",
    "Posting",
    "Quote",
    "Rate",
    "Recusal",
    "Risk",
    "Score",
    "SubsidyStep",
    "Supplier",
    "SupplierInterest",
    "TimeEntry",
    "WorkOrder",
]
