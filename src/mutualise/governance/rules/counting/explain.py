"""A count in plain English, stage by stage, with the arithmetic of each figure.

Written to be read aloud: whole sentences, no abbreviations, signs or brackets, a party only where a
candidate is first named, and votes with the rule's decimals but no trailing zeros.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from mutualise.governance.rules.counting.lots import PURPOSES
from mutualise.governance.rules.counting.piles import Amount
from mutualise.governance.rules.counting.record import Count, Move, Stage, Tie, plain
from mutualise.governance.rules.counting.spoken import party_of, spoken_names

_QUOTA = {
    "scottish": "{valid} divided by {parts}, which is one more than the places, without the fraction, plus 1",
    "ni": "{valid} divided by {parts}, which is one more than the places, without the fraction, plus 1",
    "ers97": "{valid} divided by {parts}, which is one more than the places, to two decimals and raised if not exact",
    "meek": "all votes divided by {parts}, which is one more than the places, to nine decimals, plus 0.000000001",
}


def listed(names: list[str]) -> str:
    """ "Ann, Bea and Cem"."""
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def counted(number: int, word: str, words: str = "") -> str:
    """ "1 paper", "2,000 papers"."""
    return f"{number:,} {word if number == 1 else words or word + 's'}"


class Explanation:
    """The sentences of one count."""

    def __init__(self, count: Count) -> None:
        self.count, self.unit = count, count.unit
        self.names = spoken_names(count.poll)

    def opening(self) -> str:
        """Papers, places and quota."""
        poll, valid = self.count.poll, f"{self.count.valid:,}"
        rejected = poll.rejected + poll.matrix.total - self.count.valid
        text = (
            f"{counted(self.count.valid, 'valid paper')} for {counted(poll.seats, 'place')} and "
            f"{counted(len(poll.standing), 'candidate')}."
        )
        if rejected and rejected != poll.rejected:  # those the reader rejected are in its notes
            was = "was" if rejected == 1 else "were"
            text += f" In all, {counted(rejected, 'paper')} had no clear first preference and {was} rejected."
        if poll.withdrawn:
            gone = listed([self._name(each) for each in sorted(poll.withdrawn)])
            text += f" Withdrawn, and passed over on every paper: {gone}."
        if self.count.rule in _QUOTA:
            how = _QUOTA[self.count.rule].format(valid=valid, parts=poll.seats + 1)
            text += f" The quota is {self._votes(self.count.quota)}: {how}."
        return text

    def stages(self) -> Iterator[tuple[int, str]]:
        """(number of the stage, its sentences)."""
        before: Stage | None = None
        for stage in self.count.stages:
            told = [self._action(stage, before)]
            told += [self._tie(tie) for tie in self.count.ties if tie.stage == stage.number]
            told += [self._spoken(remark) for remark in stage.remarks]
            told.append(self._standing(stage, before))
            yield stage.number, " ".join(each for each in told if each)
            before = stage

    def closing(self) -> str:
        """Who is elected, and what the exact count says."""
        elected = listed([self._name(each) for each in self.count.elected])
        text = f"Elected, in this order: {elected}."
        if len(self.count.elected) == 1:
            text = f"Elected: {elected}."
        empty = self.count.poll.seats - len(self.count.elected)
        if empty > 0:
            text += f" {counted(empty, 'place stays', 'places stay')} empty."
        exact = self.count.exact
        if exact is None:
            return text
        if exact.agrees:
            return f"{text} A count beside it, by {exact.method}, elects the same people."
        if exact.elected is None:
            return f"{text} A count beside it, by {exact.method}, met a tie that needs a lot."
        other = listed([self._name(each) for each in exact.elected])
        why = (
            "The difference comes from rounding: look at it before declaring."
            if exact.compares == "rounding"
            else "That is another rule, so a difference is not an error of this count."
        )
        return f"{text} A count beside it, by {exact.method}, would elect {other}. {why}"

    def _votes(self, amount: Amount) -> str:
        return plain(amount, self.unit)

    def _of_votes(self, amount: Amount) -> str:
        return f"{self._votes(amount)} {'vote' if amount == self.unit else 'votes'}"

    def _name(self, candidate: int) -> str:
        return self.names[candidate]

    def _spoken(self, text: str) -> str:
        """A remark of the count, with the names as they are spoken."""
        poll = self.count.poll
        for each in sorted(self.names, key=lambda each: -len(poll.name(each))):
            text = text.replace(poll.name(each), self._name(each))
        return text

    def _action(self, stage: Stage, before: Stage | None) -> str:
        if stage.kind == "first":
            return "First preferences: " + self._everybody(stage)
        if stage.kind == "approvals":
            return "Papers that name each candidate: " + self._everybody(stage)
        if stage.kind == "round":
            return self._round(stage)
        assert before is not None  # noqa: S101 - only the first stage has none before it
        return self._surplus(stage, before) if stage.kind == "surplus" else self._exclusion(stage)

    def _everybody(self, stage: Stage) -> str:
        order = sorted(stage.votes, key=lambda each: (-stage.votes[each], each))
        named = [each for each in order if each not in self.count.poll.withdrawn]
        if stage.number > 1:
            return ", ".join(f"{self._name(e)} {self._votes(stage.votes[e])}" for e in named) + "."
        return (
            "; ".join(f"{self._introduced(e)} {self._votes(stage.votes[e])}" for e in named) + "."
        )

    def _introduced(self, candidate: int) -> str:
        """The name with the party, where a candidate is first named."""
        name, party = self._name(candidate), party_of(self.count.poll, candidate)
        return f"{name}, {party}," if party and party not in name else name

    def _surplus(self, stage: Stage, before: Stage) -> str:
        (giver,) = stage.subjects
        held = before.votes[giver]
        surplus = held - before.quota
        text = (
            f"{self._name(giver)} has {self._of_votes(held)}, {self._votes(surplus)} more than the "
            f"quota. That surplus is transferred."
        )
        values = sorted({(m.old_value, m.value) for m in stage.moves if m.target}, reverse=True)
        for old, new in values:
            text += " " + self._value(stage, surplus, held, old, new)
        return f"{text} {self._received(stage)}"

    def _value(self, stage: Stage, surplus: Amount, held: Amount, old: Amount, new: Amount) -> str:
        each = f"Each paper worth {self._votes(old)} goes on at {self._votes(new)}"
        if old == new:
            return f"Each paper worth {self._votes(old)} keeps that value."
        if self.count.rule == "scottish":
            times = "" if old == self.unit else f" times {self._votes(old)},"
            return (
                f"{each}, which is {self._votes(surplus)}{times} divided by {self._votes(held)}, cut to five "
                "decimals."
            )
        papers = sum(move.papers for move in stage.moves if move.target)
        number = counted(papers, "paper")
        return (
            f"{each}, which is {self._votes(surplus)} divided by the {number} that can be transferred, cut to "
            "two decimals."
        )

    def _exclusion(self, stage: Stage) -> str:
        gone = listed([self._name(each) for each in stage.subjects])
        said = "is excluded" if len(stage.subjects) == 1 else "are excluded together"
        if not stage.moves:
            told = any("no papers are transferred" in remark for remark in stage.remarks)
            return f"{gone} {said}." if told else f"{gone} {said}; there are no papers to transfer."
        return f"{gone} {said}. {self._received(stage)}"

    def _received(self, stage: Stage) -> str:
        groups: dict[int, list[Move]] = defaultdict(list)
        for move in stage.moves:
            groups[move.target].append(move)
        parts: list[str] = []
        order = sorted(
            (each for each in groups if each),
            key=lambda each: (-sum(move.votes for move in groups[each]), each),
        )
        for each in order:
            votes = sum(move.votes for move in groups[each])
            receives = f"receives {self._of_votes(votes)}" if not parts else self._votes(votes)
            parts.append(f"{self._name(each)} {receives}{self._sum(groups[each])}")
        text = "; ".join(parts) + "." if parts else "No paper has a further preference."
        if 0 in groups:
            papers = sum(move.papers for move in groups[0])
            text += f" {counted(papers, 'paper has', 'papers have')} no further preference and "
            text += "becomes non-transferable." if papers == 1 else "become non-transferable."
        if stage.rounding:
            text += f" Rounding leaves {self._of_votes(stage.rounding)} with nobody."
        return text

    def _sum(self, moves: list[Move]) -> str:
        """From how many papers that comes; nothing where each is worth one vote."""
        by_value: dict[Amount, int] = defaultdict(int)
        for move in moves:
            by_value[move.value] += move.papers
        if list(by_value) == [self.unit]:
            return ""
        if len(by_value) == 1:
            return f", from {counted(sum(by_value.values()), 'paper')}"
        terms = [
            f"{papers:,} at {self._votes(value)}"
            for value, papers in sorted(by_value.items(), reverse=True)
        ]
        terms[0] = terms[0].replace(" at ", " papers at ", 1)
        return f", from {listed(terms)}"

    def _round(self, stage: Stage) -> str:
        keeps = [
            f"{self._name(each)} keeps {self._votes(keep)} of each vote"
            for each, keep in stage.keep.items()
            if 0 < keep < self.unit
        ]
        text = f"The quota is {self._votes(stage.quota)}."
        if keeps:
            text += " " + "; ".join(keeps) + "."
        return f"{text} Votes: {self._everybody(stage)}"

    def _tie(self, tie: Tie) -> str:
        tied = listed([self._name(each) for each in tie.tied])
        text = f"{tied} were equal; it had to be settled {PURPOSES[tie.purpose]}."
        chosen = self._name(tie.chosen)
        if tie.settled == "lot":
            return (
                f"{text} They had been equal throughout, so the lot decided: it fell on {chosen}."
            )
        way = "most recent" if tie.settled == "prior stage" else "earliest"
        return (
            f"{text} The stages before were compared, the {way} first: stage {tie.by_stage} settled it, "
            f"on {chosen}."
        )

    def _standing(self, stage: Stage, before: Stage | None) -> str:
        text = ""
        if stage.elected:
            won = [(self._name(each), self._votes(stage.votes[each])) for each in stage.elected]
            if len(won) == 1:
                text += f"{won[0][0]} is elected with {won[0][1]}."
            else:
                text += f"{listed([f'{name} with {votes}' for name, votes in won])} are elected."
        formally = [each for each in stage.excluded if each not in stage.subjects]
        if formally:
            are = "is" if len(formally) == 1 else "are"
            text += f" {listed([self._name(each) for each in formally])} {are} excluded."
        if before and before.quota != stage.quota and stage.kind != "round":
            text += f" The quota falls to {self._votes(stage.quota)}."
        return text.strip()
