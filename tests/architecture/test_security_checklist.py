"""docs/security/asvs.md covers each requirement once and promises nothing without a test."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = (ROOT / "docs/security/asvs.md").read_text()
STATES = ("holds", "partly", "no", "does not apply")
# How far each section's requirements of levels 1 and 2 run in ASVS 5.0.0.
SECTIONS = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1,
    "3.2": 2, "3.3": 4, "3.4": 6, "3.5": 5, "3.7": 2, "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4,
    "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3, "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5,
    "6.6": 3, "6.8": 4, "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2, "8.1": 2,
    "8.2": 3, "8.3": 1, "8.4": 1, "9.1": 3, "9.2": 4, "10.1": 2, "10.2": 2, "10.3": 4,
    "10.4": 11, "10.5": 5, "10.6": 2, "10.7": 3, "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4,
    "11.5": 1, "11.6": 1, "12.1": 3, "12.2": 2, "12.3": 4, "13.1": 1, "13.2": 5, "13.3": 2,
    "13.4": 5, "14.1": 2, "14.2": 4, "14.3": 3, "15.1": 3, "15.2": 3, "15.3": 7, "16.1": 1,
    "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3, "17.1": 1, "17.2": 4, "17.3": 2,
}  # fmt: skip
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in DOCUMENT.splitlines()
    if re.match(r"\| \d+\.\d+\.\d+", line)
]


def covered(numbers: str) -> list[str]:
    """The requirements a first cell names: "1.2.3", "1.2.3, 1.2.5" or "1.2.3 to 1.2.9"."""
    found = []
    for part in numbers.split(", "):
        first, _, last = part.partition(" to ")
        section, _, start = first.rpartition(".")
        end = (last or first).rpartition(".")[2]
        found += [f"{section}.{each}" for each in range(int(start), int(end) + 1)]
    return found


def test_every_requirement_of_both_levels_is_answered_once():
    wanted = {f"{s}.{n}" for s, most in SECTIONS.items() for n in range(1, most + 1)}
    answered = [each for row in ROWS for each in covered(row[0])]
    assert len(answered) == len(set(answered))
    assert set(answered) == wanted


def test_every_row_has_a_state_and_what_holds_is_shown():
    for row in ROWS:
        assert len(row) == 4, row
        assert row[2] in STATES, row
        shown = re.search(r"`(test_\w+|docs/[\w/.-]+)`", row[3])
        assert row[3] and (row[2] != "holds" or shown), row


def test_every_test_and_file_the_checklist_names_exists():
    written = "".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    named = set(re.findall(r"`(test_\w+)`", DOCUMENT))
    assert len(named) > 60
    assert {name for name in named if f"def {name}(" not in written} == set()
    for file in set(re.findall(r"`((?:docs|tests|src)/[\w/.-]+)`", DOCUMENT)):
        assert (ROOT / file).exists(), file


def test_the_checklist_counts_its_own_states():
    counts = dict.fromkeys(STATES, 0)
    for row in ROWS:
        counts[row[2]] += len(covered(row[0]))
    said = ", ".join(f"{number} {state}" for state, number in counts.items())
    assert said in DOCUMENT, said


# What runs text as a program, reads objects from bytes, or asks another server.
SHUT = {"subprocess", "pickle", "marshal", "shelve", "socket", "requests", "httpx", "urllib.request",
        "ctypes"}  # fmt: skip
# The build of the assets runs a compiler; the server binds its own port once to see it is free;
# blind signatures are OpenSSL's (decision 0084), with buffers of fixed lengths.
OPEN_IN = {
    ("src/mutualise/govuk/build_assets.py", "subprocess"),
    ("src/mutualise/web/server.py", "socket"),
    ("src/mutualise/governance/rules/ballot_box/raw_rsa.py", "ctypes"),
}


def test_nothing_in_the_product_runs_text_or_asks_an_address():
    found = []
    for path in (ROOT / "src/mutualise").rglob("*.py"):
        name = str(path.relative_to(ROOT))
        for node in ast.walk(ast.parse(path.read_text())):
            modules = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                modules = [node.module or ""]
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Name) and called.id in {"eval", "exec", "__import__"}:
                modules.append(called.id)
                found.append((name, called.id))
            found += [
                (name, each) for each in modules if each in SHUT and (name, each) not in OPEN_IN
            ]
    assert found == []
