"""Pages under a steady 50 requests a second: register search, headline and figure pages, the API.

    python benchmarks/pages.py ADDRESS [--rate 50] [--seconds 20] [--path /p …]

Requests go out on a clock, whether or not earlier ones were answered, so a slow server cannot
slow the question. Prints the 50th, 95th and 99th percentile of each path.
"""

from __future__ import annotations

import argparse
import http.client
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

PATHS = (
    "/",
    "/register/?q=mutual+01",
    "/register/?sector=libraries&sort=launched&page=3",
    "/figures/employees/?at=2026-08-01",
    "/register/bench-0042/",
    "/api/v1/register?q=mutual+02",
)


def percentile(values: list[float], part: float) -> float:
    return sorted(values)[min(len(values) - 1, int(part * len(values)))]


def ask(host: str, path: str) -> tuple[int, float]:
    began = time.perf_counter()
    connection = http.client.HTTPConnection(host, timeout=30)
    connection.request("GET", path)
    response = connection.getresponse()
    response.read()
    connection.close()
    return response.status, time.perf_counter() - began


def measured(
    host: str, paths: Sequence[str], *, rate: int, seconds: int
) -> tuple[dict[str, list[float]], list[int]]:
    """Seconds from when each request was due to its answer, by path, and the statuses that were
    not 200. `{n}` in a path is a new number in each request, so no answer was kept before."""
    times: dict[str, list[float]] = defaultdict(list)
    wrong: list[int] = []
    lock = threading.Lock()

    def measure(path: str, number: int, due: float) -> None:
        status, _ = ask(host, path.replace("{n}", f"{number % 2000:04d}"))
        with lock:
            # From the moment it was due, so waiting for a free thread counts too.
            times[path].append(time.perf_counter() - due)
            if status != 200:
                wrong.append(status)

    with ThreadPoolExecutor(64) as pool:
        start = time.perf_counter()
        for number in range(rate * seconds):
            due = start + number / rate
            time.sleep(max(0, due - time.perf_counter()))
            pool.submit(measure, paths[number % len(paths)], number, due)
    return times, wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("address")
    parser.add_argument("--rate", type=int, default=50)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--path", action="append")
    wanted = parser.parse_args()
    host, paths = urlsplit(wanted.address).netloc, wanted.path or PATHS
    if not host.startswith(("127.0.0.1:", "localhost:")):
        print("Only a server on this machine is measured.", file=sys.stderr)
        return 2
    for path in paths:
        for _ in range(4):
            print(f"first request {ask(host, path)[1] * 1000:8.0f} ms  {path}")
    times, wrong = measured(host, paths, rate=wanted.rate, seconds=wanted.seconds)
    print(f"{'path':<58}{'p50':>8}{'p95':>8}{'p99':>8}  ms")
    everything = [each for path in paths for each in times[path]]
    for path, found in [*((p, times[p]) for p in paths), ("all", everything)]:
        marks = "".join(f"{percentile(found, part) * 1000:8.0f}" for part in (0.5, 0.95, 0.99))
        print(f"{path:<58}{marks}")
    print(f"{len(everything)} requests, {len(wrong)} not answered with 200")
    return 0 if percentile(everything, 0.95) < 0.3 and not wrong else 1


if __name__ == "__main__":
    sys.exit(main())
