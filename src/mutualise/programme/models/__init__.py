"""The tables of the programme, one module a subject."""

from mutualise.programme.models.application import Answer, Certification, Document, Signature
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
from mutualise.programme.models.delivery import Achievement, Confirmation, Milestone, Risk
from mutualise.programme.models.diagnostic import Diagnostic
from mutualise.programme.models.endings import (
    BookingRelease,
    CompetitionWithdrawal,
    MentorEnd,
    SessionCancellation,
)
from mutualise.programme.models.fund import Account, Budget, ExtractLine, Fund, Posting
from mutualise.programme.models.interests import Dispensation, Interest, Lifting, Recusal
from mutualise.programme.models.mail import Letter
from mutualise.programme.models.orders import Competition, Output, Quote, TimeEntry, WorkOrder
from mutualise.programme.models.suppliers import (
    ConsortiumPlace,
    LotPlace,
    Rate,
    Supplier,
    SupplierInterest,
)
from mutualise.programme.models.support import (
    Attendance,
    Mentor,
    MentoringDay,
    Proof,
    ProofVerdict,
    TrainingBooking,
    TrainingSession,
)

__all__ = [
    "Account",
    "Achievement",
    "Answer",
    "Assessment",
    "Assignment",
    "Assistance",
    "Attendance",
    "Award",
    "Baseline",
    "BookingRelease",
    "Budget",
    "Case",
    "CaseEvent",
    "CaseFact",
    "CaseMember",
    "Certification",
    "Competition",
    "CompetitionWithdrawal",
    "Confirmation",
    "ConsortiumPlace",
    "Diagnostic",
    "Dispensation",
    "Document",
    "EligibilityCheck",
    "ExtractLine",
    "Fund",
    "Interest",
    "Letter",
    "Lifting",
    "LotPlace",
    "Mentor",
    "MentorEnd",
    "MentoringDay",
    "Message",
    "Milestone",
    "ModeratedScore",
    "Objective",
    "Output",
    "Posting",
    "Proof",
    "ProofVerdict",
    "Quote",
    "Rate",
    "Recusal",
    "Risk",
    "Score",
    "SessionCancellation",
    "Signature",
    "SubsidyStep",
    "Supplier",
    "SupplierInterest",
    "TimeEntry",
    "TrainingBooking",
    "TrainingSession",
    "WorkOrder",
]
