"""What a public page may say of few people."""

from __future__ import annotations

LEAST = 10
FEWEST_VOTES, FEWEST_IN_CONTEST = 200, 50


def papers_may_be_shown(votes: int, in_contest: int) -> bool:
    """Whether more than the stage table of a contest may be published: cut papers, what-ifs.

    `votes` were returned in the whole election, `in_contest` in this contest. Below, a ranking or
    what follows from it could betray its voter (docs/decisions/0042).

    >>> papers_may_be_shown(200, 50), papers_may_be_shown(199, 199), papers_may_be_shown(900, 49)
    (True, False, False)
    """
    return votes >= FEWEST_VOTES and in_contest >= FEWEST_IN_CONTEST


def tells_of_few(employee_members: int) -> bool:
    """Whether a share of the equity or of the votes would say something about one to nine people.

    >>> tells_of_few(9), tells_of_few(10), tells_of_few(0)
    (True, False, False)
    """
    return 0 < employee_members < LEAST


def shown(part: int, whole: int) -> bool:
    """Whether a part of a group may be published: neither it nor the rest is one to nine people.

    >>> shown(280, 300), shown(0, 300), shown(3, 300), shown(295, 300), shown(3, 5)
    (True, True, False, False, False)
    """
    if whole < LEAST:
        return False
    return all(count == 0 or count >= LEAST for count in (part, whole - part))
