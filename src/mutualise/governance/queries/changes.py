"""Every change of a register of members in the order of its recording: what was written, by whom, when.

Rows that were replaced or withdrawn are among them. What has no dated row of its own (a class that was
added, an erasure) is read from the audit trail. Nothing here asks who is looking.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import CharField, F, Q, QuerySet, Value
from django.utils import timezone

from mutualise.accounts.queries import entries_called
from mutualise.chronicle import clock
from mutualise.governance import models
from mutualise.governance.rules.register_changes import Kind

CLASS_ADDED, SHARE_CLASS_ADDED, ERASED = (
    f"governance.{name}" for name in ("constituency.added", "shareclass.added", "member.erased")
)
# Rows of many are read so many at a time.
CHUNK = 500


@dataclass(frozen=True)
class Wanted:
    """Which changes are asked for: of a kind, about a member's number, recorded from a day to a day."""

    kind: str = ""
    member: int | None = None
    since: date | None = None
    until: date | None = None
    oldest_first: bool = False


@dataclass(frozen=True)
class Written:
    """One change: its kind and the row that was written, or the line of the audit trail."""

    kind: Kind
    at: datetime
    row: Any


Key = tuple[datetime, str, int]


def _of_tables(register: models.MemberRegister) -> dict[Kind, QuerySet[Any]]:
    """The rows of each kind, with what their sentences need."""
    many = {"register": register}
    about = {"member__register": register}
    return {
        Kind.MEMBERSHIP: models.Membership.objects.filter(**many)
        .select_related("member", "constituency", "recorded_by"),
        Kind.PARTICULARS: models.Particulars.objects.filter(**about)
        .select_related("member", "recorded_by"),
        Kind.SHARES: models.ShareMovement.objects.filter(**many)
        .select_related("share_class", "source_member", "target_member", "recorded_by"),
        Kind.DIRECTORS: models.DirectorTerm.objects.filter(**many)
        .select_related("director__member", "constituency", "recorded_by"),
        Kind.TIES: models.DirectorInterest.objects.filter(**many)
        .select_related("director__member", "recorded_by"),
        Kind.FORM: models.Constitution.objects.filter(**many).select_related("recorded_by"),
        Kind.HEADCOUNT: models.Workforce.objects.filter(**many).select_related("recorded_by"),
        Kind.CLASSES: entries_called(register.code, (CLASS_ADDED, SHARE_CLASS_ADDED)),
        Kind.ERASURE: entries_called(register.code, (ERASED,)),
    }  # fmt: skip


# How each kind is found by the number of a member; the others are about no member.
_ABOUT: dict[Kind, Callable[[int], Q]] = {
    Kind.MEMBERSHIP: lambda number: Q(member__number=number),
    Kind.PARTICULARS: lambda number: Q(member__number=number),
    Kind.SHARES: lambda number: Q(source_member__number=number) | Q(target_member__number=number),
    Kind.DIRECTORS: lambda number: Q(director__member__number=number),
    Kind.TIES: lambda number: Q(director__member__number=number),
    Kind.ERASURE: lambda number: Q(detail__number=number),
}
_AT = {Kind.CLASSES: "at", Kind.ERASURE: "at"}


def keys_of(register: models.MemberRegister, wanted: Wanted) -> Any:
    """A queryset of (moment, kind, key of the row): every change that fits, in the order asked for."""
    parts = [
        _keys(kind, rows, wanted)
        for kind, rows in _of_tables(register).items()
        if wanted.kind in ("", kind.value) and (wanted.member is None or kind in _ABOUT)
    ]
    if not parts:
        return _keys(Kind.FORM, models.Constitution.objects.none(), wanted)
    way = "" if wanted.oldest_first else "-"
    first, *others = parts
    return first.union(*others, all=True).order_by(*(way + name for name in ("moment", "sort", "key")))  # fmt: skip


def _keys(kind: Kind, rows: QuerySet[Any], wanted: Wanted) -> Any:
    at = _AT.get(kind, "recorded_at")
    if wanted.member is not None and kind in _ABOUT:
        rows = rows.filter(_ABOUT[kind](wanted.member))
    if wanted.since:
        rows = rows.filter(**{f"{at}__gte": _midnight(wanted.since)})
    # Nothing comes after the last day of all, and there is no day after it to count to.
    if wanted.until and wanted.until < date.max:
        rows = rows.filter(**{f"{at}__lt": _midnight(wanted.until + timedelta(days=1))})
    # All three annotated, so that every part of the union has them in one order.
    return (
        rows.select_related(None)
        .order_by()
        .annotate(moment=F(at), sort=Value(kind.value, CharField()), key=F("pk"))
        .values_list("moment", "sort", "key")
    )


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def written(register: models.MemberRegister, keys: Iterable[Key]) -> Iterator[Written]:
    """The changes of some keys in their order, read a few hundred at a time."""
    tables, listed = _of_tables(register), list(keys)
    for start in range(0, len(listed), CHUNK):
        some = listed[start : start + CHUNK]
        rows = {
            kind: tables[Kind(kind)].in_bulk([key for _, each, key in some if each == kind])
            for kind in {each for _, each, _ in some}
        }
        for at, kind, key in some:
            yield Written(Kind(kind), at, rows[kind][key])


def names_today(
    register: models.MemberRegister, numbers: Iterable[int] | None = None
) -> Mapping[int, str]:
    """The names of today by the numbers of members, of all or of some; none for those erased."""
    rows = models.Particulars.objects.filter(
        member__register=register, valid_from__lte=clock.today()
    )
    if numbers is not None:
        rows = rows.filter(member__number__in=set(numbers))
    return dict(rows.order_by("valid_from", "id").values_list("member__number", "name"))


def classes_by_code(register: models.MemberRegister) -> Mapping[tuple[str, str], str]:
    """Names of classes of members and of shares, by the event that added them and their code."""
    found = {(CLASS_ADDED, each.code): each.name for each in register.constituencies.all()}
    return found | {
        (SHARE_CLASS_ADDED, each.code): each.name for each in register.share_classes.all()
    }
