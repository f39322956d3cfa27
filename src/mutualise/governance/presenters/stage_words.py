"""A count in sentences, stage by stage, from its published table: to be read aloud."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from mutualise.governance.rules.vote_flow import NOBODY, Part, Passage, passages

PURPOSES = {
    "surplus": "whose surplus went first",
    "exclude": "who was excluded",
    "elect": "who was elected",
}


def votes(amount: Decimal | str) -> str:
    """Votes without trailing noughts, with commas.

    >>> votes("1234.50000"), votes("7.00000")
    ('1,234.5', '7')
    """
    text = f"{Decimal(amount):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def listed(texts: Sequence[str]) -> str:
    """Texts as one enumeration; semicolons part them where one has a comma of its own.

    >>> listed(["Ann", "Bea", "Cem"])
    'Ann, Bea and Cem'
    >>> listed(["Nurse, ward 4", "Bea", "Cem"])
    'Nurse, ward 4; Bea; and Cem'
    """
    if len(texts) < 2:
        return "".join(texts)
    if len(texts) > 2 and any("," in each for each in texts):
        return "; ".join([*texts[:-1], f"and {texts[-1]}"])
    return " and ".join([", ".join(texts[:-1]), texts[-1]])


class StageWords:
    """The sentences of one count; `result` is as docs/reference/count-json.md says."""

    def __init__(self, result: Mapping[str, Any]) -> None:
        self.result = result
        self.passages = {each.stage: each for each in passages(result)}

    def name(self, who: int | str) -> str:
        return str(self.result["candidates"][str(who)])

    def names(self, whom: Sequence[int]) -> str:
        return listed([self.name(each) for each in whom])

    def all(self) -> list[str]:
        """One text a stage, beginning “Stage 1.”."""
        return [self._stage(stage) for stage in self.result["stages"]]

    def moved(self, stage: int) -> str:
        """Where the votes of one stage went, in a sentence; empty where none moved."""
        passage = self.passages.get(stage)
        if passage is None or not passage.takers or not passage.givers:
            return ""
        if passage.givers[0].who < NOBODY:
            got = [f"{votes(each.votes)} for {self._taker(each)}" for each in passage.takers]
            return f"First choices: {listed(got)}."
        gave = listed([f"{votes(each.votes)} from {self._giver(each)}" for each in passage.givers])
        got = [f"{votes(each.votes)} to {self._taker(each)}" for each in passage.takers]
        return f"{gave}. Of these, {listed(got)}."

    def _giver(self, part: Part) -> str:
        return "non-transferable" if part.who == NOBODY else self.name(part.who)

    def _taker(self, part: Part) -> str:
        return "nobody" if part.who == NOBODY else self.name(part.who)

    def _stage(self, stage: Mapping[str, Any]) -> str:
        told = [f"Stage {stage['number']}.", *self._deed(stage)]
        told += [
            self._tie(each) for each in self.result["ties"] if each["stage"] == stage["number"]
        ]
        told += [str(each) for each in stage.get("remarks", ())]
        told += self._standing(stage)
        return " ".join(told)

    def _deed(self, stage: Mapping[str, Any]) -> list[str]:
        kind, _, whom = str(stage["action"]).partition(" of ")
        who = [int(each) for each in whom.split(",")] if whom else []
        passage = self.passages.get(stage["number"])
        if kind == "surplus":
            return [
                f"{self.name(who[0])} has more than the quota.",
                *self._got(passage, "The surplus"),
            ]
        if kind == "exclusion":
            are = "is excluded" if len(who) == 1 else "are excluded together"
            if passage is None or not passage.givers:
                return [f"{self.names(who)} {are}; no votes are passed on."]
            return [f"{self.names(who)} {are}.", *self._got(passage, "")]
        if kind == "round" and stage["number"] > 1:
            return self._round(passage)
        start = "Papers that name each candidate" if kind == "approvals" else "First choices"
        return [f"{start}: {self._everybody(stage)}."]

    def _round(self, passage: Passage | None) -> list[str]:
        if passage is None or not passage.givers:
            return ["The votes stay where they are."]
        gave = [f"{votes(each.votes)} from {self._giver(each)}" for each in passage.givers]
        return [f"The votes are shared out again: {listed(gave)}.", *self._got(passage, "Of these")]

    def _everybody(self, stage: Mapping[str, Any]) -> str:
        gone = {str(each) for each in self.result["withdrawn"]}
        held = [(Decimal(n), who) for who, n in stage["votes"].items() if who not in gone]
        order = sorted(held, key=lambda each: (-each[0], int(each[1])))
        return listed([f"{votes(n)} for {self.name(who)}" for n, who in order])

    def _got(self, passage: Passage | None, what: str) -> list[str]:
        """Who got how much of what was passed on, the largest part first."""
        if passage is None or not passage.takers:
            return []
        amount = f"{votes(passage.votes)} vote{'' if passage.votes == 1 else 's'}"
        got = [f"{votes(each.votes)} to {self._taker(each)}" for each in passage.takers]
        if len(got) == 1:
            got = [f"all to {self._taker(passage.takers[0])}"]
        if what == "Of these":
            return [f"Of these go {listed(got)}."]
        start = f"{what} of {amount} goes on" if what else (
            f"The {amount} {'goes' if passage.votes == 1 else 'go'} on"
        )  # fmt: skip
        return [f"{start}: {listed(got)}."]

    def _tie(self, tie: Mapping[str, Any]) -> str:
        text = f"{self.names(tie['tied'])} stood equal, and {PURPOSES[tie['purpose']]} had to be settled."
        chosen = self.name(tie["chosen"])
        if tie["settled"] == "lot":
            return f"{text} They had been equal throughout, so it went by lot: it fell on {chosen}."
        which = "latest earlier" if tie["settled"] == "prior stage" else "earliest"
        return f"{text} The {which} point at which they differed, in stage {tie['by_stage']}, settled it: {chosen}."

    def _standing(self, stage: Mapping[str, Any]) -> list[str]:
        told = []
        whole = self.result["rule"] in ("plurality", "approval")
        if stage["elected"]:
            are = "is" if len(stage["elected"]) == 1 else "are"
            quota = "" if whole else f" The quota is {votes(stage['quota'])}."
            told.append(f"{self.names(stage['elected'])} {are} elected.{quota}")
        subjects = str(stage["action"]).partition(" of ")[2].replace(" ", "").split(",")
        also = [each for each in stage["excluded"] if str(each) not in subjects]
        if also:
            are = "is" if len(also) == 1 else "are"
            told.append(f"{self.names(also)} {are} excluded.")
        return told
