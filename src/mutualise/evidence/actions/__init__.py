"""What editors do to the evidence: add, correct, bring up to date, withdraw. Nothing is changed in
place; every deed is a new row, with its reason, in the transaction that writes the audit trail."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction

from mutualise.accounts import actions as audit
from mutualise.accounts.models import Person
from mutualise.accounts.permissions import check_holds
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle.models import Change
from mutualise.chronicle.refusals import (
    AlreadyRecorded,
    NoLongerStands,
    NothingChanged,
    ReasonMissing,
)
from mutualise.evidence.models import Observation, Source
from mutualise.evidence.rules.digest import content_digest
from mutualise.govuk.downloads import OUR_LICENCE


@transaction.atomic
def add_source(*, by: Person, row: Source) -> Source:
    """Record a source. Raises NotAllowed or AlreadyRecorded."""
    check_holds(by, Role.REGISTER_EDITOR)
    return enter_source(by, row)


def enter_source(by: Person | None, row: Source) -> Source:
    """Record a source for whoever may; `by` is None for the clock. Raises AlreadyRecorded."""
    row.recorded_by = by
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise AlreadyRecorded(f"A source with the code {row.code} is recorded already.") from error
    audit.record("evidence.source.added", by=by, subject=row.code)
    return row


@transaction.atomic
def correct_source(*, by: Person, old: Source, row: Source, reason: str) -> Source:
    """Put a corrected row in the place of a source, under the same code.

    Raises NotAllowed, ReasonMissing, NothingChanged or NoLongerStands.
    """
    check_holds(by, Role.REGISTER_EDITOR)
    if not reason.strip():
        raise ReasonMissing
    if row.content() | {"code": old.code} == old.content():
        raise NothingChanged
    row.code, row.replaces, row.recorded_by = old.code, old, by
    row.change, row.reason = Change.CORRECTION, reason.strip()
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise NoLongerStands(f"Somebody has corrected {old.code} meanwhile. Look again.") from error
    audit.record("evidence.source.correction", by=by, subject=row.code, reason=row.reason)
    return row


@transaction.atomic
def record_observation(*, by: Person, row: Observation) -> Observation:
    """Record an observation read from a source. Raises NotAllowed or AlreadyRecorded."""
    check_holds(by, Role.REGISTER_EDITOR)
    row.recorded_by = by
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise AlreadyRecorded("This observation is recorded already, word for word.") from error
    audit.record("evidence.observation.recorded", by=by, subject=row.reference)
    return row


@transaction.atomic
def replace_observation(
    *, by: Person, old: Observation, row: Observation, change: Change, reason: str
) -> Observation:
    """Put a corrected or newer row in the place of another.

    Raises NotAllowed, ReasonMissing, NothingChanged, or NoLongerStands when somebody was quicker.
    """
    check_holds(by, Role.REGISTER_EDITOR)
    if row.digest == old.digest:
        raise NothingChanged
    return put_in_place(by, old, row, change, reason)


@transaction.atomic
def withdraw_observation(*, by: Person, old: Observation, reason: str) -> Observation:
    """Say that an observation should not stand. Raises as `replace_observation`."""
    check_holds(by, Role.REGISTER_EDITOR)
    row = Observation(**old.content(), withdrawn=True)
    return put_in_place(by, old, row, Change.WITHDRAWAL, reason)


def _gone(row: Observation) -> str:
    return f"{row.reference} no longer stands. Open it to see what replaced it."


def put_in_place(
    by: Person | None, old: Observation, row: Observation, change: Change, reason: str
) -> Observation:
    """Put a row in the place of another for whoever may; `by` is None for the clock.

    Raises ReasonMissing or NoLongerStands.
    """
    if not reason.strip():
        raise ReasonMissing
    if old.withdrawn:
        raise NoLongerStands(_gone(old))
    row.replaces, row.recorded_by, row.change, row.reason = old, by, change, reason.strip()
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise NoLongerStands(_gone(old)) from error
    audit.record(
        f"evidence.observation.{change.lower()}", by=by, subject=old.reference, reason=row.reason
    )
    return row


@transaction.atomic
def add_programme_source(
    *, by: Person, code: str, title: str, url: str, on: date, demonstration: bool
) -> Source:
    """Record the programme's own record as a source. Raises NotAllowed or AlreadyRecorded."""
    check_holds(by, Role.PROGRAMME_OFFICER)
    row = Source(
        code=code,
        title=f"{title} (demonstration)" if demonstration else title,
        publisher="Demonstration programme" if demonstration else "The support programme",
        kind="programme record",
        url=url,
        published_on=on,
        retrieved_on=on,
        licence=OUR_LICENCE,
    )
    return enter_source(by, row)


@transaction.atomic
def source_named_by_body(*, by: Person, code: str, title: str, url: str) -> Source:
    """Record a document that a body's representative named. Raises NotAllowed, AlreadyRecorded."""
    check_holds(by, Role.REGISTER_EDITOR)
    return enter_source(by, Source(code=code, title=title, kind="named by the body", url=url))


@transaction.atomic
def member_register_source(*, by: Person, organisation: str, title: str, url: str) -> Source:
    """The source that a body's own register of members is, recorded the first time.

    Raises NotAllowed unless the person is the body's company secretary.
    """
    check_holds(by, Role.COMPANY_SECRETARY, organisation=organisation)
    code = f"{organisation}-member-register"
    known: Source | None = Source.objects.known_at(None).filter(code=code).first()
    return known or enter_source(
        by,
        Source(
            code=code, title=title, publisher=title, kind="member register", url=url,
            licence=OUR_LICENCE,
        ),
    )  # fmt: skip


@transaction.atomic
def election_report_source(
    *, by: Person, organisation: str, election: str, title: str, url: str, on: date, sha256: str
) -> Source:
    """The source that the declared report of a body's election is, recorded the first time.

    Raises NotAllowed unless the person is the body's company secretary.
    """
    check_holds(by, Role.COMPANY_SECRETARY, organisation=organisation)
    code = f"{organisation}-{election}".lower()
    known: Source | None = Source.objects.known_at(None).filter(code=code).first()
    return known or enter_source(
        by,
        Source(
            code=code, title=title, publisher=organisation, kind="election report", url=url,
            published_on=on, retrieved_on=on, licence=OUR_LICENCE, sha256=sha256,
        ),
    )  # fmt: skip


def digest_of(row: Observation) -> str:
    """The digest of what an observation says, from the row itself."""
    return content_digest(
        {
            "subject": row.subject,
            "measure": row.measure,
            "qualifier": row.qualifier,
            "value": row.value,
            "unit": row.unit,
            "valid_from": row.valid_from,
            "valid_until": row.valid_until,
            "area": row.area,
            "quality": str(row.quality),
            "base": row.base,
            "base_count": row.base_count,
            "population_count": row.population_count,
            "source": row.source.code,
            "locator": row.locator,
            "note": row.note,
        }
    )
