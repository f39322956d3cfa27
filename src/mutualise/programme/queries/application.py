"""The application of a case as it stands, and every version of every answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mutualise.programme.models import (
    Answer,
    Baseline,
    Case,
    CaseFact,
    Certification,
    Objective,
)
from mutualise.programme.queries.documents import documents
from mutualise.programme.rules.application import QUESTIONS, digest_of, unanswered


def latest_answers(case: Case) -> dict[str, Answer]:
    """The last version of each answer, by question."""
    found: dict[str, Answer] = {}
    for row in Answer.objects.filter(case=case).select_related("by").order_by("number"):
        found[row.question] = row
    return found


def texts(case: Case) -> dict[str, str]:
    return {key: row.text for key, row in latest_answers(case).items()}


def versions(case: Case, question: str) -> Sequence[Answer]:
    """Every version of an answer, newest first."""
    rows = Answer.objects.filter(case=case, question=question).select_related("by")
    return list(rows.order_by("-number"))


def objectives(case: Case) -> Sequence[Objective]:
    return list(Objective.objects.known_at(None).filter(case=case).order_by("pk"))


def baseline(case: Case) -> dict[str, Baseline]:
    rows = Baseline.objects.known_at(None).filter(case=case)
    found = {row.kind: row for row in rows}
    return {kind: found[kind] for kind in Baseline.Kind.values if kind in found}


def objective(case: Case, number: int) -> Objective | None:
    return Objective.objects.known_at(None).filter(case=case, pk=number).first()


def digest(case: Case) -> str:
    """The digest of the application as it stands: what a certificate is of."""
    facts: list[CaseFact] = [*objectives(case), *baseline(case).values()]
    files = [row.sha256 for row in documents(case)]
    return digest_of(texts(case), [row.content() for row in facts], files)


def certification(case: Case) -> Certification | None:
    """The sponsor's last word, of whatever state it was."""
    return Certification.objects.filter(case=case).select_related("by").order_by("-pk").first()


def is_complete(case: Case, by: Any) -> bool:
    """Guard of submitting: every question is answered."""
    return not unanswered(texts(case))


def is_certified(case: Case, by: Any) -> bool:
    """Guard of submitting: the sponsor certified exactly what stands now."""
    last = certification(case)
    return last is not None and last.outcome == "GIVEN" and last.digest == digest(case)


def panel(case: Case, person: Any) -> dict[str, Any]:
    answers = texts(case)
    return {
        "answers": [(question, answers.get(question.key, "")) for question in QUESTIONS],
        "missing": unanswered(answers),
        "objectives": objectives(case),
        "baseline": baseline(case),
        "documents": documents(case),
        "certification": certification(case),
        "certified": is_certified(case, person),
    }
