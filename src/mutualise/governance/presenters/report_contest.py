"""One contest of the scrutineer's report: papers, count, lot, what-ifs, stages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from mutualise.governance.presenters.stage_words import StageWords, listed, votes
from mutualise.governance.rules.ballot_box.issuing import given_words
from mutualise.governance.rules.counting import RULES
from mutualise.governance.rules.vote_flow import NOBODY, PAPERS, Passage
from mutualise.govuk.charts import Flow, flow_chart

LINES = (
    ("roll", "Names on the roll"),
    ("sent", "Voting papers distributed (codes or packs)"),
    ("issued", "Online voting papers issued (names marked)"),
    ("returned_online", "Voting papers returned online"),
    ("sealed", "Of these, sealed in the voter’s own browser"),
    ("assisted", "Of these, sealed by the server (assisted)"),
    ("superseded", "Earlier votes replaced by the same voter"),
    ("papers", "Voting papers returned on paper"),
    ("returned", "Voting papers returned in all"),
    ("dropped", "Sealed votes that did not open rightly"),
    ("spoiled", "Spoiled, blank or otherwise invalid voting papers"),
    ("valid", "Valid votes"),
)
TRANSFERABLE = frozenset(code for code, rule in RULES.items() if rule.transferable)
BOTH_HERE = "The platform kept both signing keys, so whoever runs it had to be trusted to add no votes for names it marked itself."
NOT_ENTERED = (
    "The scrutineer’s key was kept on a machine of the scrutineer’s own. How many signatures it gave was not entered, so it "
    "is not shown that it counted every voting paper."
)
WITHHELD = "What the other rules would have done is not shown: so few voted that it could say something about a voter."
# As many columns of stages as can be read on a page of paper; a longer table goes on below.
COLUMNS = 6


def contest_shown(found: Mapping[str, Any], rules: Mapping[str, str]) -> dict[str, Any]:
    """What the page and the document show of a contest."""
    elected = listed([name for _, name in found["elected"]])
    shown: dict[str, Any] = {
        **found, "elected_text": _elected(elected, found), "figures": [], "first": [],
        "stages": [], "tables": [], "told": [], "what_ifs": [],
    }  # fmt: skip
    if not found["poll"] or not found["result"]:
        return shown
    # A report signed before a line came to be has no figure for it.
    shown["figures"] = [
        [words, f"{found['papers'][name]:,}"] for name, words in LINES if name in found["papers"]
    ]
    told_of_machine = _machine(found.get("machine"))
    result = found["result"]
    if not result["stages"]:
        shown["told"] = [
            "Nobody cast a valid vote in this contest, so no place is filled.", *told_of_machine,
        ]  # fmt: skip
        return shown
    words = StageWords(result)
    shown["first"] = _valid_votes(result)
    shown["what_ifs"] = what_ifs(found, rules, words)
    shown["told"] = [*told(found, words), *told_of_machine]
    if result["rule"] in TRANSFERABLE and not shown["what_ifs"]:
        shown["told"].append(WITHHELD)
    shown["stages"] = [
        {"number": stage["number"], "words": text, "moved": words.moved(stage["number"]),
         "chart": chart(words, stage, found["code"])}
        for stage, text in zip(result["stages"], words.all(), strict=True)
    ]  # fmt: skip
    shown["tables"] = tables(result)
    return shown


def _machine(figures: Mapping[str, int | None] | None) -> list[str]:
    """Who could make voting papers; a report signed before there was a choice says nothing."""
    if figures is None:
        return []
    if not figures:
        return [BOTH_HERE]
    if figures["given"] is None:
        return [NOT_ENTERED]
    return [given_words(figures["given"], figures["marked"] or 0)]


def _elected(elected: str, found: Mapping[str, Any]) -> str:
    if found["poll"]:
        return f"Elected: {elected or 'nobody'}."
    vacant = found.get("vacant", 0)
    left = f" {vacant} place{'' if vacant == 1 else 's'} stayed empty." if vacant else ""
    return (
        f"Elected without a poll, with no more candidates than places: {elected or 'nobody'}.{left}"
    )


def _valid_votes(result: Mapping[str, Any]) -> list[list[str]]:
    """Valid votes for each candidate: first choices, or papers that name the candidate."""
    gone = {str(each) for each in result["withdrawn"]}
    first = result["stages"][0]["votes"]
    return [
        [name, votes(first.get(number, "0"))]
        for number, name in result["candidates"].items()
        if number not in gone
    ]


def told(found: Mapping[str, Any], words: StageWords) -> list[str]:
    """Paragraphs on how it was counted: both programs, quota, the lot and whether it mattered."""
    result = words.result
    said = [
        f"The two counting programs differ. {found['difference']}"
        if found["difference"]
        else "Two counting programs that share no code gave the same figure at every stage."
    ]
    if result["rule"] not in ("plurality", "approval"):
        said[0] += f" The quota at the first stage is {votes(result['quota'])}."
    exact = result.get("exact")
    if exact and exact["compares"] == "rounding":
        said.append(_rounding(exact, words))
    lots = found["lots"]
    if lots.get("kind", "none") == "none":
        said.append("No lot was needed.")
        return said
    said.append(_drawn(lots, words))
    beside = found.get("beside", {}).get("lot")
    if beside:
        said.append(mattered(beside, words))
    return said


def _rounding(exact: Mapping[str, Any], words: StageWords) -> str:
    if exact["agrees"]:
        return "Counted without any rounding, in exact fractions, the same people are elected."
    if exact["elected"] is None:
        return "Counted without any rounding, in exact fractions, the count would need another lot."
    return (
        "Counted without any rounding, in exact fractions, "
        f"{words.names(exact['elected'])} would be elected. The rule's own rounding stands."
    )


def _drawn(lots: Mapping[str, Any], words: StageWords) -> str:
    order = listed([words.name(str(each).split()[-1]) for each in lots["order"]])
    if lots["kind"] == "seed":
        how = "It follows from the seed that the scrutineer committed to before the poll opened."
    else:
        how = f"It was drawn by hand before these witnesses: {listed(lots['witnesses'])}."
        if lots.get("reason"):
            how += f" Why by hand: {lots['reason'].rstrip('.')}."
    return f"A lot was needed. {how} Its order: {order}. It fell on the first of those who stood equal."


def mattered(lot: Mapping[str, Any], words: StageWords) -> str:
    """Whether another lot would have elected somebody else: every way it could fall was counted."""
    among = "" if lot["complete"] else " (the limit; there are more)"
    ways = f"{lot['counted']:,} ways in which the lots could have fallen{among}"
    if not lot["matters"]:
        return f"The lot did not decide who is elected: counted in each of the {ways}, the same people win."
    text = f"The lot decided who is elected: counted in each of the {ways}, the winners are not always the same."
    outcomes = [
        f"{words.names(each['elected'])} ({each['ways']:,} way{'' if each['ways'] == 1 else 's'})"
        for each in lot.get("outcomes", ())
    ]
    return f"{text} {'; '.join(outcomes)}." if outcomes else text


def what_ifs(
    found: Mapping[str, Any], rules: Mapping[str, str], words: StageWords
) -> list[list[str]]:
    """A row for each other rule: its name, whom it would have elected, whether these are the same."""
    rows = []
    real = {number for number, _ in found["elected"]}
    for code, elected in found.get("beside", {}).get("what_if", {}).items():
        if elected is None:
            rows.append([rules[code], "It would need a lot", "Cannot say"])
        elif isinstance(elected, str):
            rows.append([rules[code], f"Not counted. {elected}", "Cannot say"])
        else:
            rows.append(
                [rules[code], words.names(elected), "Yes" if set(elected) == real else "No"]
            )
    return rows


def chart(words: StageWords, stage: Mapping[str, Any], code: str) -> Markup | None:
    """The drawing of one stage; None where no vote moved."""
    passage = words.passages.get(stage["number"])
    if passage is None or not passage.givers or not passage.takers:
        return None
    return flow_chart(
        [_giver(words, each) for each in passage.givers],
        _takers(words, passage, set(stage["elected"])),
        title=f"Stage {stage['number']}: where the votes went",
        description=words.moved(stage["number"]), key=f"{code}-{stage['number']}",
    )  # fmt: skip


def _giver(words: StageWords, part: Any) -> Flow:
    if part.who == PAPERS:
        return Flow("Valid votes", part.votes, votes(part.votes))
    if part.who == NOBODY:
        return Flow("Nobody", part.votes, votes(part.votes))
    left = f"{votes(part.votes)}, keeps {votes(part.after)}" if part.after else votes(part.votes)
    return Flow(words.name(part.who), part.votes, left)


def _takers(words: StageWords, passage: Passage, elected: set[int]) -> list[Flow]:
    first = bool(passage.givers) and passage.givers[0].who == PAPERS
    flows = []
    for each in passage.takers:
        won = each.who in elected
        if each.who == NOBODY:
            flows.append(Flow("Nobody", each.votes, f"+{votes(each.votes)}", lost=True))
        elif first:
            note = f"{votes(each.votes)}{', elected' if won else ''}"
            flows.append(Flow(words.name(each.who), each.votes, note, strong=won))
        else:
            note = f"+{votes(each.votes)}, now {votes(each.after)}{', elected' if won else ''}"
            flows.append(Flow(words.name(each.who), each.votes, note, strong=won))
    return flows


def tables(result: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The stage table, in parts that fit on paper: heads and rows, the last row the non-transferable."""
    stages = result["stages"]
    return [_table(result, stages[at : at + COLUMNS]) for at in range(0, len(stages), COLUMNS)]


def _table(result: Mapping[str, Any], stages: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    gone = {str(each) for each in result["withdrawn"]}
    heads = ["Candidate", *(f"Stage {each['number']}" for each in stages)]
    rows = [
        [name, *(each["votes"].get(number, "") for each in stages)]
        for number, name in result["candidates"].items()
        if number not in gone
    ]
    rows.append(["Non-transferable", *(each["non_transferable"] for each in stages)])
    part = f"stages {stages[0]['number']} to {stages[-1]['number']}"
    many = len(result["stages"]) > COLUMNS
    numeric = tuple(range(1, len(heads)))
    return {"heads": heads, "rows": rows, "numeric": numeric, "part": part if many else ""}
