"""A poll through the real server and the scrutineer's own machine, both killed while people vote."""

from __future__ import annotations

from pathlib import Path

from tests.faults.polling import Kills, held, prepared
from tests.governance.signing_machines import SigningMachine

BOX = "EL-0001/staff"
VOTERS = 40


def test_a_poll_goes_through_both_machines_while_the_server_is_killed(own_database, tmp_path):
    with SigningMachine(tmp_path / "keys", BOX) as machine:
        plan = prepared(
            own_database, tmp_path, voters=VOTERS, candidates=8, own_key=machine.public[BOX]
        )
        assert plan["box"] == BOX
        machine.start(plan["roll"])
        machine.tell_platform(Path(own_database["MUTUALISE_VAR"]), "EL-0001")
        polled = held(own_database, tmp_path, plan, kills=Kills(4), processes=1, at_once=4)
        assert polled.proof["receipts"] == polled.proof["marks"] == VOTERS
        assert machine.end() == {BOX: VOTERS}
