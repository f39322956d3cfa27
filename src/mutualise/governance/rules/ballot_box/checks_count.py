"""What anyone can repeat of the opened ballots, the lots and the count of one contest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from mutualise.governance.rules import agreement
from mutualise.governance.rules.ballot_box import lots, seals
from mutualise.governance.rules.ballot_box.archive import read_json
from mutualise.governance.rules.ballot_box.canonical import digest, from_base64, from_hex
from mutualise.governance.rules.ballot_box.checks import CannotCheck, Found
from mutualise.governance.rules.ballot_box.checks_box import whole
from mutualise.governance.rules.ballot_box.seals import NotABallot

Files = Mapping[str, bytes]
Papers = list[tuple[int, tuple[int, ...]]]


@dataclass(frozen=True)
class ToCount:
    """What a counting program needs. `lot_order`: candidate numbers, first drawn first."""

    rule: str
    seats: int
    candidates: tuple[str, ...]
    withdrawn: frozenset[int]
    papers: Papers
    lot_order: tuple[int, ...]
    lot_seed: str
    options: Mapping[str, Any]


# A counting program: its name, and what it makes of the papers as plain data (None: it cannot
# count such a contest, which is said).
Engine = tuple[str, Callable[[ToCount], Mapping[str, Any] | None]]


def check_opened(files: Files, contest: str) -> Found:
    """In the agents' copy: the full ballots are the last list, each a ballot of this contest."""
    name = f"{contest}/opened.json"
    if name not in files:
        raise CannotCheck(
            "The opened ballots are not in this archive, because a full ranking can betray its "
            "voter. That they are the ballots that were sealed is checked by voters with their "
            "check codes, and by agents with the full list; no mathematical proof is published."
        )
    plains = [from_base64(each, "a ballot") for each in read_json(files, name)["ballots"]]
    mixed = read_json(files, f"{contest}/mix.json")
    last = Counter(mixed["steps"][-1]["hashes"])
    found = Counter(seals.opened_hash(plain).hex() for plain in plains)
    faults = [f"Opened ballot {each[:12]}… is not on trustee 3's list." for each in found - last]
    faults += [f"{each[:12]}… of trustee 3's list has no opened ballot." for each in last - found]
    election = read_json(files, "archive.json")["election"]
    others = sum(not _is_of(plain, election, contest) for plain in plains)
    if others != mixed["not_ballots"]:
        faults.append(
            f"{others} texts are no ballots of this contest, {mixed['not_ballots']} stated."
        )
    return f"Opened ballots on trustee 3's list: {len(plains)}.", faults


def _is_of(plain: bytes, election: str, contest: str) -> bool:
    try:
        ballot = seals.read_ballot(plain)
    except NotABallot:
        return False
    return (ballot.election, ballot.contest) == (election, contest)


def check_figures(files: Files, contest: str) -> Found:
    """Opened ballots and paper sheets make the papers counted: none lost, none added."""
    content = read_json(files, f"{contest}/count.json")
    mixed = read_json(files, f"{contest}/mix.json")
    figures = {
        name: whole(content["figures"], name) for name in ("box", "paper", "spoiled", "valid")
    }
    faults = []
    ballots = len(mixed["steps"][-1]["hashes"]) - whole(mixed, "not_ballots")
    if figures["box"] != ballots:
        faults.append(f"{figures['box']} ballots counted from the box, {ballots} opened.")
    if figures["box"] + figures["paper"] != figures["spoiled"] + figures["valid"]:
        faults.append(
            f"{figures['box']} + {figures['paper']} ballots are not {figures['spoiled']} spoiled "
            f"and {figures['valid']} valid."
        )
    marked = read_json(files, f"{contest}/roll.json")["marked"]
    if figures["paper"] > whole(marked, "paper"):
        faults.append(f"{figures['paper']} sheets for {marked['paper']} names marked on paper.")
    papers = papers_in(content)
    if papers is not None and sum(number for number, _ in papers) != figures["valid"]:
        counted = sum(number for number, _ in papers)
        faults.append(f"{counted} papers are published, {figures['valid']} valid ones stated.")
    faults += _stages_that_do_not_add_up(content["result"], figures["valid"])
    words = f"{figures['box']} from the box and {figures['paper']} on paper: {figures['valid']} valid, {figures['spoiled']} spoiled."  # fmt: skip
    return words, faults


def _stages_that_do_not_add_up(result: Mapping[str, Any], valid: int) -> list[str]:
    """A stage whose votes are not as many as there are valid papers; approvals may be more or fewer."""
    if result["rule"] == "approval":
        return []
    sums = {
        stage["number"]: sum(
            map(Fraction, stage["votes"].values()), Fraction(stage["non_transferable"])
        )
        for stage in result["stages"]
    }
    return [
        f"The votes of stage {number} add up to {found}, not to the {valid} valid papers."
        for number, found in sums.items()
        if found != valid
    ]


def papers_in(content: Mapping[str, Any]) -> Papers | None:
    """The published papers. Raises ValueError naming the row."""
    if content["papers"] is None:
        return None
    numbers = {whole(each, "number") for each in content["candidates"]}
    papers: Papers = []
    for place, row in enumerate(content["papers"], start=1):
        many, ranking = row
        fits = type(many) is int and many > 0 and len(set(ranking)) == len(ranking) > 0
        if not fits or not set(ranking) <= numbers:
            raise ValueError(f"row {place} of the papers is not a number and a ranking.")
        papers.append((many, tuple(ranking)))
    return papers


def check_lots(files: Files, contest: str) -> Found:
    """The order of the lot from election, contest, closing head and the committed secret."""
    return follows(files, contest, read_json(files, f"{contest}/lots.json"))


def follows(files: Files, contest: str, content: Mapping[str, Any]) -> Found:
    """Whether one lot of this contest is what it says. Raises CannotCheck for one drawn by hand."""
    if content["kind"] == "none":
        return "No lot was drawn.", []
    if content["kind"] == "manual":
        witnesses = ", ".join(str(each) for each in content["witnesses"])
        raise CannotCheck(f"The lot was drawn by hand before witnesses ({witnesses}).")
    secret = from_hex(content["secret"], "secret")
    closing = from_hex(read_json(files, f"{contest}/board.json")["closing_head"], "closing_head")
    faults = []
    if not lots.keeps_commitment(secret, from_hex(content["commitment"], "commitment")):
        faults.append("The secret is not the one that was committed at opening.")
    election = str(read_json(files, "archive.json")["election"])
    seed = lots.seed(election, contest, closing, secret)
    if seed.hex() != content["seed"]:
        faults.append("The seed does not follow from the closing head and the secret.")
    candidates = read_json(files, f"{contest}/count.json")["candidates"]
    order = lots.order(seed, [str(each["id"]) for each in candidates])
    if order != content["order"]:
        faults.append(f"The lot's order should be {', '.join(order)}.")
    words = "The lot follows from the closing head and the secret; compare the commitment "
    return f"{words}{content['commitment'][:16]}… with what was published at opening.", faults


def check_count(files: Files, contest: str, engines: Sequence[Engine]) -> Found:
    """Both programs count the published papers again and find the published result."""
    content = read_json(files, f"{contest}/count.json")
    papers = papers_in(content)
    if papers is None:
        raise CannotCheck(
            "Only the stage table is published, because so few voted that a ranking could betray "
            "its voter. The scrutineer and the candidates' agents can count the full list again."
        )
    counted, faults = recounted(to_count(files, contest, content, papers), content, engines)
    names = {each["number"]: str(each["name"]) for each in content["candidates"]}
    elected = ", ".join(names[each] for each in content["result"]["elected"])
    return f"Counted again by {counted}: the published result, elected {elected}.", faults


def check_full_count(files: Files, contest: str, engines: Sequence[Engine]) -> Found:
    """In the agents' copy: the full rankings give the same result as what is published."""
    if f"{contest}/opened.json" not in files:
        raise CannotCheck("The full rankings are in the agents' copy of the archive alone.")
    content = read_json(files, f"{contest}/count.json")
    papers = full_papers(files, contest)
    withdrawn = set(content["withdrawn"])
    valid = [row for row in papers if set(row[1]) - withdrawn]
    _, faults = recounted(to_count(files, contest, content, valid), content, engines)
    many = sum(number for number, _ in valid)
    if many != content["figures"]["valid"]:
        faults.append(f"{many} full rankings are valid, {content['figures']['valid']} stated.")
    return f"{many} full rankings give the published result.", faults


def full_papers(files: Files, contest: str) -> Papers:
    """Every ranking of the agents' copy with how often it was given, sheets and blanks included."""
    content = read_json(files, f"{contest}/opened.json")
    election = read_json(files, "archive.json")["election"]
    found: Counter[tuple[int, ...]] = Counter()
    for each in content["ballots"]:
        plain = from_base64(each, "a ballot")
        if _is_of(plain, election, contest):
            found[seals.read_ballot(plain).ranking] += 1
    for number, ranking in content["sheets"]:
        found[tuple(ranking)] += number
    return sorted((number, ranking) for ranking, number in found.items())


def to_count(files: Files, contest: str, content: Mapping[str, Any], papers: Papers) -> ToCount:
    """What a counting program takes of a contest in the archive, with these papers."""
    lot = read_json(files, f"{contest}/lots.json")
    ids = {str(each["id"]): whole(each, "number") for each in content["candidates"]}
    listed = sorted(content["candidates"], key=lambda each: int(each["number"]))
    if [each["number"] for each in listed] != list(range(1, len(listed) + 1)):
        raise ValueError("candidates are not numbered from 1 without a gap.")
    return ToCount(
        rule=content["rule"],
        seats=whole(content, "seats"),
        candidates=tuple(str(each["name"]) for each in listed),
        withdrawn=frozenset(content["withdrawn"]),
        papers=papers,
        lot_order=tuple(ids[each] for each in lot.get("order", [])),
        lot_seed=str(lot.get("seed", "")),
        options=content["options"],
    )


def recounted(
    poll: ToCount, content: Mapping[str, Any], engines: Sequence[Engine]
) -> tuple[str, list[str]]:
    """Who counted, in words, and what each found that differs from the published result."""
    if not engines:
        raise CannotCheck("This program has no counting program at hand.")
    faults, counted, missing = [], [], []
    for name, count in engines:
        found = count(poll)
        if found is None:
            missing.append(name)
            continue
        counted.append(name)
        differing = first_difference(found, content["result"])
        if differing:
            faults.append(f"{name}: {differing}")
    without = f" (reserved places not by {', '.join(missing)})" if missing else ""
    return " and ".join(counted) + without, faults


def first_difference(found: Mapping[str, Any], published: Mapping[str, Any]) -> str:
    """Where a recount first parts from the published result, in words; empty when nowhere.

    The two are compared by value, figure by figure, as the two programs are before a result is
    declared (`mutualise.governance.rules.agreement`).
    """
    difference = agreement.first_difference(found, published)
    if difference is None:
        return ""
    where = f"at stage {difference.stage}, " if difference.stage else ""
    return f"{where}{difference.figure}: counted {difference.first}, published {difference.second}."


def rule_fault(files: Files) -> Found:
    """The counting rule is the one that the notice fixed before nominations."""
    notice = read_json(files, "notice.json")
    faults = []
    if digest(files["rule.txt"]).hex() != notice["rule_sha256"]:
        faults.append("rule.txt is not the rule that the notice of election was hashed with.")
    for contest in read_json(files, "archive.json")["contests"]:
        used = read_json(files, f"{contest}/count.json")["rule"]
        if used != notice["rule"]:
            faults.append(f"{contest} was counted by {used}, the notice says {notice['rule']}.")
    return f"Counted by the rule of the notice, {notice['rule']}.", faults
