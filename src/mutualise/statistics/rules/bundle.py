"""The evidence bundle: everything needed to compute a published figure again, in one JSON file.

It holds the measure's file, the question, the population, every reading the method could look at,
and the estimate they gave. `evaluate_bundle` computes the estimate from nothing else, and names
every row whose content no longer matches its digest, or that was taken away or added.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from mutualise.evidence.rules.digest import CONTENT_KEYS, content_digest
from mutualise.statistics.rules.amounts import SAFE, scaled
from mutualise.statistics.rules.days import microseconds
from mutualise.statistics.rules.estimate import Estimate
from mutualise.statistics.rules.evaluate import evaluate, looked_at
from mutualise.statistics.rules.measure import Measure
from mutualise.statistics.rules.population import Population
from mutualise.statistics.rules.question import Question
from mutualise.statistics.rules.readings import CHANGES, QUALIFIERS, Readings, Row, was_known
from mutualise.statistics.rules.versions import as_version, parse_measure

FORMAT = "mutualise-bundle/2"
# Keys of an observation's content that a Row names otherwise.
ROW_NAME = {"measure": "kind"}
DAYS = ("valid_from", "valid_until")
COUNTS = ("base_count", "population_count")
NOT_TEXT = {"value", *DAYS, *COUNTS, "source_published", "recorded_at", "known_until"}
# Fields that take one of a few words.
WORDS = {"qualifier": QUALIFIERS, "change": CHANGES, "ended_by": CHANGES}


class BundleUnreadable(ValueError):
    """The file is not a bundle this program can read; the message says what is wrong with it."""


@dataclass(frozen=True)
class BundleResult:
    """A bundle computed again. `identical` is true when nothing at all differs; `changed_rows`,
    `moved_rows`, `added_rows` and `missing_rows` name rows by their reference; `digest` is that of the bundle
    as it now stands."""

    estimate: Estimate
    identical: bool
    changed_rows: tuple[str, ...]
    moved_rows: tuple[str, ...]
    added_rows: tuple[str, ...]
    missing_rows: tuple[str, ...]
    differences: tuple[str, ...]
    digest: str


def read_bundle(text: str | bytes) -> dict[str, Any]:
    """The mapping in a bundle's JSON. Raises BundleUnreadable, also where one key is given twice:
    programs differ in which of the two they believe."""
    try:
        content = json.loads(text, object_pairs_hook=_each_key_once)
    except (ValueError, RecursionError) as problem:
        raise BundleUnreadable(f"This is not JSON: {problem}. Download the bundle again.") from None
    if not isinstance(content, dict):
        raise BundleUnreadable("This is not an evidence bundle. Download it again.")
    return content


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    times = Counter(key for key, _ in pairs)
    twice = sorted(key for key, many in times.items() if many > 1)
    if twice:
        raise ValueError(f"“{twice[0]}” is given twice in one object")
    return dict(pairs)


def make_bundle(
    measure: Measure,
    rows: Iterable[Row],
    population: Population,
    question: Question,
    *,
    before: Population | None = None,
) -> dict[str, Any]:
    """A JSON-safe bundle of one figure. `rows` may hold more than the method looks at."""
    given = [Row(*row) for row in rows]
    readings = Readings.of(given)
    kept = _rows_looked_at(
        given, looked_at(measure, readings, population, question, before=before), question
    )
    estimate = evaluate(measure, readings, population, question, before=before)
    evidence = sorted((_evidence(row) for row in kept), key=lambda each: str(each["reference"]))
    bundle: dict[str, Any] = {
        "format": FORMAT,
        "measure": {"code": measure.code, "version": measure.version, "text": measure.text},
        "question": question.to_dict(),
        "population": population.to_dict(),
        "before": before.to_dict() if before else None,
        "evidence": evidence,
        "manifest": {str(each["reference"]): _sha256(each) for each in evidence},
        "estimate": estimate.to_dict(),
    }
    bundle["digest"] = root_digest(bundle)
    return bundle


def evaluate_bundle(bundle: Mapping[str, Any]) -> BundleResult:
    """Compute a bundle's figure again from its contents alone. Raises BundleUnreadable, which names
    the row where one cannot be read."""
    if not isinstance(bundle, Mapping) or bundle.get("format") != FORMAT:
        raise BundleUnreadable(f"This is not an evidence bundle: its format should be {FORMAT}.")
    try:
        stated = bundle["measure"]
        every = parse_measure(stated["text"], f"{stated['code']}.yaml")
        measure = as_version(every, stated["version"])
        rows = [_read(number, each) for number, each in enumerate(bundle["evidence"], start=1)]
        question = Question.from_dict(bundle["question"])
        population = Population.from_dict(bundle["population"])
        before = Population.from_dict(bundle["before"]) if bundle["before"] else None
        manifest, published = dict(bundle["manifest"]), dict(bundle["estimate"])
        estimate = evaluate(measure, Readings.of(rows), population, question, before=before)
    except BundleUnreadable:
        raise
    except (LookupError, TypeError, AttributeError, ArithmeticError, AssertionError) as problem:
        raise BundleUnreadable(f"The bundle is damaged: {problem!r}. Download it again.") from None
    except ValueError as problem:
        raise BundleUnreadable(f"The bundle is damaged: {problem}. Download it again.") from None
    found = [(str(each["reference"]), _sha256(each)) for each in bundle["evidence"]]
    given = [reference for reference, _ in found]
    changed = {reference for reference, now in found if manifest.get(reference, now) != now}
    missing = sorted(set(manifest) - set(given))
    # A row that is there twice was added once.
    added = sorted(ref for ref, times in Counter(given).items() if ref not in manifest or times > 1)
    moved = [] if added or missing else _out_of_place(given)
    again = estimate.to_dict()
    differences = tuple(key for key in sorted(again) if again[key] != published.get(key))
    digest = root_digest(bundle)
    return BundleResult(
        estimate=estimate,
        identical=not (differences or changed or missing or added or moved)
        and digest == bundle.get("digest"),
        changed_rows=tuple(sorted(changed)),
        moved_rows=tuple(moved),
        added_rows=tuple(added),
        missing_rows=tuple(missing),
        differences=differences,
        digest=digest,
    )


def _out_of_place(given: list[str]) -> list[str]:
    """The rows of a bundle that do not stand where it was written with them: in order of reference."""
    return [now for now, written in zip(given, sorted(given), strict=True) if now != written]


def root_digest(bundle: Mapping[str, Any]) -> str:
    """SHA-256 of a whole bundle but its own digest, in canonical JSON. The content of every row
    takes part by what it says now, not by the digest written beside it."""
    return _sha256({key: value for key, value in bundle.items() if key != "digest"})


def _sha256(said: Mapping[str, Any]) -> str:
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _rows_looked_at(rows: list[Row], seen: tuple[str, ...], question: Question) -> list[Row]:
    digests, moment = set(seen), question.as_known_at
    return [row for row in rows if row.digest in digests and was_known(row, moment)]


def _evidence(row: Row) -> dict[str, Any]:
    content = {key: _plain(getattr(row, ROW_NAME.get(key, key))) for key in CONTENT_KEYS}
    return {
        "reference": row.reference,
        "content": content,
        "digest": row.digest,
        "source_published": _plain(row.source_published),
        "recorded_at": row.recorded_at.isoformat(),
        "known_until": row.known_until.isoformat() if row.known_until else None,
        "change": row.change,
        "ended_by": row.ended_by,
    }


def _read(number: int, evidence: Any) -> Row:
    """A row that the methods can take. Raises BundleUnreadable naming the row and the field."""
    where = f"Row {evidence.get('reference') if isinstance(evidence, Mapping) else number}"
    try:
        row = _row(evidence)
        for field in Row._fields:
            _check(field, getattr(row, field))
    except KeyError as missing:
        raise BundleUnreadable(f"{where}: {missing} is missing. Download it again.") from None
    except (TypeError, AttributeError, ArithmeticError) as problem:
        raise BundleUnreadable(f"{where} is damaged: {problem!r}. Download it again.") from None
    except ValueError as problem:
        raise BundleUnreadable(f"{where}: {problem}. Download it again.") from None
    return row


def _check(field: str, value: Any) -> None:
    if field in WORDS and value not in WORDS[field]:
        known = ", ".join(each or "nothing" for each in WORDS[field])
        raise ValueError(f"{field} is {value!r}: use one of {known}")
    if field not in NOT_TEXT and not isinstance(value, str):
        raise ValueError(f"{field} is {value!r}: it must be text")
    if isinstance(value, datetime):
        microseconds(value)
    if isinstance(value, Decimal | int) and abs(scaled(Decimal(value))) >= SAFE:
        raise ValueError(f"{field} is {value}: it is too large")


def _row(evidence: Mapping[str, Any]) -> Row:
    """A row from a bundle; its digest is that of what it says now."""
    content = evidence["content"]
    # A value that cannot be written in its canonical form is refused by name here.
    digest = content_digest(content)
    fields: dict[str, Any] = {ROW_NAME.get(key, key): content[key] or "" for key in CONTENT_KEYS}
    for key in DAYS:
        fields[key] = date.fromisoformat(content[key]) if content[key] else None
    for key in COUNTS:
        fields[key] = int(content[key]) if content[key] is not None else None
    published, until = evidence["source_published"], evidence["known_until"]
    return Row(
        **fields | {"value": Decimal(content["value"])},
        reference=evidence["reference"],
        digest=digest,
        source_published=date.fromisoformat(published) if published else None,
        recorded_at=datetime.fromisoformat(evidence["recorded_at"]),
        known_until=datetime.fromisoformat(until) if until else None,
        change=evidence["change"],
        ended_by=evidence["ended_by"],
    )


def _plain(value: object) -> str | None:
    if value is None or value == "":
        return None
    return format(value, "f") if isinstance(value, Decimal) else str(value)
