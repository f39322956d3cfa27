"""Where a case can stand."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    ENQUIRY = "ENQUIRY"
    DRAFTING = "DRAFTING"
    SUBMITTED = "SUBMITTED"
    ASSESSING = "ASSESSING"
    MODERATING = "MODERATING"
    CHECKING = "CHECKING"
    DECIDING = "DECIDING"
    DEFERRED = "DEFERRED"
    AWARDED = "AWARDED"
    DELIVERING = "DELIVERING"
    LAUNCHED = "LAUNCHED"
    APPEALED = "APPEALED"
    DECLINED = "DECLINED"
    INELIGIBLE = "INELIGIBLE"
    REFUSED = "REFUSED"
    WITHDRAWN = "WITHDRAWN"
    STOPPED = "STOPPED"


STATE_LABELS = {
    State.ENQUIRY: "Enquiry",
    State.DRAFTING: "Writing the application",
    State.SUBMITTED: "Application submitted",
    State.ASSESSING: "Being assessed",
    State.MODERATING: "Being moderated",
    State.CHECKING: "Quality check",
    State.DECIDING: "Waiting for a decision",
    State.DEFERRED: "Decision deferred",
    State.AWARDED: "Award offered",
    State.DELIVERING: "Support under way",
    State.LAUNCHED: "Launched",
    State.APPEALED: "Under appeal",
    State.DECLINED: "Enquiry declined",
    State.INELIGIBLE: "Not eligible",
    State.REFUSED: "Refused",
    State.WITHDRAWN: "Withdrawn by the team",
    State.STOPPED: "Stopped after award",
}

# Cases that wait for somebody; the others have ended, one way or another.
OPEN = frozenset(
    {
        State.ENQUIRY,
        State.DRAFTING,
        State.SUBMITTED,
        State.ASSESSING,
        State.MODERATING,
        State.CHECKING,
        State.DECIDING,
        State.DEFERRED,
        State.APPEALED,
        State.AWARDED,
        State.DELIVERING,
    }
)
# A launched team still proves, is paid and answers what the support achieved, and people come and go.
PEOPLE_CHANGE = OPEN | {State.LAUNCHED}
