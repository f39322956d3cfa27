"""A secret ballot of a whole workforce: seal, mix, archive, verify; and an insider who reads it all.

    python benchmarks/ballot_box.py [VOTERS]

Prints seconds for 35,000 voters (or the number given), the size of the archive, and how well an
insider who holds the whole board in the order of names, and every published list, links voters to
votes for the first 10,000 of them (0.5 is chance). Needs no database.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from mutualise.governance.rules.ballot_box import (
    archive,
    board,
    lots,
    mix,
    recount,
    roll,
    seals,
    tokens,
    verification,
)
from mutualise.governance.rules.ballot_box.board import Entry, Receipt
from mutualise.governance.rules.ballot_box.canonical import as_bytes, digest
from mutualise.governance.rules.ballot_box.checks_count import ToCount
from mutualise.governance.rules.ballot_box.seals import Ballot

ELECTION, CONTEST, CANDIDATES, PLACES, LINKED = "benchmark", "staff", 20, 5, 10_000
RULE_TEXT = "scottish"
NOTICE = as_bytes(
    {"election": ELECTION, "rule": "scottish", "rule_sha256": digest(RULE_TEXT.encode()).hex()}
)


@dataclass(frozen=True)
class Cast:
    ballots: list[Ballot]
    entries: list[Entry]


def timed(words: str, work: Callable[[], Any], bar: str = "") -> Any:
    began, busy = time.perf_counter(), time.process_time()
    found = work()
    spent = f"{time.perf_counter() - began:.1f} s | {time.process_time() - busy:.1f} s"
    print(f"| {words} | {spent} | {bar} |", flush=True)
    return found


def cast(voters: int, public: list[bytes]) -> Cast:
    source, ballots, entries = random.Random(7), [], []
    for _ in range(voters):
        ranking = source.sample(range(1, CANDIDATES + 1), source.randint(1, CANDIDATES))
        ballots.append(seals.new_ballot(ELECTION, CONTEST, ranking))
        token = tokens.token_hash(tokens.new_token())
        sealed = seals.seal(seals.plain_text(ballots[-1]), public, token)
        entries.append(Entry(token, 1, sealed, "online"))
    return Cast(ballots, entries)


def record(done: Cast, public: list[bytes], steps: list[mix.Step]) -> archive.ContestRecord:
    opening = board.opening_head(NOTICE, CONTEST)
    heads = list(board.heads(opening, done.entries))
    secret = lots.new_secret()
    seed = lots.seed(ELECTION, CONTEST, heads[-1], secret)
    order = lots.order(seed, [f"c{n}" for n in range(1, CANDIDATES + 1)])
    rankings = Counter(ballot.ranking for ballot in done.ballots)
    papers = sorted((number, ranking) for ranking, number in rankings.items())
    names = tuple(f"Candidate {n}" for n in range(1, CANDIDATES + 1))
    drawn = tuple(int(each[1:]) for each in order)
    poll = ToCount("scottish", PLACES, names, frozenset(), papers, drawn, seed.hex(), {})
    return archive.ContestRecord(
        contest=CONTEST,
        leaves=[roll.leaf(roll.new_salt(), CONTEST, str(n), "name") for n in range(len(heads))],
        marked={"online": len(heads), "paper": 0},
        opening_head=opening,
        rows=list(zip(done.entries, heads, strict=True)),
        published_heads=[Receipt(n, heads[n - 1]) for n in range(100, len(heads), 100)],
        trustees=[(f"Trustee {n}", key) for n, key in enumerate(public, 1)],
        superseded=(),
        steps=steps,
        not_ballots=0,
        lots={
            "kind": "seed", "commitment": lots.commitment(secret).hex(), "secret": secret.hex(),
            "seed": seed.hex(), "order": order,
        },
        rule="scottish",
        seats=PLACES,
        candidates=[{"number": n, "id": f"c{n}", "name": name} for n, name in enumerate(names, 1)],
        figures={"box": len(heads), "paper": 0, "spoiled": 0, "valid": len(heads)},
        result=recount.count_first(poll),
        papers=papers,
    )  # fmt: skip


def places(values: list[bytes]) -> np.ndarray:
    found = {value: place for place, value in enumerate(sorted(values))}
    return np.array([found[value] for value in values])


def linking(left: np.ndarray, right: np.ndarray) -> float:
    """How often a voter's own vote is nearer than another's: 0.5 is chance, 1 is all linked."""
    total = 0.0
    for at in range(0, len(left), 500):
        far = np.abs(left[at : at + 500, None] - right[None, :])
        own = np.abs(left[at : at + 500] - right[at : at + 500])[:, None]
        total += float((far > own).sum() + (far >= own).sum()) / 2
    return total / len(left) ** 2


def insider(done: Cast) -> tuple[str, float]:
    """The order that links best, and how well, for an insider with everything published."""
    plains = [seals.plain_text(ballot) for ballot in done.ballots[:LINKED]]
    entries = done.entries[:LINKED]
    known = {
        "place on the board": np.arange(len(plains)),
        "token": places([entry.token_hash for entry in entries]),
        "ciphertext": places([entry.sealed for entry in entries]),
        "end of ciphertext": places([entry.sealed[-7:] for entry in entries]),
    }
    secret = {
        "place on the last list": places(plains),
        "published hash": places([digest(plain) for plain in plains]),
        "check code": places([ballot.code.encode() for ballot in done.ballots[:LINKED]]),
        "nonce": places([ballot.nonce for ballot in done.ballots[:LINKED]]),
    }
    scores = {f"{a} and {b}": linking(x, y) for a, x in known.items() for b, y in secret.items()}
    return max(scores.items(), key=lambda each: abs(each[1] - 0.5))


def main() -> int:
    voters = int(sys.argv[1]) if len(sys.argv) > 1 else 35_000
    keys = [seals.new_keys() for _ in range(3)]
    public = [each for each, _ in keys]
    print(
        f"{voters:,} voters, {CANDIDATES} candidates\n\n| what | by the clock | processor | bar |\n|---|---|---|---|"
    )
    done = timed("sealing all ballots in three layers (one voter after another)", lambda: cast(voters, public))  # fmt: skip
    closed = mix.close(done.entries)
    first = timed("trustee 1: open, check the token, sort", lambda: mix.open_first(closed, keys[0][1]), "10 s")  # fmt: skip
    second = timed("trustee 2: open, sort", lambda: mix.open_next(2, first.outputs, keys[1][1]), "10 s")  # fmt: skip
    third = timed("trustee 3: open, sort", lambda: mix.open_next(3, second.outputs, keys[2][1]), "10 s")  # fmt: skip
    ballots, _ = timed("reading the opened ballots", lambda: mix.read_list(third, ELECTION, CONTEST))  # fmt: skip
    if Counter(ballots) != Counter(done.ballots):
        print("The opened ballots are not those that were cast.")
        return 1
    made = timed("writing the archive", lambda: archive.packed(archive.build(ELECTION, NOTICE, RULE_TEXT, [record(done, public, [first, second, third])])))  # fmt: skip
    checks = timed("public verifier, from the zip to the last check", lambda: verification.verify(archive.unpacked(made), engines=recount.ENGINES), "30 s")  # fmt: skip
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"| size of the archive | {len(made) / 1e6:.1f} MB | | |\n| most memory | {peak} MB | | |"
    )
    name, score = insider(done)
    print(f"| insider's best guess, {min(voters, LINKED):,} voters ({name}) | {score:.4f} | | 0.49 to 0.51 |")  # fmt: skip
    print("\n" + "\n".join(f"{each.name}: {each.outcome.value}. {each.words}" for each in checks))
    return 0 if verification.holds(checks) else 1


if __name__ == "__main__":
    sys.exit(main())
