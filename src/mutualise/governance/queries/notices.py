"""A notice before it is sent: what it says, and whether everything it needs is in order."""

from __future__ import annotations

import html
from collections.abc import Iterable
from datetime import date, datetime

from django.template.loader import render_to_string
from django.utils import timezone

from mutualise.accounts.rules.mail import GIVE_UP_AFTER
from mutualise.governance.models import (
    Adjournment,
    Meeting,
    Notice,
    NoticeCopy,
    NoticeToDirector,
    Resolution,
)
from mutualise.governance.queries.meetings import declaration_of, kind_of, resolutions_of
from mutualise.governance.queries.sittings import day_of, sitting_of
from mutualise.governance.rules.days import proxies_until
from mutualise.governance.rules.meetings import (
    Check,
    Form,
    notice_check,
    special_notice_check,
    words_check,
)
from mutualise.register.queries.facts import facts_of


def checks_of(meeting: Meeting, given: date) -> list[Check]:
    """Every check of a notice given on a day: its period first, then each resolution's own."""
    day = day_of(meeting)
    checks = [
        notice_check(
            Form(meeting.form), given, day, annual=meeting.kind == Meeting.Kind.ANNUAL,
            own=meeting.own_notice_days,
        )
    ]  # fmt: skip
    called = timezone.localdate(meeting.at)
    text = notice_text(meeting)
    for resolution in resolutions_of(meeting):
        kind = kind_of(resolution)
        if kind.special_notice_days:
            checks.append(special_notice_check(kind, resolution.special_notice_on, called, day))
        if kind.must_say:
            checks.append(words_check(kind, text))
    return checks


def notice_text(meeting: Meeting) -> str:
    """The notice as members read it: when, where, every resolution in full, and proxies."""
    return _letter(meeting, meeting, resolutions_of(meeting), proxies_close(meeting))


def adjournment_text(row: Adjournment) -> str:
    """What members read of an adjourned meeting: what the notice says, of what is left to decide."""
    left = [each for each in resolutions_of(row.meeting) if declaration_of(each) is None]
    return _letter(row.meeting, row, left, _proxies_until(row.starts_at), adjourned=row)


def _letter(
    meeting: Meeting, sits: Meeting | Adjournment, items: Iterable[Resolution], closes: datetime,
    adjourned: Adjournment | None = None,
) -> str:  # fmt: skip
    return plain(
        "notice",
        name=name_of(meeting.register.code),
        meeting=meeting,
        sits=sits,
        adjourned=adjourned,
        items=[(each, kind_of(each)) for each in items],
        starts=timezone.localtime(sits.starts_at),
        closes=timezone.localtime(closes),
    )


def proxies_close(meeting: Meeting) -> datetime:
    """Until when proxies are received: 48 hours of working days before the meeting."""
    return _proxies_until(sitting_of(meeting).starts_at)


def _proxies_until(starts_at: datetime) -> datetime:
    local = timezone.localtime(starts_at).replace(tzinfo=None)
    return timezone.make_aware(proxies_until(local))


def plain(template: str, **context: object) -> str:
    """A letter as plain text. The pages' environment always escapes; a letter is no page."""
    text = render_to_string(f"governance/letters/{template}.txt", context)
    return html.unescape(text)


def name_of(organisation: str) -> str:
    """The body's name in the public register, or its code."""
    facts = facts_of(organisation)
    return facts.name if facts else organisation


def copies_of(notice: Notice) -> dict[str, int]:
    """How many copies left by mail, wait, were given up, and are to be posted on paper."""
    copies = NoticeCopy.objects.filter(notice=notice)
    mail = copies.exclude(to="")
    return {
        "sent": mail.exclude(sent_at=None).count(),
        "waiting": mail.filter(sent_at=None, tries__lt=GIVE_UP_AFTER).count(),
        "given up": mail.filter(sent_at=None, tries__gte=GIVE_UP_AFTER).count(),
        "to post": copies.filter(to="").count(),
    }


def told_of(meeting: Meeting) -> dict[int, Notice]:
    """The letters that told members of an adjournment, by the adjournment's key."""
    rows = Notice.objects.filter(adjournment__meeting=meeting)
    return {row.adjournment_id: row for row in rows if row.adjournment_id is not None}


def to_directors(notice: Notice) -> list[NoticeToDirector]:
    """The directors whom the secretary writes to, each with the day it was done."""
    return list(notice.to_directors.select_related("director").order_by("pk"))


def to_post(notice: Notice) -> list[int]:
    """Numbers of members whose copy goes by post."""
    found = NoticeCopy.objects.filter(notice=notice, to="").order_by("member_number")
    return list(found.values_list("member_number", flat=True))
