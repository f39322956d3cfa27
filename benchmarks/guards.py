"""Takes every guard away, one after the other, and says which test misses it.

    python benchmarks/guards.py [--only PATTERN] [--children N] [TESTS ...]

Guards are found in the source (`guard_points.py` says what counts as one), in the tables of stages,
in the routes and in the database: triggers and constraints, on SQLite. The tests run once with
every guard on, which shows in which of them each guard refused somebody; then each guard is off in
a copy of the process, and those tests run until one fails. A guard that no test misses is a hole.
What was found is kept in var/guards.json, and a guard that a test missed is not tried again: so the
work can be done a few files of tests at a time, and is begun anew by removing that file.
Ends with 1 where there is one that `ACCEPTED` does not give a reason for.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "var/guards.json"
TESTS = [
    f"tests/{room}"
    for room in ("programme", "governance", "accounts", "register", "claims", "architecture", "web")
]
SLOW = ("test_speed", "test_large_uploads", "test_load_on_an_older_database", "test_contracts",
        "test_made_up", "test_pack", "test_journeys", "test_bad_input", "test_recusal_crawler")  # fmt: skip
# Guards that may be off without harm, and why: by the words the table below prints.
ACCEPTED: dict[str, str] = {}


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)  # fmt: skip
    asked.add_argument("tests", nargs="*", default=TESTS)
    asked.add_argument("--only", default="", help="names of guards, as a regular expression")
    asked.add_argument("--children", default="1", help="how many copies run at once")
    asked.add_argument("--slow", action="store_true", help="also the tests that take long")
    given = asked.parse_args()
    env = os.environ | {
        "GUARDS": "yes", "GUARDS_ONLY": given.only, "GUARDS_CHILDREN": given.children,
        "GUARDS_OUT": str(OUT), "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    command = [sys.executable, "-m", "pytest", "-p", "benchmarks.guard_runs", "-n", "0",
               "-p", "no:randomly", "-p", "no:cacheprovider", "-p", "no:terminalreporter",
               *os.environ.get("GUARDS_PYTEST", "").split()]  # fmt: skip
    slow = [] if given.slow else ["-k", " and ".join(f"not {each}" for each in SLOW)]
    done = subprocess.run([*command, *slow, *given.tests], cwd=ROOT, env=env, check=False)
    if done.returncode not in (0, 5):
        return done.returncode
    return told(json.loads(OUT.read_text()))


def told(outcomes: dict[str, dict[str, str]]) -> int:
    """Print what was found; 1 where a guard is missed by no test and no reason is given."""
    sums: Counter[tuple[str, str]] = Counter()
    holes = []
    for name, each in outcomes.items():
        kind = name.split(" ")[0]
        reason = next((why for said, why in ACCEPTED.items() if re.search(said, f"{name} {each['what']}")), "")  # fmt: skip
        by_a_test = each["killed_by"].startswith("tests/")
        found = "missed" if by_a_test else "accepted" if reason else "HOLE"
        sums[kind, found] += 1
        print(f"{found:9}{name}  {each['what']}\n          {each['killed_by'] or reason}")
        if found == "HOLE":
            holes.append(name)
    print("\nkind         guards  missed by a test  accepted  holes")
    for kind in sorted({kind for kind, _ in sums}):
        counts = [sums[kind, found] for found in ("missed", "accepted", "HOLE")]
        print(f"{kind:12} {sum(counts):6}  {counts[0]:16}  {counts[1]:8}  {counts[2]:5}")
    return bool(holes)


if __name__ == "__main__":
    sys.exit(main())
