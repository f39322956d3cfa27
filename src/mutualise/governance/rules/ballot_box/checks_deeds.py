"""What anyone can repeat of the deeds after a notice: their chain, their order, their days and their boards."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from mutualise.governance.rules.ballot_box.archive import read_json
from mutualise.governance.rules.ballot_box.checks import Found
from mutualise.governance.rules.ballot_box.deeds import FILE, chained

Files = Mapping[str, bytes]
KINDS = ("extend", "void")


def check_deeds(files: Files, kept: Collection[str] = ()) -> Found:
    """The deeds follow from the notice and from each other, and can have happened as they say.

    `kept` are hashes of deeds that somebody kept; each must be among them. That a file of deeds was
    left out whole shows in nothing else.
    """
    listed = read_json(files, FILE)["deeds"] if FILE in files else []
    faults: list[str] = []
    if listed:
        faults += [*_of_chain(files, listed), *_of_order(listed), *_of_days(files, listed)]
        faults += _of_boards(files, listed)
    there = {each["hash"] for each in listed}
    faults += [
        f"No deed here has the hash {each} that was kept." for each in kept if each not in there
    ]
    none = "The archive has no deed after the notice; whether there was one, no archive can show."
    return " ".join(_told(each) for each in listed) or none, faults


def _of_chain(files: Files, listed: list[dict[str, Any]]) -> Iterator[str]:
    plain = [{k: v for k, v in each.items() if k not in ("before", "hash")} for each in listed]
    again = chained(files["notice.json"], plain)
    for number, (given, right) in enumerate(zip(listed, again, strict=True), start=1):
        if given != right:
            yield f"Deed {number} ({given['deed']}) does not follow from the one before, or was changed."


def _of_order(listed: list[dict[str, Any]]) -> Iterator[str]:
    """Only deeds that are known, and a voiding once and last: nothing is done to an election that is void."""
    for number, each in enumerate(listed, start=1):
        if each["deed"] not in KINDS:
            yield f"Deed {number} is “{each['deed']}”, which is no deed that this program knows."
        elif each["deed"] == "void" and number < len(listed):
            yield f"Deed {number} declares the election void, and deed {number + 1} comes after it."


def _of_days(files: Files, listed: list[dict[str, Any]]) -> Iterator[str]:
    """Days do not go back, and each extension moves the last day of an open poll to a later one."""
    days = read_json(files, "notice.json")["days"]
    before, closes = date.fromisoformat(days["notice_on"]), date.fromisoformat(days["closes_on"])
    opens = date.fromisoformat(days["opens_on"])
    for number, each in enumerate(listed, start=1):
        on = date.fromisoformat(each["on"])
        if on < before:
            yield f"Deed {number} is of {on}, before {before} of what came before it."
        before = max(before, on)
        if each["deed"] != "extend":
            continue
        was, until = date.fromisoformat(each["from"]), date.fromisoformat(each["until"])
        if was != closes:
            yield f"Deed {number} extends a poll that ends on {was}; until then it ended on {closes}."
        if not opens <= on <= closes:
            yield f"Deed {number} is of {on}; the poll was open from {opens} to {closes}."
        if until <= was:
            yield f"Deed {number} moves the last day from {was} to {until}, which is no later."
        closes = until


def _of_boards(files: Files, listed: list[dict[str, Any]]) -> Iterator[str]:
    """An extension names every contest, with a head of its board that is no earlier than the one before."""
    contests = read_json(files, "archive.json")["contests"]
    sizes = dict.fromkeys(contests, 0)
    for number, each in enumerate(listed, start=1):
        if each["deed"] != "extend":
            continue
        yield from (
            f"Deed {number} names the contest {contest}, which this election has not."
            for contest in sorted(set(each["boards"]) - set(contests))
        )
        for contest in contests:
            if contest not in each["boards"]:
                yield f"Deed {number} does not say where the board of {contest} stood."
                continue
            size, head = each["boards"][contest]
            yield from (
                f"Deed {number}: {said}"
                for said in _of_head(files, contest, size, head, sizes[contest])
            )
            if type(size) is int:
                sizes[contest] = max(sizes[contest], size)


def _of_head(files: Files, contest: str, size: Any, head: Any, before: int) -> Iterator[str]:
    board = read_json(files, f"{contest}/board.json")
    if type(size) is not int or not 0 <= size <= len(board["rows"]):
        yield f"the board of {contest} has {len(board['rows'])} entries, so it never had {size}."
        return
    if size < before:
        yield f"the board of {contest} had {size} entries, {before} at an earlier deed."
    if head != (board["rows"][size - 1]["head"] if size else board["opening_head"]):
        yield f"it names a head of {contest} that is not on its board."


def _told(deed: Mapping[str, Any]) -> str:
    if deed["deed"] == "extend":
        return (
            f"On {deed['on']} the scrutineer extended the poll from {deed['from']} to "
            f"{deed['until']}: {deed['words']}"
        )
    return (
        f"DECLARED VOID on {deed['on']}. The result in this archive no longer stands: "
        f"{deed['words']}"
    )
