"""What editors and representatives need to see: the standing facts of a body, and what waits."""

from __future__ import annotations

from datetime import date
from typing import Any

from mutualise.evidence.queries.subject import any_figure_of_list
from mutualise.register import models
from mutualise.register.queries.definitions import definitions
from mutualise.register.queries.facts import all_facts
from mutualise.register.rules.assessment import Assessment, assess
from mutualise.register.rules.facts import Facts
from mutualise.register.rules.life import Status

EDITED: dict[str, Any] = {
    "organisations": models.Entry,
    "names": models.Name,
    "identifiers": models.Identifier,
    "events": models.LifeEvent,
    "stakes": models.Stake,
    "control": models.ControlFact,
    "verdicts": models.Verdict,
}


def organisation_called(code: str) -> models.Organisation | None:
    return models.Organisation.objects.filter(code=code).first()


def subject_known(subject: str) -> bool:
    """Whether a figure can be about this: a body of the register, the sector, the programme, or an
    entry of an outside list (as in ons:total-public-services) of which figures are recorded."""
    if subject in ("sector", "programme"):
        return True
    whole, _, part = subject.partition(":")
    return organisation_called(whole) is not None or bool(part and any_figure_of_list(whole))


def standing_facts(code: str) -> dict[str, list[Any]]:
    """The facts of a body that stand now, by kind."""
    return {
        kind: list(
            table.objects.known_at(None)
            .filter(organisation__code=code)
            .select_related("source")
            .order_by("id")
        )
        for kind, table in EDITED.items()
    }


def standing_fact(code: str, kind: str, number: int) -> Any | None:
    table = EDITED.get(kind)
    if table is None:
        return None
    return table.objects.known_at(None).filter(organisation__code=code, pk=number).first()


def new_fact(table: type[Any], organisation: models.Organisation, values: dict[str, Any]) -> Any:
    """A row ready to record."""
    return table(organisation=organisation, **values)


def waiting_amendments() -> list[models.Amendment]:
    waiting = models.Amendment.objects.filter(state=models.Amendment.State.PROPOSED)
    return list(waiting.select_related("organisation", "proposed_by").order_by("proposed_at"))


def amendments_of(code: str) -> list[models.Amendment]:
    found = models.Amendment.objects.filter(organisation__code=code)
    return list(found.order_by("-proposed_at"))


def amendment_called(number: int) -> models.Amendment | None:
    return models.Amendment.objects.select_related("organisation").filter(pk=number).first()


def reopened(definition: str, on: date) -> list[tuple[Facts, Assessment]]:
    """Live bodies whose verdict under a definition waits for an assessor."""
    chosen = definitions()[definition]
    found = [(facts, assess(chosen, facts, on)) for facts in all_facts()]
    return [
        (facts, verdict)
        for facts, verdict in found
        if verdict.reopened and verdict.status.status is Status.LIVE
    ]
