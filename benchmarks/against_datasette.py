"""The same pages against Datasette, on the same database, in the same run.

    DATABASE_URL=sqlite:////path/to/made.sqlite3 python benchmarks/against_datasette.py

Run `benchmarks/generate.py` first. Datasette (a program that serves an SQLite file as pages and
JSON) is installed into a throw-away environment. Each request has a search or a body of its own,
so neither side answers from what it kept. Prints the percentiles of both and their ratio.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote, urlsplit

from pages import ask, measured, percentile

VERSION = "0.65.5"
COMPARED = (
    ("search", "/register/?q=mutual+{n}", "/{db}/register_entry?name__contains={n}&_size=25"),
    (
        "one body with its evidence",
        "/register/bench-{n}/",
        "/{db}/evidence_observation?subject=bench-{n}&_size=500",
    ),
    ("API search", "/api/v1/register?q=mutual+{n}", "/{db}/register_entry.json?name__contains={n}"),
)
RATE, SECONDS = 20, 15


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def started(command: list[str], port: int, env: dict[str, str]) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            ask(f"127.0.0.1:{port}", "/")
            return process
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"{command[0]} did not start")


def main() -> int:
    file = Path("/" + urlsplit(os.environ["DATABASE_URL"]).path.lstrip("/"))
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([f"{folder}/bin/pip", "install", "-q", f"datasette=={VERSION}"], check=True)
        peer, ours = free_port(), free_port()
        programs = [
            started(
                [f"{folder}/bin/datasette", str(file), "--port", str(peer),
                 "--setting", "sql_time_limit_ms", "20000", "--setting", "max_returned_rows", "1000"],
                peer, dict(os.environ),
            ),
            started(
                [str(Path(sys.executable).with_name("mutualise")), "serve", "--port", str(ours)],
                ours, dict(os.environ),
            ),
        ]  # fmt: skip
        try:
            time.sleep(15)  # until each worker of ours has read the evidence
            print(f"{RATE} requests a second for {SECONDS} s; milliseconds")
            print(f"{'page':<30}{'':>10}{'p50':>8}{'p95':>8}{'p99':>8}")
            for name, mine, theirs in COMPARED:
                compare(
                    name,
                    (f"127.0.0.1:{ours}", mine),
                    (f"127.0.0.1:{peer}", theirs.replace("{db}", quote(file.stem))),
                )
        finally:
            for program in programs:
                program.terminate()
    return 0


def compare(name: str, *sides: tuple[str, str]) -> None:
    rows = []
    for label, (host, path) in zip(("ours", "Datasette"), sides, strict=True):
        times, wrong = measured(host, [path], rate=RATE, seconds=SECONDS)
        found = [percentile(times[path], part) * 1000 for part in (0.5, 0.95, 0.99)]
        rows.append(found)
        print(f"{name:<30}{label:>10}" + "".join(f"{each:8.0f}" for each in found)
              + (f"   {len(wrong)} not 200" if wrong else ""))  # fmt: skip
    ratios = [mine / theirs for mine, theirs in zip(*rows, strict=True)]
    print(f"{'':<30}{'ratio':>10}" + "".join(f"{each:8.2f}" for each in ratios))


if __name__ == "__main__":
    sys.exit(main())
