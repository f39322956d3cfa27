"""Entering a body that the support programme launched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from mutualise.accounts.models import Person
from mutualise.accounts.permissions import check_holds
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle.refusals import AlreadyRecorded
from mutualise.evidence.actions import add_programme_source
from mutualise.register import models
from mutualise.register.actions import record


@dataclass(frozen=True)
class Launch:
    """What the programme knows of a body on its first day of trading.

    `case` is the reference of its case, and `url` a public page of its own, where there is one.
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


@transaction.atomic
def record_launch(*, by: Person, launch: Launch) -> models.Organisation:
    """Enter a body the programme launched: its entry, its launch, and that it was supported.

    Its source is the record of the programme. Raises NotAllowed or AlreadyRecorded.
    """
    check_holds(by, Role.PROGRAMME_OFFICER)
    if models.Organisation.objects.filter(code=launch.code).exists():
        raise AlreadyRecorded(f"The register has a body with the code {launch.code} already.")
    source = add_programme_source(
        by=by,
        code=f"programme-record-{launch.case.lower()}",
        title=f"Record of case {launch.case}: launch",
        url=launch.url,
        on=launch.launched_on,
        demonstration=launch.demonstration,
    )
    body = models.Organisation.objects.create(code=launch.code)
    about: dict[str, Any] = {"organisation": body, "source": source, "locator": launch.case}
    record(
        by,
        models.Entry(
            name=launch.name,
            entry_class="demonstration" if launch.demonstration else "mutual",
            legal_form=launch.legal_form,
            sector=launch.sector,
            region=launch.region,
            nation=launch.nation,
            parent_body=launch.parent_body,
            **about,
        ),
    )
    if launch.identifier:
        record(
            by,
            models.Identifier(
                scheme=launch.scheme,
                identifier=launch.identifier,
                valid_from=launch.launched_on,
                **about,
            ),
        )
    for kind, day in (("launched", launch.launched_on), ("supported", launch.supported_from)):
        if day:
            record(
                by,
                models.LifeEvent(
                    kind=kind, earliest=day, latest=day, period=day.isoformat(), **about
                ),
            )
    return body
