"""What each guard of a transition means, in words that say what is missing and what to do."""

from __future__ import annotations

from mutualise.programme.rules.stages import Guard

UNMET = {
    Guard.ENQUIRY_CONFIRMED: (
        "Nobody has confirmed the enquiry yet: the person it names has not opened the link in our letter "
        "and pressed its button. Until then conflicts of interest cannot be found."
    ),
    Guard.NOBODY_CONFIRMED: "The enquiry was confirmed: it waits for an officer’s answer.",
    Guard.APPLICATION_COMPLETE: "Answer every question of the application first.",
    Guard.SPONSOR_CERTIFIED: (
        "The senior sponsor must certify the application as it stands. A change after the "
        "certificate asks for a new one."
    ),
    Guard.ELIGIBILITY_CHECKED: "Every eligibility question must be answered, and met.",
    Guard.OBJECTIVES_MEASURABLE: (
        "The case has no measurable objective. Record at least one, with a unit, a start value, "
        "a target and both dates."
    ),
    Guard.BASELINE_DATED: (
        "The baseline is not complete. Headcount, cost, activity, quality and absence each need "
        "a dated figure."
    ),
    Guard.TWO_ASSESSMENTS: "Two independent assessments must be in.",
    Guard.ASSESSORS_AGREE: "The assessments are too far apart: they go to moderation.",
    Guard.ASSESSORS_DISAGREE: "The assessments agree: there is nothing to settle.",
    Guard.MODERATED_BY_ANOTHER: "Somebody who did not assess the case must settle the scores.",
    Guard.CHECKED_BY_ANOTHER: (
        "The quality check belongs to somebody who neither assessed nor moderated the case."
    ),
    Guard.DECIDED_BY_ANOTHER: (
        "The decision belongs to somebody who neither assessed, moderated nor checked the case, "
        "and an appeal to somebody who did not decide it before."
    ),
    Guard.SUBSIDY_WITHIN_LIMIT: (
        "With this award the recipient would pass the limit on minimal financial assistance. A decision "
        "maker can make a smaller one, or make this one smaller."
    ),
    Guard.SUBSIDY_CONFIRMED: (
        "Confirm first what other minimal financial assistance the service has had."
    ),
    Guard.NOT_APPEALED_BEFORE: "An application can be appealed once, and this one was.",
    Guard.APPEAL_SPENT: "Appeal first: you can apply again once the appeal is dismissed.",
    Guard.APPEAL_IS_THE_TEAMS: (
        "The team has appealed. Only the team withdraws now; otherwise a decision maker decides the appeal."
    ),
    Guard.LAUNCH_STEPS_DONE: "Steps that must come before launch are not done.",
    Guard.NO_OPEN_ORDERS: (
        "Something of the award is still to be used or paid. Finish the work orders, record who came to "
        "training or give the places back, end the mentors’ work, and pay what is owed first."
    ),
}


class GuardsUnmet(Exception):
    """A transition was tried before its conditions held; `reasons` says what is missing."""

    def __init__(self, reasons: list[str]) -> None:
        self.reasons = reasons
        super().__init__(" ".join(reasons))


def require(guards: tuple[Guard, ...], met: frozenset[Guard]) -> None:
    """Raise GuardsUnmet unless every guard is met."""
    missing = [UNMET[guard] for guard in guards if guard not in met]
    if missing:
        raise GuardsUnmet(missing)
