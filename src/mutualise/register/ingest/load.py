"""Load tables of facts: check everything, then record everything in one transaction, or nothing.

The same file twice changes nothing: an observation is known by its digest and any other fact by
what makes it that fact. A row that says otherwise than one already recorded is refused, because
a recorded row is corrected in the editor, with a reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from mutualise.accounts import actions as audit
from mutualise.accounts.models import Person
from mutualise.evidence.ingest import rows as evidence
from mutualise.evidence.ingest.problems import Line, LineReader, Problem
from mutualise.evidence.ingest.tables import Table
from mutualise.evidence.models import Observation, Source
from mutualise.register.ingest.rows import COLUMNS, KINDS, Kind, organisation_code
from mutualise.register.ingest.together import possible
from mutualise.register.models import Organisation

ALL_COLUMNS = {**evidence.COLUMNS, **COLUMNS}
ORDER = (
    "sources", "organisations", "names", "identifiers", "events", "stakes", "control", "verdicts",
    "observations",
)  # fmt: skip
BATCH = 500
Progress = Callable[[int], None]


class LoadRefused(Exception):
    """The load has problems, and nothing was changed."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


@dataclass
class Report:
    """What a load did: rows recorded and rows already there, by kind; rows refused with why."""

    recorded: Counter[str] = field(default_factory=Counter)
    already: Counter[str] = field(default_factory=Counter)
    refused: list[tuple[Line, tuple[Problem, ...]]] = field(default_factory=list)


@transaction.atomic
def load(
    tables: Sequence[Table],
    *,
    by: Person | None = None,
    keep_good: bool = False,
    dry_run: bool = False,
    recorded_at: datetime | None = None,
    progress: Progress = lambda rows: None,
) -> Report:
    """Record every row of the tables. Raises LoadRefused, and then nothing was recorded.

    With `keep_good` rows without problems are recorded and the others reported; with `dry_run`
    nothing is. `recorded_at` restores a dated archive; no file can set it.
    """
    loading = _Loading(recorded_at or timezone.now(), by, progress)
    for kind in ORDER:
        loading.take(kind, [line for table in tables if table.kind == kind for line in table.lines])
    report = loading.report
    problems = [problem for _, found in report.refused for problem in found]
    if problems and not keep_good:
        raise LoadRefused(problems)
    if report.recorded and not dry_run:
        audit.record(
            "register.file.loaded",
            by=by,
            subject=", ".join(sorted({table.file for table in tables}))[:120],
            recorded=dict(report.recorded),
        )
    if dry_run:
        transaction.set_rollback(True)
    return report


class _Loading:
    """One load: what is recorded already, what this load adds, and what it refuses."""

    def __init__(self, moment: datetime, by: Person | None, progress: Progress) -> None:
        self.moment, self.by, self.progress = moment, by, progress
        self.report = Report()
        self.sources = {row.code: row for row in Source.objects.known_at(None)}
        self.organisations = {row.code: row for row in Organisation.objects.all()}

    def take(self, kind: str, lines: list[Line]) -> None:
        if not lines:
            return
        if kind == "sources":
            self._sources(lines)
        elif kind == "observations":
            self._observations(lines)
        else:
            self._facts(kind, KINDS[kind], lines)

    def _refuse(self, line: Line, problems: list[Problem]) -> None:
        self.report.refused.append((line, tuple(problems)))

    def _stamp(self, row: Any) -> Any:
        row.recorded_at, row.recorded_by = self.moment, self.by
        return row

    def _record(self, kind: str, table: type[Any], rows: list[Any]) -> None:
        # In batches, so that progress moves while a large file is written.
        for start in range(0, len(rows), BATCH):
            table.objects.bulk_create(rows[start : start + BATCH])
            self.progress(len(rows[start : start + BATCH]))
        if rows:
            self.report.recorded[kind] += len(rows)

    def _sources(self, lines: list[Line]) -> None:
        new: dict[str, Source] = {}
        # As it was first recorded: a file loaded again after a correction changes nothing.
        first = {row.code: row for row in Source.objects.filter(replaces=None)}
        for line in lines:
            reader = LineReader(line)
            row = evidence.source_of(reader)
            known = first.get(row.code) or new.get(row.code)
            if known and not reader.problems:
                if _same(known, row, SOURCE_CONTENT):
                    self.report.already["sources"] += 1
                    continue
                reader.note("source", f"{row.code} is recorded otherwise. {CORRECT}")
            if reader.problems:
                self._refuse(line, reader.problems)
            else:
                new[row.code] = self._stamp(row)
        self._record("sources", Source, list(new.values()))
        self.sources |= new

    def _observations(self, lines: list[Line]) -> None:
        known = set(Observation.objects.filter(replaces=None).values_list("digest", flat=True))
        known |= set(Observation.objects.exclude(replaces=None).values_list("digest", flat=True))
        first: dict[str, int] = {}
        new: list[Observation] = []
        for line in lines:
            reader = LineReader(line)
            row = evidence.observation_of(reader, self.sources)
            self._check_subject(reader, row.subject)
            if not reader.problems and row.digest in first:
                reader.note("", f"repeats row {first[row.digest]}. Delete one of the two.")
            if reader.problems:
                self._refuse(line, reader.problems)
                continue
            first[row.digest] = line.row
            if row.digest in known:
                self.report.already["observations"] += 1
            else:
                new.append(self._stamp(row))
        self._record("observations", Observation, new)

    def _check_subject(self, reader: LineReader, subject: str) -> None:
        general = subject in ("sector", "programme") or ":" in subject
        if subject and not general and subject not in self.organisations:
            reader.note(
                "subject",
                f"The register has no body with the code “{subject}”. Load the body first, or use sector or programme.",
            )

    def _facts(self, kind: str, how: Kind, lines: list[Line]) -> None:
        known = {
            _key(row, how, row.organisation.code): row
            # Of several with one key (verdicts decided again for a day) the first.
            for row in how.table.objects.filter(replaces=None)
            .select_related("organisation", "source")
            .order_by("-id")
        }
        claimed = _identifier_owners(how.table, known) if kind == "identifiers" else {}
        made: dict[tuple[Any, ...], tuple[int, Any]] = {}
        for line in lines:
            reader = LineReader(line)
            code = reader.read("organisation", organisation_code, needed=True) or ""
            row = self._fact(kind, how, reader, code)
            if reader.problems or row is None:
                self._refuse(line, reader.problems)
                continue
            key = _key(row, how, code)
            owner = claimed.setdefault(key[1:], code) if kind == "identifiers" else code
            if owner != code:
                reader.note(
                    "identifier",
                    f"{row.scheme} {row.identifier} already belongs to {owner}. Check it.",
                )
            elif key in known and not _same(known[key], row, how.content):
                reader.note("", f"This fact of {code} is recorded otherwise. {CORRECT}")
            elif key in made:
                reader.note("", f"repeats row {made[key][0]}. Delete one of the two.")
            if reader.problems:
                self._refuse(line, reader.problems)
            elif key in known:
                self.report.already[kind] += 1
            else:
                made[key] = (line.row, self._stamp(row))
        rows = [row for _, row in made.values()]
        rows, impossible = possible(kind, lines, rows)
        for line, problem in impossible:
            self._refuse(line, [problem])
        self._record(kind, how.table, rows)

    def _fact(self, kind: str, how: Kind, reader: LineReader, code: str) -> Any:
        source = reader.text("source", most=100, needed=True)
        if source and source not in self.sources:
            reader.note(
                "source", f"“{source[:60]}” is not a recorded source. Load the source first."
            )
        values = how.read(reader)
        locator = reader.text("locator", most=500)
        if code and code not in self.organisations:
            if kind != "organisations":
                reader.note(
                    "organisation",
                    f"The register has no body with the code “{code}”. Load it first.",
                )
            elif not reader.problems:
                self.organisations[code] = Organisation.objects.create(
                    code=code, recorded_at=self.moment
                )
        if reader.problems:
            return None
        return how.table(
            organisation=self.organisations[code],
            source=self.sources[source],
            locator=locator,
            **values,
        )


CORRECT = "Correct the recorded one in the editor, with a reason."
SOURCE_CONTENT = (
    "title",
    "publisher",
    "kind",
    "url",
    "url_note",
    "published_on",
    "licence",
    "sha256",
)


def _key(row: Any, how: Kind, code: str) -> tuple[Any, ...]:
    return (code, *(getattr(row, name) for name in how.key))


def _same(known: Any, row: Any, names: Sequence[str]) -> bool:
    return all(getattr(known, name) == getattr(row, name) for name in names)


def _identifier_owners(
    table: type[Any], known: dict[tuple[Any, ...], Any]
) -> dict[tuple[Any, ...], str]:
    """Whose each number is: as first recorded, and as corrected since."""
    standing = table.objects.known_at(None).select_related("organisation")
    now = {(row.scheme, row.identifier): row.organisation.code for row in standing}
    return now | {key[1:]: key[0] for key in known}
