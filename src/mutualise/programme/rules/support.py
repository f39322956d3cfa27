"""The kinds of support and their limits (reference on the programme, sections 2.3 to 2.7)."""

from __future__ import annotations

from dataclasses import dataclass


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
