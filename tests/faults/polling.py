"""A whole poll over HTTP against a server that is killed again and again, and the proof after it."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.faults.conftest import ROOT, run
from tests.faults.real_server import RealServer


@dataclass(frozen=True)
class Polled:
    """What came of a poll: what each voter was told, how long it took, and what the proof found."""

    voters: list[dict[str, Any]]
    seconds: float
    kills: int
    server_kills: int
    # Processor time while people voted: of the server, and of the voters' own processes.
    server_seconds: float
    voters_seconds: float
    proof: dict[str, Any]

    def unanswered(self, step: int) -> int:
        """How many posts of a step (counted from the end: -1 is the vote itself) had no answer."""
        return sum(voter["unanswered"][step] for voter in self.voters)

    @property
    def committed_unanswered(self) -> int:
        return sum(voter["committed_unanswered"] for voter in self.voters)


@dataclass(frozen=True)
class Kills:
    """How many times something is killed, spread evenly over the voters: every `whole`-th time the
    whole server and otherwise one worker."""

    number: int
    whole: int = 4


def prepared(
    env: dict[str, str], folder: Path, *, voters: int, candidates: int, bits: int = 2048,
    own_key: str = "",
) -> dict[str, Any]:  # fmt: skip
    """An election whose poll is open, in the database of `env`; its codes and its box."""
    plan = folder / "poll.json"
    run(env, "-m", "tests.faults.poll_deeds", "prepare", str(voters), str(candidates), str(bits),
        str(plan), own_key)  # fmt: skip
    found: dict[str, Any] = json.loads(plan.read_text())
    return found


def held(
    env: dict[str, str], folder: Path, plan: dict[str, Any], *, way: str = "sealed",
    processes: int = 2, at_once: int = 4, kills: Kills | None = None, workers: int = 2,
    log: Path | None = None,
) -> Polled:  # fmt: skip
    """Let everybody vote; `processes` times `at_once` voters are on the line at any moment."""
    chance = random.Random(20261127)
    codes, progress = list(plan["codes"]), folder / "progress"
    progress.write_bytes(b"")
    chance.shuffle(codes)
    outs = [folder / f"told-{part}.json" for part in range(processes)]
    with RealServer(env, workers=workers, log=log) as server:
        clients: list[Any] = []
        for part, out in enumerate(outs):
            own = folder / f"plan-{part}.json"
            own.write_text(json.dumps({
                "port": server.port, "way": way, "codes": codes[part::processes], "seed": part,
                "candidates": plan["candidates"], "at_once": at_once, "box": plan["box"],
                "issuers": plan["issuers"], "trustees": plan["trustees"],
                "progress": str(progress),
            }))  # fmt: skip
            clients.append(subprocess.Popen(
                [sys.executable, "-m", "tests.faults.voters", str(own), str(out)],
                env=env, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=(folder / f"wrong-{part}").open("w"), text=True,
            ))  # fmt: skip
        for client in clients:
            assert client.stdout.readline() == "ready\n", client.args
        began, spent = time.monotonic(), server.processor_seconds()
        for client in clients:
            client.stdin.close()
        whole = 0
        while any(client.poll() is None for client in clients):
            time.sleep(0.005)
            due = kills.number * progress.stat().st_size // len(codes) if kills else 0
            if kills and server.kills < due:
                # At some moment of a request and not just after a vote.
                time.sleep(chance.uniform(0, 0.05))
                whole += _kill(server, kills, chance)
        seconds, spent = time.monotonic() - began, server.processor_seconds() - spent
        wrong = "".join((folder / f"wrong-{part}").read_text() for part in range(processes))
        assert not any(client.returncode for client in clients), wrong[-3000:]
    voters_spent = sum(float(client.stdout.read()) for client in clients)
    told = [voter for out in outs for voter in json.loads(out.read_text())]
    kept = folder / "told.json"
    kept.write_text(json.dumps(told))
    proof = json.loads(run(env, "-m", "tests.faults.poll_deeds", "prove", str(kept)))
    return Polled(told, seconds, server.kills, whole, spent, voters_spent, proof)


def _kill(server: RealServer, kills: Kills, chance: random.Random) -> bool:
    """Kill something; whether it was the whole server, which is then started again."""
    if (server.kills + 1) % kills.whole:
        server.kill_a_worker(chance.randrange(100))
        return False
    server.kill()
    server.start()
    return True
