"""A poll whose server is killed again and again loses no receipt and doubles no vote."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.faults.browsers import Browser, Line, form_of
from tests.faults.conftest import run
from tests.faults.polling import Kills, held, prepared
from tests.faults.real_server import RealServer
from tests.faults.voters import RECEIPT

AT_ONCE = 50


@pytest.mark.parametrize(("way", "voters", "kills"), [("sealed", 100, 6), ("assisted", 40, 5)])
def test_no_vote_is_lost_or_doubled_when_the_server_is_killed_while_people_vote(
    own_database, tmp_path, way, voters, kills
):
    plan = prepared(own_database, tmp_path, voters=voters, candidates=8, bits=1024)
    polled = held(own_database, tmp_path, plan, way=way, kills=Kills(kills), processes=1, at_once=6)
    # Some fall due while the server starts again and the last with the last voter.
    assert polled.kills > kills // 2 and polled.server_kills >= 1
    repeated = sum(sum(voter["unanswered"]) for voter in polled.voters)
    assert repeated > 0, "nobody was killed in the middle of anything"
    assert polled.proof["receipts"] == polled.proof["entries"] == voters
    assert polled.proof["lost"] == polled.proof["doubled"] == 0


def test_fifty_requests_of_one_voter_at_once_give_one_paper_and_one_ballot(own_database, tmp_path):
    plan = prepared(own_database, tmp_path, voters=10, candidates=8, bits=1024)
    code = plan["codes"][0]
    with RealServer(own_database) as server, ThreadPoolExecutor(AT_ONCE) as pool:

        def post(browser: Browser, fields: list[tuple[str, str]]) -> str:
            """On a line of its own, so that all fifty are under way together."""
            line = Line(server.port)
            reply = Browser(line, browser.cookies).post("/vote/", fields)
            line.hang_up()
            assert (reply.status, reply.failed) == (200, 0), reply.text[:2000]
            return reply.text

        one = Browser(Line(server.port))
        asking = [*form_of(one.get("/vote/").text, "code"), ("code", code)]
        papers = list(pool.map(lambda _: post(one, asking), range(AT_ONCE)))
        tokens = {dict(form_of(paper, "paper"))["token"] for paper in papers}
        assert len(tokens) == 1, "every paper is the same paper"
        filled = [*form_of(papers[0], "paper"), ("choice-2", "1"), ("go", "on")]
        ballot = form_of(post(one, filled), "cast")
        receipts = {
            RECEIPT.findall(each)[0]
            for each in pool.map(lambda _: post(one, ballot), range(AT_ONCE))
        }
    assert len(receipts) == 1
    number, head = receipts.pop()
    told = dict(ballot) | {"number": int(number), "head": head}
    kept = tmp_path / "told.json"
    kept.write_text(json.dumps([told]))
    proof = json.loads(run(own_database, "-m", "tests.faults.poll_deeds", "prove", str(kept)))
    assert proof["entries"] == proof["marks"] == 1
