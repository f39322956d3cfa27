"""The written statements of minimal financial assistance: Subsidy Control Act 2022, s.37.

The authority notifies before it gives (s.37(1), (2)), the team confirms that it stays within the limit
(s.37(3)), and on giving the authority confirms in writing what was given, and when (s.37(4), (5)).
"""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction

from mutualise.accounts import actions as audit
from mutualise.accounts.permissions import NotAllowed
from mutualise.chronicle import clock
from mutualise.chronicle.refusals import NoLongerStands
from mutualise.programme.actions import letters
from mutualise.programme.models import Award, Case, SubsidyStep
from mutualise.programme.queries.awards import accepted_on, given_by, goes_public
from mutualise.programme.queries.cases import state_of
from mutualise.programme.queries.visible import actors_of
from mutualise.programme.rules.money import pounds
from mutualise.programme.rules.stages import Actor, NotPermitted
from mutualise.programme.rules.states import State
from mutualise.programme.rules.subsidy import LIMIT_PENCE


def notify(*, award: Award, by: Any) -> SubsidyStep:
    """Write the notification to the team, and record that it was written; part of the award."""
    made = SubsidyStep.objects.create(award=award, kind="NOTIFIED", by=by, at=clock.now())
    letters.write_to_leads(
        "subsidy_notice", case=award.case, reason="Notice of minimal financial assistance",
        key=f"subsidy_notice-{award.pk}", amount=pounds(award.amount_pence),
        limit=pounds(LIMIT_PENCE),
    )  # fmt: skip
    return made


@transaction.atomic
def take_subsidy_step(*, award: Award, by: Any, kind: str, words: str = "") -> SubsidyStep:
    """An officer confirms the assistance to the team in writing, or records its publication.

    Raises NotAllowed, NotPermitted or NoLongerStands.
    """
    if Actor.OFFICER not in actors_of(by, award.case):
        raise NotAllowed("Only a programme officer may do this.")
    if kind not in ("GIVEN", "PUBLISHED"):
        raise NotPermitted("An officer records the confirmation or the publication.")
    Case.objects.select_for_update().get(pk=award.case_id)
    if kind == "PUBLISHED" and not goes_public(award):
        raise NotPermitted("Only an award of more than £100,000 goes on the public database.")
    given_on = _given_on(award)
    if kind == "GIVEN" and given_on is None:
        raise NotPermitted("The assistance is given when the team accepts the award.")
    try:
        with transaction.atomic():
            row = SubsidyStep.objects.create(
                award=award, kind=kind, by=by, at=clock.now(), words=words.strip()
            )
    except IntegrityError as error:
        raise NoLongerStands("Somebody has recorded this step already.") from error
    audit.record(f"programme.subsidy.{kind.lower()}", by=by, subject=award.case.reference)
    if kind == "GIVEN":
        letters.write_to_leads(
            "subsidy_given", case=award.case, reason="Confirmation of minimal financial assistance",
            key=f"subsidy_given-{award.pk}", amount=pounds(given_by(award)), on=given_on,
            words=words.strip(),
        )  # fmt: skip
    return row


def _given_on(award: Award) -> Any:
    """The day the team accepted the award as it stands; None before, or after a stop."""
    if state_of(award.case) not in (State.DELIVERING, State.LAUNCHED):
        return None
    return accepted_on(award.case)
