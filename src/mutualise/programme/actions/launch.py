"""Launch: the day a team trades, it enters the register with its sources."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from mutualise.chronicle import clock
from mutualise.chronicle.models import Change
from mutualise.programme.actions.delivery import Refused
from mutualise.programme.actions.officers import tell_team
from mutualise.programme.actions.stages import move
from mutualise.programme.models import Case, CaseEvent, Milestone
from mutualise.programme.queries.delivery import milestone
from mutualise.programme.queries.visible import is_closed_to
from mutualise.register.actions import launch as register
from mutualise.register.queries.kin import names_of


@transaction.atomic
def launch(
    *,
    case: Case,
    by: Any,
    on: date,
    code: str,
    name: str,
    legal_form: str = "",
    nation: str = "",
    scheme: str = "",
    identifier: str = "",
    source_url: str = "",
    known: bool = False,
    seen: int | None = None,
) -> Case:
    """Record the launch of a case's team and enter it in the register.

    Three facts stay apart there: that the body exists, that it was supported, and that it launched
    after support. A body that is `known` to the register already keeps its entry there, so that what
    is given of its name, legal form and nation is not used. Raises
    NotPermitted, NotAllowed, GuardsUnmet, MovedMeanwhile, Refused, and AlreadyRecorded when the
    register has the code, the name or the identifier of another body, or facts the launch contradicts.
    """
    if on > clock.today():
        raise Refused("on", "The day of launch cannot be in the future.")
    accepted = CaseEvent.objects.filter(case=case, name="accept_offer").first()
    supported = timezone.localdate(accepted.at) if accepted else None
    if supported and on < supported:
        raise Refused(
            "on",
            f"The team accepted its award on {supported:%-d %B %Y}: a launch before it is none after "
            "support. Check the day; if the mutual did trade before, stop the case and say so.",
        )
    _check_free(case, code, by)
    _mark_done(case, by, on)
    event = move("launch", case=case, by=by, seen=seen)
    case.organisation = register.record_launch(
        by=by,
        launch=register.Launch(
            code=code,
            name=name,
            legal_form=legal_form,
            sector=case.sector,
            region=case.region,
            nation=nation,
            parent_body=case.parent_body,
            launched_on=on,
            supported_from=supported,
            scheme=scheme,
            identifier=identifier,
            case=case.reference,
            url=source_url,
            demonstration=case.demonstration,
            known=known,
        ),
    )
    case.save(update_fields=["organisation"])
    tell_team(event, "launched", name=names_of([code])[code], code=code)
    return case


def _check_free(case: Case, code: str, by: Any) -> None:
    """One body is the launch of one case: a figure would count it twice. A case that is closed to the
    officer is not named."""
    other = Case.objects.filter(organisation__code=code).exclude(pk=case.pk).first()
    if other is not None:
        named = "another case" if is_closed_to(by, other) else f"case {other.reference}"
        raise Refused(
            "code",
            f"The body {code} is the launch of {named} already. Check the code; if "
            "both cases are of one team, stop this case and say so.",
        )


def _mark_done(case: Case, by: Any, on: date) -> None:
    """The launch step of the plan, done on the day; the guard reads it."""
    old = milestone(case, "LAUNCH")
    if old is None:
        raise Refused("on", "Plan the way to launch first: no step of it is recorded.")
    if old.done_on == on:
        return
    Milestone.objects.create(
        case=case, step="LAUNCH", starts=min(old.starts, on), due=max(old.due, min(old.starts, on)),
        done_on=on, note="Launched", replaces=old, change=Change.UPDATE, reason="Launched",
        recorded_by=by, recorded_at=clock.now(),
    )  # fmt: skip
