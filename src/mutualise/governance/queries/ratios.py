"""The three ratios of a body on a day, from its register of members."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q

from mutualise.governance import models
from mutualise.governance.queries.members import current, lines, votes_rule
from mutualise.governance.rules.directors import Chosen
from mutualise.governance.rules.membership import Kind
from mutualise.governance.rules.ratios import Holding, Ratios, ratios


def ratios_of(
    register: models.MemberRegister, day: date, known_at: datetime | None = None
) -> Ratios:
    """The ratios at the end of a day. The headcount is the latest one on or before it."""
    classes = {each.pk: each for each in register.share_classes.all()}
    holdings = [
        Holding(
            kind=Kind(each.kind),
            employee=each.employee,
            value=sum(n * classes[k].nominal_pence for k, n in each.shares.items()),
            votes=sum(n * classes[k].votes_per_share for k, n in each.shares.items()),
        )
        for each in current(lines(register, day, known_at))
    ]
    counted = workforce_on(register, day, known_at)
    return ratios(
        holdings,
        on=day,
        votes=votes_rule(register, day, known_at),
        seats=[Chosen(term.chosen) for term in terms_on(register, day, known_at)],
        employees=counted.employees if counted else None,
    )


def workforce_on(
    register: models.MemberRegister, day: date, known_at: datetime | None = None
) -> models.Workforce | None:
    """The latest headcount on or before a day."""
    known = models.Workforce.objects.known_at(known_at).filter(register=register, on__lte=day)
    found: models.Workforce | None = known.order_by("-on").first()
    return found


def terms_on(
    register: models.MemberRegister, day: date, known_at: datetime | None = None
) -> list[models.DirectorTerm]:
    """The terms of the directors in office at the end of a day, by when they began."""
    known = models.DirectorTerm.objects.known_at(known_at).filter(
        Q(valid_until=None) | Q(valid_until__gt=day), register=register, valid_from__lte=day
    )
    return list(known.select_related("director", "constituency").order_by("valid_from", "id"))
