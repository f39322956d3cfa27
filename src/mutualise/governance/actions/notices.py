"""Giving notice: the checks, the text with its digest, and a copy for every member."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from mutualise.accounts import actions as audit
from mutualise.chronicle import clock
from mutualise.governance.actions.meetings import Refused, check_secretary, locked, step
from mutualise.governance.actions.outbox import send_waiting
from mutualise.governance.models import (
    Adjournment,
    Meeting,
    MemberRegister,
    Notice,
    NoticeCopy,
    NoticeToDirector,
    Resolution,
)
from mutualise.governance.queries import meetings as found
from mutualise.governance.queries.electorate import Elector, electorate, form_of
from mutualise.governance.queries.invited import directors_besides, of_classes_alone, voters_at
from mutualise.governance.queries.kinds import kind_called
from mutualise.governance.queries.notices import (
    adjournment_text,
    checks_of,
    name_of,
    notice_text,
    plain,
)
from mutualise.governance.queries.sittings import day_of
from mutualise.governance.rules.days import deemed_given
from mutualise.governance.rules.meeting_steps import State
from mutualise.governance.rules.meetings import (
    Check,
    Form,
    channel_check,
    lapses_on,
    short_notice_check,
)
from mutualise.governance.rules.resolution_kinds import Channel
from mutualise.govuk.figures import counted

WRITTEN_FOR = (Form.PRIVATE_COMPANY,)


@transaction.atomic
def give_notice(*, meeting: Meeting, by: Any, agreed: int = 0) -> Notice:
    """Write the notice and a copy for everybody who may vote, for whoever votes at the separate meeting of a
    class on its agenda, and for directors (section 310); `mutualise mail` sends them.

    Directors whom the register of members cannot write to are listed for the secretary. `agreed` are members who agreed to shorter notice. Raises NotAllowed, Refused or NotThisStep.
    """
    locked(meeting, by, State.CALLED)
    electors = electorate(meeting.register.code, day_of(meeting))
    if not electors:
        raise Refused(None, "The member register names nobody who may vote on that day.")
    given = given_on()
    checks = checks_of(meeting, given)
    short = short_notice_check(Form(meeting.form), agreed, len(electors)) if agreed else None
    if agreed > len(electors):
        raise Refused(
            "agreed", f"{counted(len(electors), 'member')} may vote: no more can have agreed."
        )
    if short is not None:
        checks = [*checks[1:], short]
    wrong = [check for check in checks if not check.holds]
    if wrong:
        raise Refused(None, " ".join(f"{check.words} ({check.section})." for check in wrong))
    text = notice_text(meeting)
    notice = Notice.objects.create(
        meeting=meeting, subject=f"Notice of a meeting: {name_of(meeting.register.code)}"[:200],
        text=text, text_sha256=hashlib.sha256(text.encode()).hexdigest(), sent_at=clock.now(),
        given_on=given, checks=[[c.words, c.section] for c in checks],
        short_notice_agreed_by=agreed, by=by,
    )  # fmt: skip
    voters = electors | of_classes_alone(meeting, electors)
    of_board, others = directors_besides(meeting, voters)
    _copies(notice, voters | of_board)
    NoticeToDirector.objects.bulk_create(
        NoticeToDirector(notice=notice, director=each) for each in others
    )
    step("notice", meeting=meeting, by=by, words=f"Sent to {counted(len(voters), 'member')}.")
    return notice


def tell_of_adjournment(*, row: Adjournment, by: Any, allowed: Check) -> Notice:
    """Write where and when an adjourned meeting goes on, and a copy for everybody who may vote on that
    day, in the caller's transaction. `allowed` is what lets it go on then."""
    code = row.meeting.register.code
    text = adjournment_text(row)
    notice = Notice.objects.create(
        adjournment=row, subject=f"A meeting goes on at another time: {name_of(code)}"[:200],
        text=text, text_sha256=hashlib.sha256(text.encode()).hexdigest(), sent_at=clock.now(),
        given_on=given_on(), checks=[[allowed.words, allowed.section]], by=by,
    )  # fmt: skip
    voters = voters_at(row.meeting)
    _copies(notice, voters)
    audit.record(
        "governance.meeting.told", by=by, subject=row.meeting.reference, copies=len(voters)
    )
    return notice


@transaction.atomic
def mark_director_told(*, row: NoticeToDirector, by: Any, on: date) -> None:
    """Record, once, the day a director was sent the notice. Raises NotAllowed or Refused."""
    assert row.notice.meeting is not None  # noqa: S101 - written with the notice of a meeting alone
    check_secretary(by, row.notice.meeting.register.code)
    if not timezone.localdate(row.notice.sent_at) <= on <= clock.today():
        raise Refused("on", "Give a day from that of the notice until today.")
    done = NoticeToDirector.objects.filter(pk=row.pk, sent_on=None).update(sent_on=on, marked_by=by)
    if not done:
        raise Refused(None, "It is recorded already.")
    audit.record(
        "governance.notice.director", by=by, subject=row.notice.meeting.reference, on=str(on)
    )


def given_on() -> date:
    """The day a notice sent now is taken to be given (section 1147)."""
    local = timezone.localtime(clock.now()).replace(tzinfo=None)
    return deemed_given(local).date()


@transaction.atomic
def circulate(
    *, register: MemberRegister, by: Any, kind: str, title: str, text: str, lapse_days: int = 0,
) -> Resolution:  # fmt: skip
    """Send a written resolution to everybody eligible today; it is circulated from today on.

    `lapse_days` is the period of the articles; 0 takes the Act's. Raises NotAllowed or Refused.
    """
    check_secretary(by, register.code)
    if form_of(register.code, clock.today()) not in WRITTEN_FOR:
        raise Refused(
            "kind",
            "Only a private company may decide in writing by majority (section 281). Hold a "
            "meeting, or do what your own rules allow outside this service.",
        )
    asked = kind_called(kind)
    allowed = channel_check(asked, Channel.WRITING)
    if not allowed.holds:
        raise Refused("kind", f"{allowed.words}.")
    if not title.strip() or not text.strip():
        raise Refused("text", "Give the resolution a title and its full text.")
    electors = electorate(register.code, clock.today())
    if not electors:
        raise Refused(None, "The member register names nobody who may vote today.")
    resolution = Resolution(
        reference=found.next_reference(Resolution, "R", clock.today().year),
        register=register, kind=kind, kind_version=asked.version, title=title.strip(),
        text=text.strip(), circulated_on=clock.today(),
        lapses_on=lapses_on(clock.today(), lapse_days or asked.lapse_days),
        eligible=sum(elector.votes for elector in electors.values()), at=clock.now(), by=by,
    )  # fmt: skip
    MemberRegister.objects.select_for_update().get(pk=register.pk)
    if twin := found.circulating(resolution, clock.today()):
        raise Refused("text", f"{twin} with the same title and text is circulating already.")
    resolution.save()
    body = plain("written", name=name_of(register.code), resolution=resolution, kind=asked)
    notice = Notice.objects.create(
        resolution=resolution, subject=f"Written resolution: {title.strip()}"[:200], text=body,
        text_sha256=hashlib.sha256(body.encode()).hexdigest(), sent_at=clock.now(),
        given_on=clock.today(), by=by,
    )  # fmt: skip
    _copies(notice, electors)
    audit.record(
        "governance.resolution.circulate", by=by, subject=resolution.reference,
        eligible=resolution.eligible, copies=len(electors),
    )  # fmt: skip
    return resolution


def _copies(notice: Notice, electors: dict[int, Elector]) -> None:
    NoticeCopy.objects.bulk_create(
        NoticeCopy(
            notice=notice, member_number=number, to=elector.email, votes=elector.votes,
            next_try_at=clock.now(),
        )
        for number, elector in electors.items()
    )  # fmt: skip


def send_due(most: int = 500) -> tuple[int, int]:
    """Send copies whose time has come; how many left, and how many failed."""
    rows = NoticeCopy.objects.exclude(to="").select_related("notice")
    return send_waiting(rows, lambda copy: (copy.notice.subject, copy.notice.text), most,
                        "A notice to members")  # fmt: skip
