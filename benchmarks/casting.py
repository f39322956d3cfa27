"""A whole workforce votes over HTTP on a server that is killed again and again; then the proof.

    python benchmarks/casting.py [--voters 35000] [--kills 50] [--assisted | --own-machine] [--postgres | --both]

Starts the server as `mutualise serve` does, with two workers, on an SQLite file in a temporary
folder, or with --postgres in a database of its own beside the one that DATABASE_URL names; with
--both on one after the other. Every
voter does what a browser does, in the same order, and posts again the very same bytes when there is
no answer; styles, scripts and pictures are not fetched. Votes are sealed on the voter's device, or
with --assisted by the server. With --own-machine the second signing key is that of the scrutineer's own
machine, `mutualise issuer`, a process beside the server. Tokens, blinding, sealing and the ballot's signature are done before
the clock runs: in use every voter has a device for them, and here all voters would do them on the
server's two processors. Taking the blinding off and checking both issuers' signatures runs with the
clock, and so do the voters' sockets. `kill -9` hits one worker, or each 25th time the whole server,
which then takes seconds to start; the kills are spread evenly over the poll. At the end every receipt is looked for on the board, every token must
have one ballot, and the chain is verified from the opening head.

Prints a table. Exit status 1 when the poll took longer than five minutes or the proof failed.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from uuid import uuid4

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.faults.polling import Kills, Polled, held, prepared
from tests.governance.signing_machines import SigningMachine

BAR, CANDIDATES, TRIAL = 300.0, 20, 5_000
BOX = "EL-0001/staff"
STEPS = {
    "sealed": ("page", "what the code is for", "two blind signatures", "sealed vote to receipt"),
    "assisted": ("page", "code to paper", "paper to confirmation", "vote to receipt"),
}
BEFORE = {"sealed": "tokens, blinding, sealing, signing of ballots", "assisted": "nothing"}


def environment(folder: Path, address: str) -> dict[str, str]:
    return os.environ | {
        "DATABASE_URL": address, "MUTUALISE_VAR": str(folder),
        "DJANGO_SETTINGS_MODULE": "mutualise.settings.local",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }  # fmt: skip


@contextmanager
def database(folder: Path, postgres: bool) -> Iterator[str]:
    """Address of an empty database that is removed afterwards."""
    if not postgres:
        yield f"sqlite:///{folder / 'poll.sqlite3'}"
        return
    import psycopg

    address, name = os.environ["DATABASE_URL"], f"casting_{uuid4().hex[:12]}"
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield address.rsplit("/", 1)[0] + f"/{name}"
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def plain_inserts(folder: Path) -> float:
    """Plain inserts a second, each committed to disk, of 600 bytes into SQLite: the yardstick."""
    with sqlite3.connect(folder / "plain.sqlite3", isolation_level=None) as plain:
        plain.execute("PRAGMA journal_mode=WAL")
        plain.execute("PRAGMA synchronous=FULL")
        plain.execute(
            "CREATE TABLE ballot (id INTEGER PRIMARY KEY, token TEXT UNIQUE, sealed BLOB)"
        )
        began = time.perf_counter()
        for number in range(TRIAL):
            plain.execute("BEGIN IMMEDIATE")
            plain.execute("INSERT INTO ballot VALUES (?, ?, ?)", (number, uuid4().hex, b"x" * 600))
            plain.execute("COMMIT")
        return TRIAL / (time.perf_counter() - began)


def percentile(values: list[float], part: float) -> float:
    return sorted(values)[min(len(values) - 1, int(part * len(values)))]


def printed(
    polled: Polled, title: str, way: str, plain: float, machine: tuple[float, int] | None
) -> None:
    """The table; `machine` is the processor time in seconds and the signatures of the scrutineer's own."""
    voters = len(polled.voters)
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    rows = [
        ("everybody has voted after", f"{polled.seconds:.0f} s (bar {BAR:.0f} s)"),
        (
            "votes a second; a minute",
            f"{voters / polled.seconds:.1f}; {60 * voters / polled.seconds:,.0f}",
        ),
        ("plain inserts a second into SQLite, each on the disk, same run", f"{plain:.0f}"),
        ("ratio of votes to plain inserts", f"{voters / polled.seconds / plain:.3f}"),
    ]
    for at, step in enumerate(STEPS[way]):
        took = [voter["seconds"][at] for voter in polled.voters]
        middle, late = percentile(took, 0.5) * 1000, percentile(took, 0.95) * 1000
        rows.append((f"{step}: p50, p95, repeats included", f"{middle:.0f} ms, {late:.0f} ms"))
    every = sum(sum(voter["unanswered"]) for voter in polled.voters)
    rows += [
        ("kill -9; of them the whole server", f"{polled.kills}; {polled.server_kills}"),
        ("requests without an answer, all repeated", f"{every}"),
        ("votes without an answer, all repeated", f"{polled.unanswered(-1)}"),
        ("of them in the box already: committed without a receipt", f"{polled.committed_unanswered}"),
        ("answers with a fault of the server, repeated", f"{sum(v['failed'] for v in polled.voters)}"),
        ("receipts; entries of the board; names marked",
         f"{polled.proof['receipts']}; {polled.proof['entries']}; {polled.proof['marks']}"),
        ("receipts lost; votes doubled; chain", f"{polled.proof['lost']}; {polled.proof['doubled']}; verifies"),
        ("processor time of the server a vote", f"{polled.server_seconds / voters * 1000:.1f} ms"),
        ("processor time of the voters' programs a vote, on the same processors",
         f"{polled.voters_seconds / voters * 1000:.1f} ms"),
        ("done before the clock, as every voter's device would", BEFORE[way]),
        ("load average of the machine at the end", load),
    ]  # fmt: skip
    if machine is not None:
        spent, given = machine
        rows.append(("processor time of the scrutineer's machine a vote; signatures it gave",
                     f"{spent / voters * 1000:.1f} ms; {given}"))  # fmt: skip
    print(f"| {voters:,} voters, {title} | measured |\n|---|---|")
    print("\n".join(f"| {name} | {value} |" for name, value in rows), end="\n\n", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--voters", type=int, default=35_000)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument(
        "--whole", type=int, default=25, help="each so many kills hit the whole server"
    )
    parser.add_argument(
        "--at-once", type=int, default=4, help="voters at once in each of 2 processes"
    )
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--assisted", action="store_true", help="the server seals")
    parser.add_argument("--own-machine", action="store_true", help="the scrutineer's, beside it")
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--both", action="store_true", help="on SQLite, then on PostgreSQL")
    wanted = parser.parse_args()
    if wanted.assisted and wanted.own_machine:
        parser.error("an assisted vote asks nothing of the scrutineer's machine")
    if (wanted.postgres or wanted.both) and not os.environ.get("DATABASE_URL", "").startswith(
        "postgres"
    ):
        print("Set DATABASE_URL to a PostgreSQL server for --postgres.", file=sys.stderr)
        return 2
    on = [False, True] if wanted.both else [wanted.postgres]
    in_time = [poll(wanted, postgres) for postgres in on]
    return 0 if all(in_time) else 1


def poll(wanted: argparse.Namespace, postgres: bool) -> bool:
    """Hold one poll, prove it and print its figures; whether everybody had voted in time."""
    way, where = "assisted" if wanted.assisted else "sealed", "PostgreSQL" if postgres else "SQLite"
    with tempfile.TemporaryDirectory() as name, database(Path(name), postgres) as address:
        folder, env = Path(name), environment(Path(name), address)
        subprocess.run([sys.executable, "-m", "django", "migrate", "--verbosity=0"], env=env, check=True)  # fmt: skip
        print(f"{where}: preparing an election with {wanted.voters:,} members …", file=sys.stderr)
        kills = Kills(wanted.kills, whole=wanted.whole) if wanted.kills else None
        with (
            SigningMachine(folder / "keys", BOX) if wanted.own_machine else nullcontext() as machine
        ):
            plan = prepared(env, folder, voters=wanted.voters, candidates=CANDIDATES,
                            own_key=machine.public[BOX] if machine else "")  # fmt: skip
            if machine:
                machine.start(plan["roll"])
                machine.tell_platform(folder, "EL-0001")
            plain = plain_inserts(folder)
            print("Making the voters' devices, then voting …", file=sys.stderr)
            polled = held(env, folder, plan, way=way, at_once=wanted.at_once, kills=kills,
                          workers=wanted.workers)  # fmt: skip
            spent = (machine.processor_seconds(), machine.end()[BOX]) if machine else None
    beside = ", the scrutineer's own machine beside it" if wanted.own_machine else ""
    printed(polled, f"{way}, {where}{beside}", way, plain, spent)
    return polled.seconds <= BAR


if __name__ == "__main__":
    sys.exit(main())
