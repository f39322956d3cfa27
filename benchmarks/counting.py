"""Ballots from a file to the stage table, and the peers that are installed, in the same run.

    pip install -r requirements/benchmark.txt     (only for the peers)
    python benchmarks/counting.py [--papers 1000000] [--candidates 20] [--seats 6] [--rules scottish,ers97,meek]

The ballots are made up: five groups of voters, each with a taste of its own, rankings cut short. Every
count runs in a process of its own. Ours includes reading the BLT file; the peers' does not (their
ballots are built first), and the building is shown apart. Wall time depends on what else the machine
does; processor time less so: both are printed, and the load.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

GROUPS = 5
PEERS = ("pyrankvote", "stvpoll")


def make(path: Path, papers: int, candidates: int, seats: int) -> int:
    """Write a BLT file of grouped rankings; returns how many different rankings it holds."""
    rng = np.random.default_rng(20170504)
    rows = []
    for _ in range(GROUPS):
        taste = np.log(rng.gamma(0.6, 1, candidates) + 0.02) * 1.3
        order = np.argsort(-(taste + rng.gumbel(size=(papers // GROUPS, candidates))), axis=1) + 1
        length = np.minimum(rng.geometric(0.28, papers // GROUPS), candidates)
        order[np.arange(candidates) >= length[:, None]] = 0
        rows.append(order.astype(np.uint8))
    rankings, counts = np.unique(np.concatenate(rows), axis=0, return_counts=True)
    with path.open("w") as file:
        file.write(f"{candidates} {seats}\n")
        for ranking, number in zip(rankings.tolist(), counts.tolist(), strict=True):
            file.write(f"{number} {' '.join(str(each) for each in ranking if each)} 0\n")
        file.write(
            "0\n" + "".join(f'"C{n:02d}"\n' for n in range(1, candidates + 1)) + '"Made up"\n'
        )
    return len(rankings)


def ours(path: Path, rule: str) -> dict:
    from mutualise.governance.rules import counting

    start, cpu = time.perf_counter(), time.process_time()
    poll = counting.read(path.read_bytes(), path.name)
    read = time.perf_counter() - start
    done = counting.count(poll, rule, counting.from_seed("benchmark", poll))
    done.as_json()
    return {
        "wall": time.perf_counter() - start, "cpu": time.process_time() - cpu, "apart": read,
        "elected": sorted(done.elected),
    }  # fmt: skip


def pyrankvote(path: Path, _: str) -> dict:
    import pyrankvote as peer

    from mutualise.governance.rules import counting

    poll = counting.read(path.read_bytes(), path.name)
    built = time.perf_counter()
    people = [peer.Candidate(name) for name in poll.candidates]
    ballots = []
    for number, ranking in poll.papers:
        ballots += [peer.Ballot([people[each - 1] for each in ranking])] * number
    start, cpu = time.perf_counter(), time.process_time()
    result = peer.single_transferable_vote(people, ballots, number_of_seats=poll.seats)
    names = [str(each.name) for each in result.get_winners()]
    return {
        "wall": time.perf_counter() - start, "cpu": time.process_time() - cpu,
        "apart": start - built, "elected": sorted(poll.candidates.index(n) + 1 for n in names),
    }  # fmt: skip


def stvpoll(path: Path, _: str) -> dict:
    from stvpoll.scottish_stv import ScottishSTV

    from mutualise.governance.rules import counting

    poll = counting.read(path.read_bytes(), path.name)
    built = time.perf_counter()
    peer = ScottishSTV(seats=poll.seats, candidates=list(range(1, len(poll.candidates) + 1)))
    for number, ranking in poll.papers:
        peer.add_ballot(list(ranking), number)
    start, cpu = time.perf_counter(), time.process_time()
    result = peer.calculate()
    return {
        "wall": time.perf_counter() - start, "cpu": time.process_time() - cpu,
        "apart": start - built, "elected": sorted(result.as_dict()["winners"]),
    }  # fmt: skip


def alone(path: Path, who: str, rule: str) -> dict | None:
    """One count in a process of its own, with its peak memory."""
    words = [sys.executable, __file__, "--only", who, "--file", str(path), "--rules", rule]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=900)
    if done.returncode:
        print(f"{who}: failed: {done.stderr.strip().splitlines()[-1:]}")
        return None
    return json.loads(done.stdout)


def one(path: Path, who: str, rule: str) -> None:
    found = {"ours": ours, "pyrankvote": pyrankvote, "stvpoll": stvpoll}[who](path, rule)
    # Not ru_maxrss, which a process takes over from the one that started it.
    peak = next(row for row in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in row)
    found["mb"] = int(peak.split()[1]) // 1024
    print(json.dumps(found))


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--papers", type=int, default=1_000_000)
    asked.add_argument("--candidates", type=int, default=20)
    asked.add_argument("--seats", type=int, default=6)
    asked.add_argument("--rules", default="scottish,ers97,ni,meek")
    asked.add_argument("--only", default="")
    asked.add_argument("--file", type=Path)
    words = asked.parse_args()
    if words.only:
        one(words.file, words.only, words.rules)
        return
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made-up.blt"
        different = make(path, words.papers, words.candidates, words.seats)
        print(f"{words.papers:,} papers, {words.candidates} candidates, {words.seats} places, "
              f"{different:,} different rankings; load {os.getloadavg()[0]:.1f}")  # fmt: skip
        base = None
        for rule in words.rules.split(","):
            if found := alone(path, "ours", rule):
                base = base or found
                tell(f"Mutualise {rule}, with reading ({found['apart']:.2f} s)", found, base)
        for peer in PEERS:
            if importlib.util.find_spec(peer) is None:
                print(f"{peer}: not installed")
            elif found := alone(path, peer, "scottish"):
                tell(f"{peer}, without building ({found['apart']:.2f} s)", found, base)
        print(f"load {os.getloadavg()[0]:.1f}")


def tell(label: str, found: dict, base: dict | None) -> None:
    times = f"{found['cpu'] / base['cpu']:.1f} times ours" if base else ""
    print(f"{label}: wall {found['wall']:.2f} s, processor {found['cpu']:.2f} s ({times}), "
          f"{found['mb']} MB, elected {found['elected']}")  # fmt: skip


if __name__ == "__main__":
    main()
