"""Why cases stop: codes that can be counted, each with its words."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Why a case stopped. Coded, so that stops can be counted; the words are added beside."""

    TOO_EARLY = "TOO_EARLY"
    NOT_A_PUBLIC_SERVICE = "NOT_A_PUBLIC_SERVICE"
    NO_SERVICE_TO_CONTRACT = "NO_SERVICE_TO_CONTRACT"
    NO_SPONSOR = "NO_SPONSOR"
    OUTSIDE_AREA = "OUTSIDE_AREA"
    DEFINITION_NOT_MET = "DEFINITION_NOT_MET"
    SUBSIDY_LIMIT = "SUBSIDY_LIMIT"
    STAFF_AGAINST = "STAFF_AGAINST"
    PARENT_AGAINST = "PARENT_AGAINST"
    MONEY_DOES_NOT_WORK = "MONEY_DOES_NOT_WORK"
    PENSIONS = "PENSIONS"
    PROCUREMENT_ROUTE = "PROCUREMENT_ROUTE"
    SCORE_TOO_LOW = "SCORE_TOO_LOW"
    FUND_EXHAUSTED = "FUND_EXHAUSTED"
    BETTER_IN_HOUSE = "BETTER_IN_HOUSE"
    NO_ANSWER = "NO_ANSWER"
    DUPLICATE = "DUPLICATE"
    OTHER = "OTHER"


REASON_LABELS = {
    Reason.TOO_EARLY: "Too early: the team is still exploring",
    Reason.NOT_A_PUBLIC_SERVICE: "Not a public service",
    Reason.NO_SERVICE_TO_CONTRACT: "No service anybody would contract for",
    Reason.NO_SPONSOR: "No senior sponsor",
    Reason.OUTSIDE_AREA: "Outside the area of the programme",
    Reason.DEFINITION_NOT_MET: "Would not be a mutual under the definition in force",
    Reason.SUBSIDY_LIMIT: "Would pass the limit on minimal financial assistance",
    Reason.STAFF_AGAINST: "Employees were against it",
    Reason.PARENT_AGAINST: "The parent body decided against it",
    Reason.MONEY_DOES_NOT_WORK: "The money does not work",
    Reason.PENSIONS: "Pensions could not be settled",
    Reason.PROCUREMENT_ROUTE: "No lawful route to a contract",
    Reason.SCORE_TOO_LOW: "The assessment was too low",
    Reason.FUND_EXHAUSTED: "No money left in the fund",
    Reason.BETTER_IN_HOUSE: "The service is better kept in house",
    Reason.NO_ANSWER: "The team did not answer",
    Reason.DUPLICATE: "The same case was opened twice",
    Reason.OTHER: "Another reason, in words",
}
