"""Observations and sources one by one, with everything that ever stood in their place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from django.db.models import Q

from mutualise.evidence.models import Observation, Source
from mutualise.evidence.rules.bounds import IN_WORDS
from mutualise.evidence.rules.parts import named
from mutualise.govuk.figures import quantity


def observations_of(
    subject: str, known_at: datetime | None = None, until: date | None = None
) -> list[Observation]:
    """What was known of a subject at a moment: dated rows newest first, then undated ones. With
    `until`, rows whose period began after that day are left out."""
    known = Observation.objects.known_at(known_at).filter(subject=subject)
    rows = _begun(known, until).select_related("source")
    return sorted(
        rows,
        key=lambda row: (
            row.valid_from is None,
            -(row.valid_from.toordinal() if row.valid_from else 0),
            row.measure,
            row.pk,
        ),
    )


def replaced_observations(
    subject: str, known_at: datetime | None = None, until: date | None = None
) -> list[Observation]:
    """Rows recorded by a moment that replaced or withdrew an earlier one, newest first."""
    rows = _begun(Observation.objects.filter(subject=subject).exclude(replaces=None), until)
    if known_at is not None:
        rows = rows.filter(recorded_at__lte=known_at)
    return list(rows.select_related("source", "replaces").order_by("-recorded_at", "-id"))


def _begun(rows: Any, until: date | None) -> Any:
    """Rows whose period had begun by a day, and those without a period."""
    return rows if until is None else rows.filter(Q(valid_from=None) | Q(valid_from__lte=until))


def observation_called(reference: str) -> Observation | None:
    """The observation with this reference ("obs-12"), whatever became of it."""
    number = reference.removeprefix("obs-")
    if not number.isascii() or not number.isdigit() or len(number) > 15:
        return None
    return Observation.objects.select_related("source").filter(pk=int(number)).first()


def history_of(row: Observation, known_at: datetime | None = None) -> list[Observation]:
    """Every row in the chain of replacements this one belongs to that was recorded by a moment,
    oldest first."""
    first = row
    while first.replaces_id:
        first = first.replaces  # type: ignore[assignment]
    chain = [first]
    while later := Observation.objects.filter(replaces=chain[-1]).first():
        chain.append(later)
    return [each for each in chain if known_at is None or each.recorded_at <= known_at]


def source_exists(code: str) -> bool:
    return Source.objects.filter(code=code).exists()


def source_called(code: str, known_at: datetime | None = None) -> Source | None:
    return Source.objects.known_at(known_at).filter(code=code).first()


def titles_of(codes: Iterable[str], known_at: datetime | None = None) -> dict[str, str]:
    """Titles of sources by code, as corrected by a moment; a withdrawn source keeps its last."""
    wanted = set(codes)
    if not wanted:
        return {}
    rows = Source.objects.filter(code__in=wanted).order_by("id")
    if known_at is not None:
        rows = rows.filter(recorded_at__lte=known_at)
    return {each.code: each.title for each in rows}


def sources(text: str = "", known_at: datetime | None = None) -> list[Source]:
    """Sources whose code, title or publisher holds the text, in order of title."""
    found = Source.objects.known_at(known_at).order_by("title", "code")
    wanted = text.casefold()
    return [
        each for each in found if wanted in f"{each.code} {each.title} {each.publisher}".casefold()
    ]


def read_from(
    source: Source, known_at: datetime | None = None, until: date | None = None
) -> list[Observation]:
    """What stood at a moment that was read from a source, in order of subject. With `until`, rows
    whose period began after that day are left out."""
    rows = Observation.objects.known_at(known_at).filter(source__code=source.code)
    return list(_begun(rows, until).order_by("subject", "measure", "valid_from", "id"))


def any_figure_of_list(prefix: str) -> bool:
    """Whether a figure of any entry of an outside list ("ons") was ever recorded."""
    return Observation.objects.filter(subject__startswith=f"{prefix}:").exists()


def any_figure_of(subject: str) -> bool:
    """Whether a figure of a subject was ever recorded."""
    return Observation.objects.filter(subject=subject).exists()


def kinds_recorded(subject: str) -> list[str]:
    """The kinds of figure ever recorded of a subject, in order."""
    rows = Observation.objects.filter(subject=subject).order_by("measure")
    return list(rows.values_list("measure", flat=True).distinct())


def parts_known(kind: str, whole: str) -> dict[str, list[str]]:
    """The parts of a whole by one dimension for which a kind of figure stands on record: names by
    dimension."""
    rows = Observation.objects.known_at(None).filter(measure=kind, subject__startswith=f"{whole}:")
    found: dict[str, list[str]] = {}
    for subject in rows.order_by("subject").values_list("subject", flat=True).distinct():
        part = named(subject)
        if len(part) == 1:
            [(dimension, name)] = part.items()
            found.setdefault(dimension, []).append(name)
    return found


@dataclass(frozen=True)
class Told:
    """What an editor said of a change, and what the row it replaced said."""

    reason: str
    was: str


def value_text(row: Any) -> str:
    """The value of a reading, from whatever table it was read, with its bound in words: "more than 1,500 people"."""
    return IN_WORDS[row.qualifier] + quantity(row.value, row.unit)


def told_of(references: Iterable[str]) -> tuple[dict[str, Told], dict[str, Told]]:
    """By reference ("obs-12"): of each row what was said when it was recorded in the place of
    another, and of each that was withdrawn what was said then."""
    numbers = [int(each.removeprefix("obs-")) for each in references]
    recorded, withdrawn = {}, {}
    rows = Observation.objects.filter(Q(pk__in=numbers) | Q(replaces__in=numbers, withdrawn=True))
    for row in rows.select_related("replaces"):
        old = cast("Observation | None", row.replaces)
        if row.withdrawn and old is not None:
            withdrawn[old.reference] = Told(row.reason, "")
        elif old is not None:
            said = "" if old.withdrawn else value_text(old)
            recorded[row.reference] = Told(row.reason, said)
        else:
            recorded[row.reference] = Told(row.reason, "")
    return recorded, withdrawn
