"""The kinds of support and their limits (reference on the programme, sections 2.3 to 2.7)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mutualise.programme.rules.money import pounds


@dataclass(frozen=True)
class Kind:
    """`most_pence` is the most one award of the kind may be; None leaves it to the budget.

    `in_kind` help is bought by the programme through work orders; the rest is paid to the team.
    """

    code: str
    label: str
    in_kind: bool
    most_pence: int | None
    matched: bool = False
    on_completion: bool = False


KINDS = {
    kind.code: kind
    for kind in (
        Kind("ADVICE", "Advice bought by the programme", True, None),
        # The most the Mutuals Interim Support Fund gave (2017).
        Kind("GRANT", "Grant", False, 25_000_00),
        Kind("MATCH", "Match-funded award", False, None, matched=True),
        Kind("REIMBURSEMENT", "Reimbursement on completion", False, None, on_completion=True),
        Kind("TRAINING", "Group training", True, None),
        Kind("MENTORING", "Mentoring days", True, None),
    )
}


def faults(code: str, amount_pence: int, match_pence: int) -> list[tuple[str, str]]:
    """What is wrong with an award of a kind, as pairs of field and message."""
    kind = KINDS.get(code)
    if kind is None:
        return [("kind", "Select a kind of support from the list.")]
    found = []
    if amount_pence <= 0:
        found.append(("amount", "The amount must be more than nothing."))
    if kind.most_pence is not None and amount_pence > kind.most_pence:
        most = kind.most_pence // 100
        found.append(("amount", f"A {kind.label.lower()} may be at most £{most:,}."))
    if kind.matched and match_pence <= 0:
        found.append(("match", "Say how much cash the team puts in beside the award."))
    if not kind.matched and match_pence:
        found.append(("match", "Only a match-funded award has a cash match. Leave it empty."))
    return found


@dataclass(frozen=True)
class Shown:
    """A proof a team gave: of which kind, of how much, and whether an officer accepted it."""

    kind: str
    pence: int
    accepted: bool | None


def unproven(code: str, match_pence: int, shown: Iterable[Shown]) -> str:
    """Why an award of a kind may not be paid yet, or nothing.

    >>> unproven("REIMBURSEMENT", 0, [Shown("COMPLETION", 0, True)])
    ''
    """
    kind = KINDS[code]
    accepted = [proof for proof in shown if proof.accepted]
    if kind.matched:
        there = sum(proof.pence for proof in accepted if proof.kind == "MATCH")
        if there < match_pence:
            return (
                f"The team puts in {pounds(match_pence)}, and {pounds(there)} of it is evidenced. "
                "Nothing is paid before the whole match is."
            )
    if kind.on_completion and not any(proof.kind == "COMPLETION" for proof in accepted):
        return "It is paid on completion, and no proof of completion is accepted yet."
    return ""


def proof_of(code: str) -> str:
    """The kind of proof an award of a kind asks for, or nothing."""
    kind = KINDS[code]
    return "MATCH" if kind.matched else "COMPLETION" if kind.on_completion else ""
