"""Voters of one poll, as a process of their own: `python -m tests.faults.voters PLAN OUT`.

PLAN names the port, the poll and some of the codes. Every voter does what a browser does, in order,
and posts again whatever was not answered, the very same bytes. OUT gets what each was told.
"""

from __future__ import annotations

import base64
import json
import os
import random
import re
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from tests.faults.browsers import Browser, Line, Reply, form_of

RECEIPT = re.compile(r"entry (\d+) of the board.*?([0-9a-f]{64})", re.DOTALL)


class NotServed(AssertionError):
    """A voter was told something else than the next page."""


def _good(reply: Reply) -> Reply:
    if reply.status != 200:
        raise NotServed(f"{reply.status}: {reply.text[:2000]}")
    return reply


@dataclass
class Stored:
    """Whether a ballot lay in the box after a post that had no answer, before it was repeated."""

    token: bytes
    seen: bool = False

    def look(self) -> None:
        import django

        django.setup()
        from mutualise.governance.models import BoardEntry

        of_token = BoardEntry.objects.filter(token_hash=sha256(self.token).hexdigest())
        self.seen = self.seen or of_token.exists()


def assisted(line: Line, code: str, ranking: list[int], plan: dict[str, Any]) -> dict[str, Any]:
    """Code, paper, confirmation, receipt: four requests."""
    browser = Browser(line)
    replies = [_good(browser.get("/vote/"))]
    given = form_of(replies[-1].text, "code")
    replies.append(_good(browser.post("/vote/", [*given, ("code", code)])))
    given = form_of(replies[-1].text, "paper")
    place = {number: str(at) for at, number in enumerate(ranking, start=1)}
    choices = [(f"choice-{n}", place.get(n, "")) for n in range(1, plan["candidates"] + 1)]
    replies.append(_good(browser.post("/vote/", [*given, *choices, ("go", "on")])))
    given = form_of(replies[-1].text, "cast")
    sent = dict(given)
    stored = Stored(base64.b64decode(sent["token"]))
    browser.when_unanswered = stored.look
    replies.append(_good(browser.post("/vote/", given)))
    number, head = RECEIPT.findall(replies[-1].text)[0]
    return {
        "token": sent["token"], "sealed": sent["sealed"], "check": sent["check"],
        "committed_unanswered": stored.seen,
        "number": int(number), "head": head, "replies": replies,
    }  # fmt: skip


WAYS: dict[str, Callable[[Line, str, list[int], dict[str, Any]], dict[str, Any]]] = {
    "assisted": assisted,
}


def told(found: dict[str, Any], code: str, ranking: list[int]) -> dict[str, Any]:
    """What a voter keeps, and how long each answer took."""
    replies: list[Reply] = found.pop("replies")
    return found | {
        "code": code, "ranking": ranking,
        "seconds": [round(each.seconds, 5) for each in replies],
        "unanswered": [each.unanswered for each in replies],
        "failed": sum(each.failed for each in replies),
    }  # fmt: skip


def vote_all(plan: dict[str, Any]) -> list[dict[str, Any]]:
    """Let every voter of the plan vote, `plan["at_once"]` at a time on as many connections."""
    chance = random.Random(plan["seed"])
    numbers = range(1, plan["candidates"] + 1)
    voters = [
        (code, chance.sample(numbers, chance.randint(1, plan["candidates"])))
        for code in plan["codes"]
    ]
    way, at_once = WAYS[plan["way"]], plan["at_once"]
    progress = os.open(plan["progress"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def some(part: int) -> list[dict[str, Any]]:
        line = Line(plan["port"])
        done = []
        for code, ranking in voters[part::at_once]:
            done.append(told(way(line, code, ranking, plan), code, ranking))
            os.write(progress, b".")
        line.hang_up()
        return done

    with ThreadPoolExecutor(at_once) as pool:
        return [each for found in pool.map(some, range(at_once)) for each in found]


if __name__ == "__main__":
    given = json.loads(Path(sys.argv[1]).read_text())
    Path(sys.argv[2]).write_text(json.dumps(vote_all(given)))
