"""How a count of ballots is shown on the screen."""

from __future__ import annotations

from collections.abc import Mapping

from rich.markup import escape
from rich.table import Table

from mutualise.governance.rules import counting
from mutualise.web.cli.console import screen


def lots_of(seed: str, lot: str, poll: counting.Poll) -> counting.Order | None:
    """The lots asked for on the command line. Raises ValueError with the remedy."""
    if seed and lot:
        raise ValueError("Give --seed or --lot, not both.")
    if seed:
        return counting.from_seed(seed, poll)
    if not lot:
        return None
    drawn = [each.strip() for each in lot.split(",")]
    if (
        not all(each.isascii() and each.isdigit() for each in drawn)
        or not all(1 <= int(each) <= len(poll.candidates) for each in drawn)
        or len(set(drawn)) < len(drawn)
    ):
        raise ValueError(
            f"--lot is “{lot}”. Write candidate numbers from 1 to {len(poll.candidates)}, each once, "
            "first drawn first, as 3,1."
        )
    return counting.Order(tuple(int(each) for each in drawn))


def show(done: counting.Count) -> None:
    """Sentences for every stage, then the table, then the result."""
    told = counting.Explanation(done)
    title = done.poll.title or "The count"
    screen.print(f"{title}, by {counting.RULES[done.rule].title}", style="bold", markup=False)
    for note in (*done.poll.notes, told.opening()):
        screen.print(note, markup=False, highlight=False, soft_wrap=True)
    for number, text in told.stages():
        screen.print(f"\nStage {number}. {text}", markup=False, highlight=False, soft_wrap=True)
    screen.print()
    _table(done)
    screen.print(told.closing(), markup=False, highlight=False, soft_wrap=True)


def _table(done: counting.Count) -> None:
    """Stages run down and candidates across only if that is narrower; votes always to the full."""
    shown = done.as_json()
    table = Table(title="Votes after each stage", show_lines=False)
    names = shown["candidates"]
    table.add_column("Stage")
    for number, name in names.items():
        table.add_column(f"{number} {escape(name)}", justify="right", min_width=9)
    table.add_column("Non-transferable", justify="right", min_width=9)
    for stage in shown["stages"]:
        table.add_row(
            f"{stage['number']}: {stage['action']}",
            *(stage["votes"][number] for number in names), stage["non_transferable"],
        )  # fmt: skip
    width = 24 + 14 * (len(names) + 1)
    if width <= screen.width:
        screen.print(table)
        return
    table = Table(title="Votes after each stage")
    table.add_column("Stage")
    table.add_column("Candidate")
    table.add_column("Votes", justify="right", no_wrap=True)
    for stage in shown["stages"]:
        label = f"{stage['number']}: {stage['action']}"
        for number, name in names.items():
            table.add_row(label, f"{number} {escape(name)}", stage["votes"][number])
            label = ""
        table.add_row("", "Non-transferable", stage["non_transferable"], end_section=True)
    screen.print(table)


def tell_lots(
    branches: counting.Branches, poll: counting.Poll, elected: tuple[int, ...] | None
) -> None:
    """Whether the lots decide who is elected."""
    ways = f"{counting.counted(branches.counted, 'count')}, one for every way the lots can fall"
    if not branches.complete:
        ways = f"the first {branches.counted} counts of more ways the lots can fall (the limit)"
    if not branches.matters:
        word = "did not change" if elected else "does not change"
        among = "" if branches.complete else " among those counted"
        text = f"The lot {word} who is elected{among}: {ways}, all elect the same people."
    else:
        word = "changed" if elected else "changes"
        text = (
            f"The lot {word} who is elected: {ways}, elect {len(branches.outcomes)} different sets."
        )
    screen.print(text, markup=False, highlight=False, soft_wrap=True)
    spoken = counting.spoken_names(poll)
    for outcome, number in branches.outcomes.items():
        names = ", ".join(spoken[each] for each in outcome)
        screen.print(
            f"  {counting.counted(number, 'way')}: {names}",
            markup=False,
            highlight=False,
            soft_wrap=True,
        )


def tell_other_rules(
    others: Mapping[str, list[int] | str | None], poll: counting.Poll, rule: str
) -> None:
    """Whom other rules would elect, named as no result."""
    screen.print("\nWhat if? This is NOT the result: who other rules would elect.", style="bold")
    if not others:
        screen.print(
            f"{counting.RULES[rule].title}: its papers are no rankings, so no other rule can count them.",
            markup=False, highlight=False, soft_wrap=True,
        )  # fmt: skip
    spoken = counting.spoken_names(poll)
    for code, elected in others.items():
        if elected is None:
            words = "needs a lot"
        elif isinstance(elected, str):
            words = f"not counted. {elected}"
        else:
            words = ", ".join(spoken[each] for each in elected) or "nobody"
        screen.print(f"What if {code}: {words}", markup=False, highlight=False, soft_wrap=True)
