"""Roll, issued, returned, spoiled and counted: one line a contest, and what does not add up.

The figures are those section 52 of the Trade Union and Labour Relations (Consolidation) Act 1992
asks a scrutineer for: papers distributed, returned, valid, spoiled. That Act binds unions and not
mutuals; it is the best yardstick there is.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Papers:
    """Whole numbers of one contest.

    `roll` names; `sent` codes or packs sent out; `issued` online voting papers (names marked);
    `returned_online` different tokens in the box (`sealed` of them in a voter's browser); `superseded` ballots replaced by a later one of
    the same voter; `entries` on the board; `dropped` sealed ballots that did not open rightly;
    `marked_paper` names whose paper envelope came; `papers` sheets entered; `spoiled` and `valid`
    of all ballots taken to the count.
    """

    roll: int
    sent: int
    issued: int
    entries: int
    returned_online: int
    superseded: int
    dropped: int
    marked_paper: int
    papers: int
    spoiled: int
    valid: int
    sealed: int = 0

    @property
    def assisted(self) -> int:
        """Online votes that the server sealed on the voter's behalf."""
        return self.returned_online - self.sealed

    @property
    def returned(self) -> int:
        return self.returned_online + self.papers

    @property
    def not_returned(self) -> int:
        """Names that had a paper and sent none back."""
        return self.roll - self.returned


def faults(found: Papers) -> list[str]:
    """What does not agree, each in words; none when everything does.

    >>> faults(Papers(100, 100, 60, 63, 58, 5, 0, 4, 4, 1, 61))
    []
    >>> faults(Papers(100, 100, 57, 58, 58, 0, 0, 0, 0, 0, 58))
    ['More online votes (58) than names marked as issued with an online paper (57).']
    """
    checks = (
        (found.sent > found.roll, f"More codes sent ({found.sent}) than names on the roll ({found.roll})."),
        (
            found.issued + found.marked_paper > found.roll,
            f"More names marked ({found.issued + found.marked_paper}) than on the roll ({found.roll}).",
        ),
        (
            found.returned_online > found.issued,
            f"More online votes ({found.returned_online}) than names marked as issued with an "
            f"online paper ({found.issued}).",
        ),
        (
            found.entries != found.returned_online + found.superseded,
            f"The board has {found.entries} entries, but {found.returned_online} last votes and "
            f"{found.superseded} replaced ones.",
        ),
        (
            found.papers != found.marked_paper,
            f"{found.papers} paper sheets were entered, but {found.marked_paper} names are marked "
            "as voting on paper.",
        ),
        (
            found.valid + found.spoiled + found.dropped != found.returned,
            f"{found.returned} votes came back, but {found.valid} are valid, {found.spoiled} "
            f"spoiled and {found.dropped} could not be opened.",
        ),
    )  # fmt: skip
    return [words for wrong, words in checks if wrong]
