"""The application of a case as it stands, and every version of every answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mutualise.programme.models import (
    Answer,
    Baseline,
    Case,
    CaseFact,
    Certification,
    Document,
    Objective,
    Signature,
)
from mutualise.programme.queries.documents import documents
from mutualise.programme.queries.rounds import made_in_this_round
from mutualise.programme.rules.application import QUESTIONS, WRITING_ON, digest_of, unanswered


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


def at_rest(saves: Sequence[Answer]) -> Sequence[Answer]:
    """Of versions, newest first, those after which their writer paused or somebody else wrote."""
    later: Sequence[Answer | None] = [None, *saves]
    return [
        save
        for save, after in zip(saves, later, strict=False)
        if after is None or after.by_id != save.by_id or after.at - save.at > WRITING_ON
    ]


def version_now(case: Case, question: str) -> int:
    """The number of an answer's last version; 0 when there is none."""
    return Answer.objects.filter(case=case, question=question).count()


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
    return _digest(texts(case), objectives(case), baseline(case), documents(case))


def _digest(
    answers: Mapping[str, str],
    measured: Sequence[Objective],
    start: Mapping[str, Baseline],
    files: Sequence[Document],
) -> str:
    facts: list[CaseFact] = [*measured, *start.values()]
    return digest_of(answers, [row.content() for row in facts], [row.sha256 for row in files])


def certification(case: Case) -> Certification | None:
    """The sponsor's last word in this round, of whatever state it was."""
    given = Certification.objects.filter(made_in_this_round(), case=case)
    return given.select_related("by", "signature").order_by("-pk").first()


def certifications(case: Case) -> Sequence[Certification]:
    """Every answer of a sponsor, of every round, newest first."""
    given = Certification.objects.filter(case=case).select_related("by", "signature")
    return list(given.order_by("-pk"))


def signature_before(case: Case, by: Any) -> Signature | None:
    """How the person signed for this case the last time."""
    return Signature.objects.filter(certification__case=case, by=by).order_by("-pk").first()


def is_complete(case: Case, by: Any) -> bool:
    """Guard of submitting: every question is answered."""
    return not unanswered(texts(case))


def is_certified(case: Case, by: Any) -> bool:
    """Guard of submitting: the sponsor certified exactly what stands now."""
    return _certifies(certification(case), digest(case))


def _certifies(last: Certification | None, stands: str) -> bool:
    return last is not None and last.outcome == "GIVEN" and last.digest == stands


def panel(case: Case) -> dict[str, Any]:
    """The application as a page shows it, each part read once."""
    answers, measured, start = texts(case), objectives(case), baseline(case)
    files, last = documents(case), certification(case)
    return {
        "answers": [(question, answers.get(question.key, "")) for question in QUESTIONS],
        "missing": unanswered(answers),
        "objectives": measured,
        "baseline": start,
        "documents": files,
        "certification": last,
        "certified": _certifies(last, _digest(answers, measured, start, files)),
    }
