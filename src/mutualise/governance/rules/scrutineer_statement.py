"""What a scrutineer states when signing the report, beside its figures.

After section 52 of the Trade Union and Labour Relations (Consolidation) Act 1992: whether the register
was inspected and what came of it (s.52(2A)), whether the scrutineer is satisfied on three points and
the reasons where not (s.52(2) and (3)), and who stored and counted the votes (s.52(1)(e), s.51A). The
Act binds unions and not mutuals; it is used as a yardstick.
"""

from __future__ import annotations

from collections.abc import Mapping

REGISTER = {
    "OWN": "Yes, on the scrutineer’s own account",
    "ASKED": "Yes, because a member or candidate asked",
    "NO": "No",
}
SATISFIED = {
    "rules": (
        "There are no reasonable grounds for believing that a rule that binds this election was broken"
    ),
    "security": (
        "The arrangements for making, keeping, sending out and returning voting papers, and for the "
        "count, included every reasonable step against unfairness and malpractice"
    ),
    "free": (
        "The scrutineer could do the work without interference that would call the scrutineer’s "
        "independence into question"
    ),
}


class StatementUnfit(ValueError):
    """A statement that leaves something out; `field` is the one to mend."""

    def __init__(self, sentence: str, field: str) -> None:
        super().__init__(sentence)
        self.field = field


def checked(given: Mapping[str, str]) -> dict[str, str]:
    """The statement as it is signed. Raises StatementUnfit.

    `register` is a key of REGISTER, `matter` what the inspection showed; a key of SATISFIED is "yes" or
    "no", with `reasons` for every no; `counted_by` is who stored and counted the votes.
    """
    words = {name: str(given.get(name, "")).strip() for name in NAMES}
    if words["register"] not in REGISTER:
        raise StatementUnfit("Say whether you inspected the register.", "register")
    for name in SATISFIED:
        if words[name] not in ("yes", "no"):
            raise StatementUnfit("Say whether you are satisfied of this, yes or no.", name)
    if not words["counted_by"]:
        raise StatementUnfit("Say who stored and counted the votes.", "counted_by")
    if "no" in (words[name] for name in SATISFIED) and not words["reasons"]:
        raise StatementUnfit(
            "Give your reasons for each point you are not satisfied of.", "reasons"
        )
    return words


NAMES = ("register", "matter", *SATISFIED, "reasons", "counted_by")
