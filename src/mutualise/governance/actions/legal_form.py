"""The legal form of a body and how its members vote: changed from a day, or put right.

A society that became a company meets, decides and files by another Act from then on, and its printed
register has other columns. What was called before keeps the form it was called under.
"""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction

from mutualise.accounts.models import Person
from mutualise.chronicle.models import Change
from mutualise.chronicle.refusals import NoLongerStands, ReasonMissing
from mutualise.governance import models
from mutualise.governance.actions.members import RegisterRefused, locked, note
from mutualise.governance.rules.days import spoken


@transaction.atomic
def state_form(
    *, by: Person, register: models.MemberRegister, form: str, votes: str,
    guarantee_pence: int | None, on: date, reason: str,
) -> models.Constitution:  # fmt: skip
    """State the form that is in force from a day: the day from which one is in force already puts
    that one right, a later day ends it.

    Raises NotAllowed, ReasonMissing, RegisterRefused or NoLongerStands.
    """
    register = locked(by, register)
    if not reason.strip():
        raise ReasonMissing
    last = (
        models.Constitution.objects.known_at(None)
        .filter(register=register)
        .order_by("valid_from")
        .last()
    )
    if last is None:
        raise RegisterRefused("The register states no legal form that could change.")
    if on < last.valid_from:
        raise RegisterRefused(
            f"The form in force began on {spoken(last.valid_from)}. Give that day to put it right, or a "
            "later one to change it.", "on",
        )  # fmt: skip
    says = {"form": form, "votes": votes, "guarantee_pence": guarantee_pence}
    if says.items() <= last.content().items():
        raise RegisterRefused("The register states this already.", "form")
    replacing = {"replaces": last, "recorded_by": by, "reason": reason.strip()}
    try:
        with transaction.atomic():
            if on == last.valid_from:
                made = models.Constitution(
                    **(last.content() | says), **replacing, change=Change.CORRECTION
                )
            else:
                ended = last.content() | {"valid_until": on}
                models.Constitution(**ended, **replacing, change=Change.UPDATE).save()
                made = models.Constitution(register=register, valid_from=on, recorded_by=by, **says)
            made.save()
    except IntegrityError as error:
        raise NoLongerStands("Somebody changed this meanwhile. Look again.") from error
    note("register.form", by, register, form=form, votes=votes, on=on.isoformat())
    return made
