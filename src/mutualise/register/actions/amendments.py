"""A body's own representative proposes a change to what the register says of it; an editor decides.

A proposal keeps what was typed, text by field, and is read again when it is accepted: by then a
number may belong to another body, or the stakes of the day may be recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from mutualise.accounts import actions as audit
from mutualise.accounts.models import Person
from mutualise.accounts.permissions import check_holds
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle.models import Change
from mutualise.chronicle.refusals import NoLongerStands, ReasonMissing
from mutualise.evidence import actions as evidence
from mutualise.register import models
from mutualise.register.actions import _replace, record_fact, record_stakes

# What can be proposed, as the forms name the kinds of fact.
PROPOSABLE = {
    "organisations": "The entry: name, legal form, sector, region, nation, parent body",
    "names": "Another name, or a former one",
    "identifiers": "A number in another list, as of Companies House",
    "events": "Something that happened: launched, renamed, merged, ended",
    "stakes": "Stakes: who holds what share of equity, votes or board seats",
    "control": "Evidence of who controls the body",
    "observations": "A dated figure, such as employees or turnover",
}
# Reads a proposal, given the code of its source (empty where it names none), as what is to be
# written: the changed fields of the entry, the rows of other facts, or an observation.
Reading = Callable[[models.Amendment, str], Any]


@transaction.atomic
def propose_amendment(
    *, by: Person, organisation: models.Organisation, kind: str, cells: Mapping[str, str],
    reason: str,
) -> models.Amendment:  # fmt: skip
    """Ask for a change to what the register says of one's own body.

    `cells` is what was typed, by field of the form of that kind. One that waits word for word is not
    made again: the form was sent twice. Raises NotAllowed, ReasonMissing,
    or ValueError for a kind that cannot be proposed.
    """
    check_holds(by, Role.REPRESENTATIVE, organisation=organisation.code)
    if kind not in PROPOSABLE:
        raise ValueError(f"“{kind}” cannot be proposed. Use one of: {', '.join(PROPOSABLE)}.")
    if not reason.strip() or not cells:
        raise ReasonMissing
    given: dict[str, Any] = {
        "organisation": organisation, "kind": kind, "reason": reason.strip(), "proposed_by": by,
    }  # fmt: skip
    waiting = models.Amendment.objects.filter(**given, state=models.Amendment.State.PROPOSED)
    if same := next((each for each in waiting if each.cells == dict(cells)), None):
        return same
    made = models.Amendment.objects.create(**given, cells=dict(cells))
    audit.record("register.amendment.proposed", by=by, subject=organisation.code, kind=kind)
    return made


@transaction.atomic
def decide_amendment(
    *, by: Person, amendment: models.Amendment, accept: bool, reason: str, reading: Reading
) -> models.Amendment:
    """Accept or refuse an amendment once, with a reason; accepting writes the fact.

    Raises NotAllowed, ReasonMissing, NoLongerStands when it is decided already, what `reading`
    raises when the proposal cannot be read any more, and what recording the fact raises; then
    nothing is changed and the amendment still waits.
    """
    check_holds(by, Role.REGISTER_EDITOR)
    if not reason.strip():
        raise ReasonMissing
    locked = models.Amendment.objects.select_for_update().get(pk=amendment.pk)
    if locked.state != models.Amendment.State.PROPOSED:
        raise NoLongerStands("Somebody has decided this amendment already.")
    state = models.Amendment.State
    locked.state = state.ACCEPTED if accept else state.REFUSED
    locked.decided_at, locked.decided_by = timezone.now(), by
    locked.decision_reason = reason.strip()
    locked.save()
    if accept:
        said = f"Proposed by the body: {locked.reason} Accepted: {reason.strip()}"
        _write(by, locked, reading(locked, _source_of(by, locked)), said)
    audit.record(
        f"register.amendment.{locked.state.lower()}", by=by, subject=locked.organisation.code,
        kind=locked.kind,
    )  # fmt: skip
    return locked


def _source_of(by: Person, amendment: models.Amendment) -> str:
    """The code of the proposal's source, recorded now if it is a document the body named."""
    cells = amendment.cells
    if cells.get("source") or not cells.get("source_title"):
        return str(cells.get("source", ""))
    made = evidence.source_named_by_body(
        by=by,
        code=f"{amendment.organisation.code}-amendment-{amendment.pk}",
        title=cells["source_title"],
        url=cells.get("source_url", ""),
    )
    return made.code


def _write(by: Person, amendment: models.Amendment, given: Any, said: str) -> None:
    if amendment.kind == "organisations":
        entry = models.Entry.objects.known_at(None).get(organisation=amendment.organisation)
        update = amendment.cells.get("change") == Change.UPDATE
        _replace(by, entry, given, Change.UPDATE if update else Change.CORRECTION, said)
    elif amendment.kind == "observations":
        given.reason = said
        evidence.record_observation(by=by, row=given)
    else:
        for row in given:
            row.reason = said
        if amendment.kind == "stakes":
            record_stakes(by=by, rows=given)
        else:
            record_fact(by=by, row=given[0])
