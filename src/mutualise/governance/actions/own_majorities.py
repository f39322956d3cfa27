"""Recording the majorities a body's own rules ask, and withdrawing them when the rules change."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from mutualise.accounts import actions as audit
from mutualise.chronicle import clock
from mutualise.chronicle.models import Change
from mutualise.governance.actions.meetings import Refused, check_secretary
from mutualise.governance.models import MemberRegister
from mutualise.governance.models import OwnMajority as Row
from mutualise.governance.queries.electorate import form_of
from mutualise.governance.queries.kinds import own_rows
from mutualise.governance.rules.meetings import NOTICE
from mutualise.governance.rules.own_majority import MajorityUnfit, OwnMajority, check_majority


def has_own_rules(register: MemberRegister) -> bool:
    """Whether a body's own rules and no Act set its majorities: societies, and bodies of other forms."""
    return NOTICE[form_of(register.code, clock.today())].own


@transaction.atomic
def record_majority(*, register: MemberRegister, by: Any, asked: OwnMajority) -> Row:
    """Record a majority with the rule it stands in. Raises NotAllowed or Refused."""
    check_secretary(by, register.code)
    if not has_own_rules(register):
        raise Refused(
            None,
            "The Companies Act sets the majorities of a company. Choose its kind when you put the resolution.",
        )
    try:
        check_majority(asked)
    except MajorityUnfit as unfit:
        raise Refused(unfit.field, str(unfit)) from unfit
    MemberRegister.objects.select_for_update().get(pk=register.pk)
    if any(row.title.casefold() == asked.title.strip().casefold() for row in own_rows(register)):
        raise Refused(
            "title", "One with this name is recorded. Withdraw it first, or choose another name."
        )
    turnout = asked.turnout.as_integer_ratio() if asked.turnout else (0, 1)
    row = Row.objects.create(
        register=register, title=asked.title.strip(), rule=asked.rule.strip(), strict=asked.strict,
        top=asked.share.numerator, bottom=asked.share.denominator, over=asked.over.value,
        turnout_top=turnout[0], turnout_bottom=turnout[1], to_register=asked.to_register, recorded_by=by, recorded_at=clock.now(),
    )  # fmt: skip
    audit.record("governance.own_majority", by=by, subject=register.code, rule=row.rule)
    return row


@transaction.atomic
def withdraw_majority(*, row: Row, by: Any, reason: str) -> None:
    """Offer it for no further resolution. Those put under it keep it. Raises NotAllowed or Refused."""
    check_secretary(by, row.register.code)
    MemberRegister.objects.select_for_update().get(pk=row.register_id)
    if row not in own_rows(row.register):
        raise Refused(None, "It is withdrawn already.")
    if not reason.strip():
        raise Refused("words", "Say why: the reason stays in the record.")
    Row.objects.create(
        **row.content(), replaces=row, change=Change.WITHDRAWAL, reason=reason.strip(),
        withdrawn=True, recorded_by=by, recorded_at=clock.now(),
    )  # fmt: skip
    audit.record(
        "governance.own_majority.withdraw", by=by, subject=row.register.code, rule=row.rule
    )
