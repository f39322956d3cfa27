"""Entering a body that the support programme launched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from mutualise.accounts.models import Person
from mutualise.accounts.permissions import check_holds
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.chronicle.models import Change
from mutualise.chronicle.refusals import AlreadyRecorded
from mutualise.evidence.actions import add_programme_source
from mutualise.register import models
from mutualise.register.actions import _replace, check_owner, record
from mutualise.register.rules.facts import ENTRY_CLASSES, DateRange
from mutualise.register.rules.life import ENDINGS, EVENTS, when_in_words

MADE_UP = "demonstration"
# What a body that is there may be listed as when a programme says that it launched it.
MAY_HAVE_LAUNCHED = frozenset({"mutual", "borderline", "unverified", "aspiring", MADE_UP})


@dataclass(frozen=True)
class Launch:
    """What the programme knows of a body on its first day of trading.

    `case` is the reference of its case, and `url` a public page of its own, where there is one.
    `known` says that the code is that of a body the register has already.
    """

    code: str
    name: str
    legal_form: str
    sector: str
    region: str
    nation: str
    parent_body: str
    launched_on: date
    supported_from: date | None
    scheme: str
    identifier: str
    case: str
    url: str
    demonstration: bool
    known: bool = False


class Taken(AlreadyRecorded):
    """What is given of a new body is another's, or does not fit the body that is there; `field` names
    what to change."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@transaction.atomic
def record_launch(*, by: Person, launch: Launch) -> models.Organisation:
    """Enter a body the programme launched: its entry, its launch, and that it was supported. A body
    that is `known` keeps its entry and gets the facts it does not have.

    Its source is the record of the programme. Raises NotAllowed, or AlreadyRecorded (Taken, where a
    field is to be changed).
    """
    check_holds(by, Role.PROGRAMME_OFFICER)
    body = models.Organisation.objects.filter(code=launch.code).first()
    if launch.known:
        _check_known(body, launch)
    else:
        _check_new(body, launch)
    source = add_programme_source(
        by=by,
        code=f"programme-record-{launch.case.lower()}",
        title=f"Record of case {launch.case}: launch",
        url=launch.url,
        on=launch.launched_on,
        demonstration=launch.demonstration,
    )
    body = body or models.Organisation.objects.create(code=launch.code)
    about: dict[str, Any] = {"organisation": body, "source": source, "locator": launch.case}
    if not launch.known:
        record(by, _entry(launch, about))
    if launch.identifier and not _numbered(body, launch):
        number = models.Identifier(
            scheme=launch.scheme,
            identifier=launch.identifier,
            valid_from=launch.launched_on,
            **about,
        )
        try:
            check_owner(number, {})
        except AlreadyRecorded as taken:
            raise Taken("identifier", str(taken)) from taken
        record(by, number)
    _launched(by, launch, about)
    if launch.supported_from:
        event = {"kind": "supported", **_on(launch.supported_from)}
        record(by, models.LifeEvent(**event, **about))
    return body


def _launched(by: Person, launch: Launch, about: dict[str, Any]) -> None:
    """The day of launch; where the register has it less exactly, the day takes its place."""
    begun = _launch_of(about["organisation"])
    if begun is None:
        record(by, models.LifeEvent(kind="launched", **_on(launch.launched_on), **about))
    elif begun.earliest is None or begun.earliest < begun.latest:
        told = {"source_id": about["source"].pk, "locator": about["locator"]}
        reason = f"The record of case {launch.case} has the day of launch"
        _replace(by, begun, _on(launch.launched_on) | told, Change.UPDATE, reason)


def _on(day: date) -> dict[str, Any]:
    return {"earliest": day, "latest": day, "period": day.isoformat()}


def _entry(launch: Launch, about: dict[str, Any]) -> models.Entry:
    return models.Entry(
        name=launch.name, entry_class=MADE_UP if launch.demonstration else "mutual",
        legal_form=launch.legal_form, sector=launch.sector, region=launch.region,
        nation=launch.nation, parent_body=launch.parent_body, **about,
    )  # fmt: skip


def _check_new(body: models.Organisation | None, launch: Launch) -> None:
    if body is not None:
        raise Taken(
            "code",
            f"The register has a body with the code {launch.code} already. Choose another code or, "
            "if it is this body, say so below.",
        )
    named = models.Entry.objects.known_at(None).filter(name__iexact=launch.name)
    if (same := named.select_related("organisation").first()) is not None:
        raise Taken(
            "name",
            f"The register has a body of this name already, with the code {same.organisation.code}. If "
            "it is this body, give its code and say so below; if not, tell the two apart by the name.",
        )


def _check_known(body: models.Organisation | None, launch: Launch) -> None:
    entry = models.Entry.objects.known_at(None).filter(organisation__code=launch.code).first()
    if entry is None:
        raise Taken("code", f"The register has no body with the code {launch.code}.")
    if (entry.entry_class == MADE_UP) != launch.demonstration:
        raise Taken("code", "A made-up case and a real body are kept apart. Give another code.")
    if entry.entry_class not in MAY_HAVE_LAUNCHED:
        listed = ENTRY_CLASSES.get(entry.entry_class, entry.entry_class)
        raise Taken(
            "code",
            f"The register lists {launch.code} as: {listed}. Check the code, or have a register "
            "editor correct that entry first.",
        )
    _check_alive(body, launch)
    begun = _launch_of(body)
    if begun and begun.earliest and not begun.earliest <= launch.launched_on <= begun.latest:
        day = launch.launched_on
        raise Taken(
            "on",
            f"You gave {day.day} {day:%B %Y}, and the register says that it launched "
            f"{when_in_words(DateRange(begun.earliest, begun.latest))}. Give a day that agrees, or "
            "have the register corrected first.",
        )


def _check_alive(body: models.Organisation | None, launch: Launch) -> None:
    """A body that never launched, or that has ended by today, is none that launches."""
    events = models.LifeEvent.objects.known_at(None).filter(organisation=body)
    over = Q(kind__in=ENDINGS) & (Q(earliest=None) | Q(earliest__lte=clock.today()))
    if (event := events.filter(over | Q(kind="never-launched")).first()) is not None:
        raise Taken(
            "code",
            f"The register says of {launch.code}: {EVENTS[event.kind].lower()}. Check the code, or "
            "have a register editor correct this first.",
        )


def _launch_of(body: models.Organisation | None) -> Any:
    known = models.LifeEvent.objects.known_at(None).filter(organisation=body, kind="launched")
    return known.order_by(F("earliest").asc(nulls_last=True)).first()


def _numbered(body: models.Organisation, launch: Launch) -> bool:
    """Whether the body has this number. Raises Taken where it has another in the same list on the
    day of launch."""
    known = models.Identifier.objects.known_at(None).filter(organisation=body, scheme=launch.scheme)
    if known.filter(identifier=launch.identifier).exists():
        return True
    lasting = Q(valid_until=None) | Q(valid_until__gt=launch.launched_on)
    if (other := known.filter(lasting).first()) is not None:
        raise Taken(
            "identifier",
            f"{body.code} has the number {other.scheme} {other.identifier} in the register. Give "
            "that one or none, or have the register corrected first.",
        )
    return False
