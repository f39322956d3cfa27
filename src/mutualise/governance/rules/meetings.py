"""What a meeting must have before it can decide: notice, special notice, words, quorum.

Each check returns a Check: whether it holds, in words, with the section. A company's articles or
a society's rules may ask for more; what they may not do is ask for less than the Act.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from mutualise.governance.rules.days import clear_days, latest_notice, spoken
from mutualise.governance.rules.resolution_kinds import Body, Channel, Kind

# As whom the chair of a meeting holds a proxy: they are in the room as somebody already.
CHAIR = "The chair of the meeting"


class Form(StrEnum):
    """Legal forms as the law of meetings tells them apart."""

    PRIVATE_COMPANY = "private-company"
    PUBLIC_COMPANY = "public-company"
    SOCIETY = "society"
    OTHER = "other-body"


@dataclass(frozen=True)
class Notice:
    """Clear days of notice for a general and for an annual meeting, with the section.

    `own` is true where only the body's own rules set the period.
    """

    general: int
    annual: int
    section: str
    own: bool = False


NOTICE = {
    Form.PRIVATE_COMPANY: Notice(14, 14, "Companies Act 2006 sections 307(1) and 360"),
    Form.PUBLIC_COMPANY: Notice(14, 21, "Companies Act 2006 sections 307(2) and 360"),
    Form.SOCIETY: Notice(
        14, 14, "the society's rules; the Act of 2014 names no period", own=True
    ),
    Form.OTHER: Notice(14, 14, "the body's own rules; none are held here", own=True),
}  # fmt: skip


@dataclass(frozen=True)
class Check:
    """One thing that must be in order, and whether it is, in words with the section."""

    holds: bool
    words: str
    section: str


@dataclass(frozen=True)
class Present:
    """Somebody in the room. `for_member` is the member they are or stand for.

    `in_person` is false for a proxy or a corporation's representative who is no member.
    """

    person: str
    for_member: str
    in_person: bool = True


def notice_check(form: Form, given: date, meeting: date, *, annual: bool, own: int = 0) -> Check:
    """Whether notice was long enough. `own` are the clear days the articles or rules ask.

    Weekends and bank holidays count. Shorter notice by consent (section 307(4) to (6)) is not
    looked at here.
    """
    law = NOTICE[form]
    needed = law.annual if annual else law.general
    if law.own:
        needed = own or needed
    longer = max(needed, own)
    days = max(0, clear_days(given, meeting))
    words = (
        f"Notice given on {spoken(given)} for {spoken(meeting)} is {days} clear days; "
        f"{longer} are needed"
    )
    if days < longer:
        words += f", so it had to be given by {spoken(latest_notice(meeting, longer))}"
    section = law.section if longer == needed else "the articles, as section 307(3) allows"
    return Check(days >= longer, words, section)


def short_notice_check(form: Form, agreed: int, members: int) -> Check:
    """Whether enough members agreed to shorter notice (section 307(5) and (6)).

    Counted by members with one vote each: 90% in a private company, 95% in a public one, the
    articles of a private one may ask up to 95%. A society's own rules decide; here it is refused.
    """
    if NOTICE[form].own:
        words = "The body's own rules decide on shorter notice; it is not taken here"
        return Check(False, words, NOTICE[form].section)
    percent = 95 if form is Form.PUBLIC_COMPANY else 90
    holds = members > 0 and agreed * 100 >= members * percent
    words = f"{agreed} of {members} members agreed to shorter notice; {percent}% are needed"
    return Check(holds, words, "Companies Act 2006 section 307(4) to (6)")


def special_notice_check(kind: Kind, received: date | None, called: date, meeting: date) -> Check:
    """Whether the company had notice of the intention in time (section 312(1) and (4)).

    `called` is the day the meeting was called: notice to the company is in time too when the
    meeting was called afterwards for a day 28 days or less ahead.
    """
    section = "Companies Act 2006 section 312"
    if not kind.special_notice_days:
        return Check(True, "No special notice is needed", section)
    if received is None:
        words = f"{kind.title} needs {kind.special_notice_days} clear days' special notice to the company, and none was received"
        return Check(False, words, section)
    days = max(0, clear_days(received, meeting))
    called_later = received <= called and (meeting - received).days <= kind.special_notice_days
    words = f"Special notice received on {spoken(received)} is {days} clear days before the meeting; {kind.special_notice_days} are needed"
    if days < kind.special_notice_days and called_later:
        words += ", and it counts as in time because the meeting was called afterwards"
    return Check(days >= kind.special_notice_days or called_later, words, section)


def words_check(kind: Kind, text: str) -> Check:
    """Whether the notice or circulated text says what makes the resolution of its kind."""
    if not kind.must_say:
        return Check(True, "No particular words are needed", kind.section)
    holds = kind.must_say.casefold() in " ".join(text.split()).casefold()
    said = "says" if holds else "does not say"
    return Check(holds, f"The text {said} “{kind.must_say}”", kind.section)


def body_check(kind: Kind, form: Form) -> Check:
    """Whether this kind is one of such a body; other bodies than companies and societies may use
    any, as their own rules say."""
    companies = (Form.PRIVATE_COMPANY, Form.PUBLIC_COMPANY)
    holds = form is Form.OTHER or kind.body in (
        Body.ANY,
        Body.COMPANY if form in companies else Body.SOCIETY,
    )
    words = f"{kind.title} is not for a body of this legal form"
    return Check(holds, "It is for such a body" if holds else words, kind.section)


def channel_check(kind: Kind, channel: Channel) -> Check:
    """Whether this kind may be decided this way; some things may not be done in writing."""
    if channel is kind.channel:
        return Check(True, "It may be decided this way", kind.section)
    words = kind.in_writing or f"{kind.title} is decided {_in(kind.channel)}, not {_in(channel)}"
    return Check(False, words, kind.section)


def lapses_on(circulated: date, days: int) -> date:
    """The last day on which agreement to a written resolution counts: the circulation date is the
    first of the days (section 297(1)(b)).

    >>> lapses_on(date(2026, 11, 1), 28)
    datetime.date(2026, 11, 28)
    """
    return circulated + timedelta(days=days - 1)


def quorum_check(present: Sequence[Present], needed: int = 2, members: int = 2) -> Check:
    """Whether enough qualifying persons are present (section 318, subject to the articles).

    A person counts once. Proxies of one member, or representatives of one corporation, who are
    there only as such, count as one. A company with one member needs one.
    """
    needed = 1 if members == 1 else needed
    people = {each.person for each in present if each.in_person}
    stand_ins = {
        each.for_member for each in present if not each.in_person and each.person not in people
    }
    persons = {each.person for each in present}
    found = min(len(persons), len(people) + len(stand_ins))
    who = "1 qualifying person was" if found == 1 else f"{found} qualifying persons were"
    words = f"{who} present; {needed} are a quorum"
    return Check(found >= needed, words, "Companies Act 2006 section 318, or the body's own rules")


def class_quorum_check(
    persons: int, held: int, issued: int, *, in_shares: bool, adjourned: bool, section: str
) -> Check:
    """Whether the separate meeting of a class whose rights change is quorate (sections 334(4), 335(4)).

    `persons` are those in the room who hold for the class, themselves or as proxies; `held` and `issued`
    are what is held by those present, in person or by proxy, and by the whole class: pence in nominal
    value where it is a class of shares, votes otherwise. An adjourned meeting needs one person.

    >>> class_quorum_check(2, 33, 100, in_shares=False, adjourned=False, section="s.335(4)").holds
    False
    """
    there = f"{persons} {'person was' if persons == 1 else 'persons were'} present for the class"
    if adjourned:
        words = f"{there}; one is a quorum of its adjourned meeting"
        return Check(persons >= 1, words, section)
    share = (
        f"{_pounds(held)} of {_pounds(issued)} in nominal value"
        if in_shares
        else f"{held} of {issued} votes"
    )
    words = f"{there}, holding {share} of it; two persons who hold at least a third are a quorum"
    return Check(persons >= 2 and held * 3 >= issued, words, section)


def _pounds(pence: int) -> str:
    return f"£{pence // 100:,}.{pence % 100:02}"


def hands(form: Form, in_person: int, stood_for: Sequence[int]) -> int:
    """The most votes a show of hands can give: `in_person` members, and `stood_for` the number of
    absent members each proxy who is there stands for.

    In a company a member present has one (Companies Act 2006 section 284(2)) and so has a proxy, however
    many appointed them; or one for and one against, where some told them to vote so and some
    otherwise (section 285(1) and (2)). Elsewhere each member has one, as the rules of most bodies say.

    >>> hands(Form.PRIVATE_COMPANY, 3, [7, 1]), hands(Form.SOCIETY, 3, [7, 1])
    (6, 11)
    """
    if form in (Form.PRIVATE_COMPANY, Form.PUBLIC_COMPANY):
        stood_for = [min(number, 2) for number in stood_for]
    return in_person + sum(stood_for)


def _in(channel: Channel) -> str:
    return "at a meeting" if channel is Channel.MEETING else "in writing"
