"""A poll whose second key is on a machine of the scrutineer's own, in real browsers: what a voter reads while
that machine is off, that nothing is lost by it, and that they go on once it is back."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.governance.signing_machines import SigningMachine
from tests.journeys.conftest import ROOT
from tests.journeys.crawling import check
from tests.journeys.test_sealed_vote import (
    Poll,
    check_code,
    device,
    fill_paper,
    give_code,
    press,
    vote,
)

__all__ = ["device"]  # a fixture
BOX = "EL-0001/nurses"


class OwnMachinePoll(Poll):
    """An open poll on a site of its own; the nurses' second key is on `machine`."""

    def __init__(self, site, file, machine) -> None:
        self.site, self.file = site, file
        done = subprocess.run(
            [sys.executable, "-m", "tests.journeys.election_by_deeds", "open", str(file), machine.public[BOX]],
            cwd=ROOT, env=site.env, check=True, capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0
        made = json.loads(file.read_text())
        self.reference, self.codes, self.roll = made["reference"], made["codes"], made["roll"]


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    with SigningMachine(tmp_path_factory.mktemp("machine") / "keys", BOX) as found:
        yield found


@pytest.fixture(scope="module")
def poll(new_site, machine, tmp_path_factory):
    made = OwnMachinePoll(new_site, tmp_path_factory.mktemp("poll") / "made.json", machine)
    machine.tell_platform(Path(new_site.env["MUTUALISE_VAR"]), made.reference)
    machine.start(made.roll)
    return made


def test_a_voter_whom_the_machine_left_waiting_goes_on_once_it_is_back(
    poll, machine, device, accessible
):
    voted = device()
    vote(voted, poll, "1", 1, 2)
    check_code(voted)
    machine.kill()
    waiting = device()
    give_code(waiting, poll, "2")
    problems = waiting.locator("#problems")
    # Within the seconds for which the machine's last answer stands the name is marked; after them it is not.
    expect(problems).to_contain_text("does not answer. Nothing is lost", timeout=20_000)
    check(waiting, accessible)
    vote(voted, poll, "1", 2, 1)
    check_code(voted)
    waiting.wait_for_timeout(6_000)
    other = device()
    give_code(other, poll, "3")
    expect(other.locator("#problems")).to_contain_text("your name is not marked", timeout=20_000)
    other.get_by_label("Your code").fill(poll.codes["3"])
    press(other, "Let the server seal my vote instead")
    expect(other.get_by_role("heading", level=1)).to_have_text("Nurses’ director")
    machine.start()
    waiting.wait_for_timeout(6_000)
    press(waiting, "Give me my voting paper")
    fill_paper(waiting, 3)
    press(waiting, "Cast my vote")
    check_code(waiting)
    assert [row[1] for row in poll.box()["board"]] == ["online"] * 3
    assert machine.end() == {BOX: 2}
