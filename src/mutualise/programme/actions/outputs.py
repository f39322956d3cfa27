"""Work on an order: time, outputs, and the team's word on each before it can be paid."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone

from mutualise.accounts import actions as audit
from mutualise.accounts.permissions import NotAllowed
from mutualise.accounts.queries import holders_of
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.chronicle.models import Change
from mutualise.chronicle.refusals import NoLongerStands
from mutualise.programme.actions import fund, letters
from mutualise.programme.actions.documents import keep
from mutualise.programme.actions.suppliers import Wrong
from mutualise.programme.models import Output, TimeEntry, WorkOrder
from mutualise.programme.queries.cases import members_of
from mutualise.programme.queries.orders import line
from mutualise.programme.queries.visible import actors_of, orders_for
from mutualise.programme.rules.advice import output_fault
from mutualise.programme.rules.stages import Actor, NotPermitted

DAY = 24 * 60


@transaction.atomic
def log_time(
    *, order: WorkOrder, by: Any, on: date, minutes: int, note: str,
    old: TimeEntry | None = None, reason: str = "",
) -> TimeEntry:  # fmt: skip
    """Log time worked on an order on one day, or put a corrected entry in the place of `old`.

    Raises NotAllowed, NotPermitted, Wrong or NoLongerStands.
    """
    _check_adviser(order, by)
    if old is None and not line(order).left:
        raise NotPermitted("The order is finished: no more time goes on it.")
    if not timezone.localdate(order.placed_at) <= on <= clock.today():
        raise Wrong("on", "The day must be between the order and today.")
    if old is not None and (old.adviser_id != by.pk or old.order_id != order.pk):
        raise NotAllowed("Everybody corrects their own time.")
    same = TimeEntry.objects.known_at(None).filter(adviser=by, on=on)
    others = same.exclude(pk=old.pk) if old else same
    left = DAY - (others.aggregate(all=Sum("minutes"))["all"] or 0)
    if minutes > left:
        raise Wrong(
            "hours", "With this you would have worked more than 24 hours on that day. "
            f"At most {left // 60} hours and {left % 60} minutes are left of it.",
        )  # fmt: skip
    row = TimeEntry(order=order, adviser=by, on=on, minutes=minutes, note=note.strip())
    row.recorded_by, row.recorded_at = by, clock.now()
    if old is not None:
        if not reason.strip():
            raise Wrong("reason", "Say what was wrong.")
        row.replaces, row.change, row.reason = old, Change.CORRECTION, reason.strip()
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise NoLongerStands("This entry was corrected already. Look again.") from error
    audit.record("programme.time.logged", by=by, subject=order.reference, row=row.pk)
    if line(order).over:
        _tell_over_plan(order)
    return row


@transaction.atomic
def hand_in(
    *, order: WorkOrder, by: Any, title: str, summary: str, price_pence: int, confidential: bool,
    file: dict[str, Any] | None,
) -> Output:  # fmt: skip
    """Hand a finished piece of work to the team; `file` has name, content_type, sha256, content.

    Raises NotAllowed or Wrong.
    """
    _check_adviser(order, by)
    WorkOrder.objects.select_for_update().get(pk=order.pk)
    now = line(order)
    fault = output_fault(price_pence, now.left - now.waiting)
    if fault:
        raise Wrong("price", fault)
    case = order.award.case
    made = Output.objects.create(
        order=order, title=title.strip(), summary=summary.strip(), price_pence=price_pence,
        confidential=confidential, handed_in_by=by, handed_in_at=clock.now(),
        document=keep(case=case, by=by, **file) if file else None,
    )  # fmt: skip
    audit.record("programme.output.handed-in", by=by, subject=order.reference, output=made.pk)
    for member in members_of(case):
        letters.write(
            "output_handed_in", to=member.person.email, case=case, output=made, order=order,
            reason="An output waits for the team", key=f"output-{made.pk}-{member.person_id}",
        )  # fmt: skip
    return made


@transaction.atomic
def decide_output(
    *, output: Output, by: Any, accepted: bool, words: str, shared: bool = False
) -> Output:
    """The team accepts an output, which is owed for from then on, or disputes it with words.
    One that is not `shared`, or that the adviser called confidential, stays out of the library.

    Raises NotAllowed, Wrong, NoLongerStands or FundExhausted.
    """
    order = output.order
    case = order.award.case
    if Actor.TEAM not in actors_of(by, case):
        raise NotAllowed("Only the team says whether an output is what it needed.")
    if not accepted and not words.strip():
        raise Wrong("words", "Say what is missing, so that the adviser can mend it.")
    changed = Output.objects.filter(pk=output.pk, state=Output.State.HANDED_IN).update(
        state=Output.State.ACCEPTED if accepted else Output.State.DISPUTED,
        decided_at=clock.now(), decided_by=by, decision_words=words.strip(),
        confidential=output.confidential or (accepted and not shared),
    )  # fmt: skip
    if not changed:
        raise NoLongerStands("Somebody of the team has decided this already.")
    if accepted:
        fund.accrue(
            award=order.award, order=order, amount_pence=output.price_pence, by=by,
            on=clock.today(), words=f"Accepted: {output.title}", key=f"output-{output.pk}",
        )  # fmt: skip
    output.refresh_from_db()
    name = output.state.lower()
    audit.record(f"programme.output.{name}", by=by, subject=order.reference, output=output.pk)
    if output.handed_in_by:
        letters.write(
            "output_decided", to=output.handed_in_by.email, case=case, output=output, order=order,
            reason=f"The team {name} their output", key=f"output-{output.pk}-{name}",
        )  # fmt: skip
    return output


@transaction.atomic
def take_out(*, output: Output, by: Any) -> None:
    """Take an output out of the library for good, because it should not have been shared. The team
    may, and an officer of the case. Raises NotAllowed or NoLongerStands."""
    case = output.order.award.case
    if not {Actor.TEAM, Actor.OFFICER} & actors_of(by, case):
        raise NotAllowed("Only the team or a programme officer takes an output out of the library.")
    shared = Output.objects.filter(pk=output.pk, state="ACCEPTED", confidential=False)
    if not shared.update(confidential=True):
        raise NoLongerStands("This output is not in the library.")
    audit.record(
        "programme.output.taken-out", by=by, subject=output.order.reference, output=output.pk
    )


def _tell_over_plan(order: WorkOrder) -> None:
    """Tell the case's officer, or every officer where it has none, once for an order."""
    case = order.award.case
    people = [case.officer] if case.officer else holders_of(Role.PROGRAMME_OFFICER, [""])
    for person in people:
        letters.write(
            "over_plan", to=person.email, case=case, order=order, line=line(order),
            reason="More days were worked than planned", key=f"order-{order.pk}-over-{person.pk}",
        )  # fmt: skip


def _check_adviser(order: WorkOrder, by: Any) -> None:
    if not orders_for(by).filter(pk=order.pk).exists():
        raise NotAllowed("Only an adviser of the order’s supplier may do this.")
