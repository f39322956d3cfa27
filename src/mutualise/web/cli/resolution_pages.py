"""The page of kinds of resolution in `docs/reference`, drawn from `definitions/resolutions`."""

from __future__ import annotations

from collections.abc import Iterable

from mutualise.governance.rules.meetings import NOTICE
from mutualise.governance.rules.resolution_kinds import (
    Among,
    Channel,
    Filing,
    Kind,
    Over,
    Read,
    Stage,
    Test,
    What,
)
from mutualise.governance.rules.resolutions import named

HEAD = """# Kinds of resolution

Drawn from `definitions/resolutions/` by `mutualise reference`. Each kind is data: its sections, its fractions as exact
ratios, and how the text of each section was read when the file was written. **No lawyer has checked these files yet.**
A body's own articles or rules may ask for more than the Act.

Valid votes are those for and against. Abstentions and spoiled papers stand in every result and enter no fraction. Where
the denominator is everybody entitled, silence counts as not for.

## Notice of a meeting

Clear days: neither the day of the notice nor the day of the meeting counts; weekends and bank holidays do.

| legal form | general meeting | annual meeting | section |
|---|---|---|---|
"""
READ = {
    Read.TEXT: "text read",
    Read.SECOND_HAND: "read second-hand only",
    Read.NOT_READ: "**not read**",
}


def resolutions_page(kinds: Iterable[Kind]) -> str:
    """The whole page as Markdown."""
    lines = [HEAD.rstrip("\n")]
    for form, notice in NOTICE.items():
        name = form.value.replace("-", " ")
        general, annual = (
            f"as the rules say; {days} clear days where they name none" if notice.own
            else f"{days} clear days"
            for days in (notice.general, notice.annual)
        )  # fmt: skip
        lines.append(f"| {name} | {general} | {annual} | {notice.section} |")
    for kind in kinds:
        lines += ["", f"## {kind.title}", "", *_kind(kind)]
    return "\n".join(lines) + "\n"


def _kind(kind: Kind) -> list[str]:
    lines = [
        f"`{kind.code}` version {kind.version}, from {kind.valid_from}. {kind.section}.",
        "",
        kind.definition,
        "",
        f"For: {kind.used_for}",
        "",
    ]
    for number, stage in enumerate(kind.stages, start=1):
        where = f"Meeting {number}: " if len(kind.stages) > 1 else ""
        lines += [f"- {where}{_test(test)}" for test in stage.tests]
        lines += _interval(stage)
    if kind.class_quorum:
        lines.append(f"- The meeting of each class has a quorum of its own ({kind.class_quorum}).")
    lines += _also(kind)
    lines.append(
        "- Sources: " + "; ".join(f"{s.section} ({READ[s.read]})" for s in kind.sources) + "."
    )
    lines.append(f"- Checked by: {kind.checked_by}. To be looked at again by {kind.review_by}.")
    return lines


def _test(test: Test) -> str:
    bound = f"{'more than' if test.strict else 'at least'} {named(test.fraction)}"
    ratio = f"{test.fraction.numerator}/{test.fraction.denominator}"
    pool = "valid votes" if test.over is Over.CAST else "the votes of everybody entitled"
    whose = {Among.ALL: "", Among.EACH_CLASS: " in each class", Among.HEADS: " by heads"}[
        test.among
    ]
    said = f"{bound} ({ratio}) of {pool}{whose} for it"
    if test.what is What.VOTED:
        said = f"{bound} ({ratio}) of {pool}{whose} given (turnout)"
    return f"{said}. {test.section}."


def _interval(stage: Stage) -> list[str]:
    if stage.from_days is None and stage.to_months is None:
        return []
    months = "one month" if stage.to_months == 1 else f"{stage.to_months} months"
    return [f"- Held {stage.from_days} days to {months} after the first. {stage.section}."]


def _also(kind: Kind) -> list[str]:
    lines = []
    if kind.channel is Channel.WRITING:
        lines.append(f"- Lapses {kind.lapse_days} days from circulation, that day counted.")
    if kind.must_say:
        lines.append(f"- The text must say “{kind.must_say}”.")
    if kind.special_notice_days:
        lines.append(f"- Special notice to the company: {kind.special_notice_days} clear days.")
    if kind.in_writing:
        lines.append(f"- {kind.in_writing}.")
    if kind.filing:
        waits = "; no effect until registered" if kind.filing.effective_when_registered else ""
        to = kind.filing.to.rstrip(",")
        what = "" if kind.filing.what == Filing.what else f" {kind.filing.what}"
        lines.append(
            f"- File{what} with {to} within {kind.filing.within_days} days{waits}. {kind.filing.section}."
        )
    return lines
