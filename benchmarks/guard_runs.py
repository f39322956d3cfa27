"""The pytest plugin of `benchmarks/guards.py`: runs the tests once with every guard on, noting in
which of them each guard refused somebody, and then each guard off in a child of its own."""

from __future__ import annotations

import dataclasses
import json
import os
import re
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from benchmarks.guard_points import BOARD, install

if os.environ.get("GUARDS"):
    install()
# Seconds of the processor, so that a busy machine changes nothing; by the clock for a copy that
# waits for ever, as for a browser it cannot share.
MOST_TESTS, SECONDS, BY_THE_CLOCK = {"refused": 12, "asked": 40}, 60, 300
ONLY = re.compile(os.environ.get("GUARDS_ONLY", ""))
OUT = Path(os.environ.get("GUARDS_OUT", "var/guards.json"))
CHILDREN = int(os.environ.get("GUARDS_CHILDREN", "1"))


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    from pytest_django.plugin import blocking_manager_key

    by_name = {each.nodeid: each for each in session.items}
    # Those of the routes are chosen by the address they are named after.
    items = [each for each in session.items if "test_routes.py" not in each.nodeid]
    took, failed = {}, []
    reports: list[Any] = []
    session.config.pluginmanager.register(Listener(reports), "guards-listener")
    watched = False
    known = json.loads(OUT.read_text()) if OUT.exists() else {}
    known = {name for name, each in known.items() if each["killed_by"].startswith("tests/")}
    for number, item in enumerate(items):
        BOARD.test, began = item.nodeid, time.perf_counter()
        if not watched and item.get_closest_marker("django_db"):
            _watch(session)
            watched = True
        _run(item, items[(number + 1) % len(items)])
        took[item.nodeid] = time.perf_counter() - began
        if any(each.failed for each in reports):
            failed.append(item.nodeid)
        reports.clear()
        if number % 25 == 0:
            print(f"{number} of {len(items)} tests", flush=True)
    BOARD.test = ""
    print(f"{len(items)} tests with every guard on, {sum(took.values()):.0f} s; failed: {failed}", flush=True)  # fmt: skip
    with session.config.stash[blocking_manager_key].unblock():
        mutants = {name: each for name, each in _mutants().items() if name not in known}
    outcomes = _every(session, mutants, by_name, took, set(failed), reports)
    _keep(outcomes)
    session._setupstate.teardown_exact(None)
    return True


def _keep(outcomes: dict[str, Any]) -> None:
    """Write what was found beside what was known; a guard that a test missed once stays missed."""
    OUT.parent.mkdir(exist_ok=True)
    known = json.loads(OUT.read_text()) if OUT.exists() else {}
    found = known | {name: each for name, each in outcomes.items() if each["killed_by"] or not known.get(name, {}).get("killed_by")}  # fmt: skip
    OUT.write_text(json.dumps(found, indent=1, ensure_ascii=False))


class Listener:
    def __init__(self, reports: list[Any]) -> None:
        self.reports = reports

    def pytest_runtest_logreport(self, report: Any) -> None:
        self.reports.append(report)


def _run(item: Any, following: Any) -> None:
    item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)


def _watch(session: pytest.Session) -> None:
    from benchmarks.guard_database import watch

    watch()


def _mutants() -> dict[str, tuple[str, Callable[[], None], list[str], str]]:
    """By name: what it is, how to put it in force, the tests it may matter in, how they were chosen."""
    found: dict[str, tuple[str, Callable[[], None], list[str], str]] = {}
    keyed = {point.rsplit(" ", 1)[0] for point in BOARD.points if point.count(" ") == 2 and not point.startswith("FILTER")}  # fmt: skip
    for point, said in BOARD.points.items():
        if point in keyed:
            continue
        chosen = BOARD.asked_in if point.startswith("FILTER") else BOARD.refused_in
        how = "asked" if point.startswith("FILTER") else "refused"
        found[point] = (said, _off(point), list(chosen[point]), how)
    found |= _of_stages() | _of_routes()
    from django.db import connection

    if connection.vendor == "sqlite":
        from benchmarks.guard_database import refusals

        for name, (deed, tests) in refusals().items():
            found[name] = ("", deed, list(tests), "refused")
    return {name: each for name, each in found.items() if ONLY.search(name)}


def _off(point: str) -> Callable[[], None]:
    def put() -> None:
        BOARD.off = point

    return put


def _of_stages() -> dict[str, Any]:
    """Each guard taken off each transition, and each transition opened to everybody."""
    from mutualise.governance.rules import election_stages
    from mutualise.programme.rules import stages

    found: dict[str, Any] = {}
    from mutualise.programme.rules.guards import UNMET

    for room, law, unmet in (
        ("programme", stages, UNMET),
        ("governance", election_stages, election_stages.UNMET),
    ):
        for step in law.TRANSITIONS:
            for guard in step.guards:
                fewer = dataclasses.replace(step, guards=tuple(g for g in step.guards if g is not guard))  # fmt: skip
                name = f"GUARD {room} {step.name} {guard.value}"
                tests = list(BOARD.refused_in[f"unmet {step.name} {unmet[guard]}"])
                found[name] = (
                    "taken off the transition",
                    _changed(law, step, fewer),
                    tests,
                    "refused",
                )
    return found


def _changed(law: Any, step: Any, other: Any) -> Callable[[], None]:
    """The transition changed where it is looked up; the table that tests are made from stays."""

    def put() -> None:
        law.BY_NAME[step.name] = other

    return put


def _of_routes() -> dict[str, Any]:
    """Each route opened to anyone."""
    from django.urls import URLResolver, get_resolver

    from mutualise.accounts.rules.roles import Access
    from mutualise.web import middleware

    real, found = middleware.access_of, {}

    def walk(patterns: Any, prefix: str) -> None:
        for pattern in patterns:
            address = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, address)
            elif real(pattern.callback, pattern.name) is not Access.ANYONE:
                found[f"ROUTE {address}"] = ("opened to anyone", opened(pattern), [f"tests/architecture/test_routes.py [{address}]"], "named")  # fmt: skip

    def opened(pattern: Any) -> Callable[[], None]:
        def put() -> None:
            middleware.access_of = lambda view, name: (
                Access.ANYONE if view is pattern.callback and name == pattern.name else real(view, name)
            )  # fmt: skip

        return put

    walk(get_resolver().url_patterns, "")
    return found


def _every(session: Any, mutants: Any, by_name: Any, took: Any, failed: set[str], reports: Any) -> dict[str, Any]:  # fmt: skip
    outcomes: dict[str, Any] = {}
    running: dict[int, tuple[str, int]] = {}

    def wait() -> None:
        pid, _status = os.wait()
        name, pipe = running.pop(pid)
        said = os.read(pipe, 65536).decode()
        os.close(pipe)
        outcomes[name] |= {"killed_by": said}
        if len(outcomes) % 25 == 0:
            print(f"{len(outcomes)} of {len(mutants)} guards", flush=True)
            done = {name for name, _ in running.values()}
            _keep({name: each for name, each in outcomes.items() if name not in done})

    for name, (said, deed, tests, how) in mutants.items():
        if how == "named":
            words = tests[0].split(" ")
            tests = [
                each for each in by_name if all(word.lower() in each.lower() for word in words)
            ]
            how = "refused"
        chosen = sorted(
            (t for t in tests if t in by_name and t not in failed), key=lambda t: took.get(t, 0)
        )
        if how == "asked":
            chosen.sort(
                key=lambda t: not re.search("visible|conflict|recus|ties|crawler|pipeline", t)
            )
        chosen = chosen[: MOST_TESTS[how]]
        outcomes[name] = {"what": said, "tests": len(tests), "killed_by": ""}
        if not chosen:
            continue
        while len(running) >= CHILDREN:
            wait()
        sys.stdout.flush()
        read, write = os.pipe()
        pid = os.fork()
        if pid == 0:
            _child(session, deed, [by_name[each] for each in chosen], reports, write)
        os.close(write)
        running[pid] = (name, read)
    while running:
        wait()
    return outcomes


def _child(session: Any, deed: Any, items: list[Any], reports: list[Any], pipe: int) -> None:
    """Run the tests with one guard off until one fails; tell its name and end the process."""
    from pytest_django.plugin import blocking_manager_key

    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)

    def too_long(*_: Any) -> None:
        os.write(pipe, b"(took too long)")
        os._exit(0)

    signal.signal(signal.SIGPROF, too_long)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    signal.signal(signal.SIGALRM, too_long)
    signal.alarm(BY_THE_CLOCK)
    try:
        with session.config.stash[blocking_manager_key].unblock():
            deed()
    except BaseException as error:
        os.write(pipe, f"(cannot be taken away: {error!r})".encode()[:4000])
        os._exit(0)
    session._setupstate.teardown_exact(items[0])
    for number, item in enumerate(items):
        reports.clear()
        _run(item, items[(number + 1) % len(items)])
        if any(each.failed for each in reports):
            os.write(pipe, item.nodeid.encode())
            break
    os._exit(0)
