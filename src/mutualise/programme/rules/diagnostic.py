"""The readiness diagnostic: fifteen questions over five stages, and what the answers say.

The stages are those of the sector guide in the reference (programme, section 2.2). What stops a case
early is from its sections 3.5 (pensions), 3.7 (Procurement Act 2023, s.33; Provider Selection Regime)
and 2.6 (no service to contract for, no sponsor).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

ANSWERS = {"yes": "Yes", "partly": "Partly", "no": "No", "unknown": "We do not know yet"}
STAGES = ("Explore", "Make the case", "Plan", "Implement", "Succeed")


@dataclass(frozen=True)
class Question:
    """One question. `flaw` says why a "no" is fatal early, `not_known` why not knowing is;
    `step` is what to do when the answer is not yes."""

    key: str
    stage: str
    text: str
    hint: str
    step: str
    flaw: str = ""
    not_known: str = ""


EXPLORE, CASE, PLAN, DO, SUCCEED = STAGES
QUESTIONS = (
    Question("why", EXPLORE, "Can you say what would be better for users as a mutual?", "Something you cannot do where you are", "Write down three things users would notice"),
    Question("service", EXPLORE, "Is there a service that somebody would contract for?", "A commissioner who needs it and would pay for it", "Talk to those who pay for the service now", "There is no service anybody would contract for. Without income there is no mutual.", "You do not know yet whether anybody would contract for the service. Without income there is no mutual."),
    Question("peers", EXPLORE, "Have you talked to a mutual in your field?", "Somebody who has done it", "Talk to one of the mutuals shown below"),
    Question("sponsor", CASE, "Does a chief executive or director back you?", "By name, and ready to say so", "Find a senior sponsor before anything else", "You have no senior sponsor. No case goes far without one.", "You do not know yet whether a chief executive or director backs you. No case goes far without a senior sponsor."),
    Question("options", CASE, "Have you looked at staying as you are, and at other options?", "A fair comparison", "Make an options appraisal that includes staying"),
    Question("money", CASE, "Do you know what the service costs, overheads included?", "By activity, not only by budget", "Cost the service, with the parent body’s finance team"),
    Question("employees", CASE, "Have employees been asked what they think?", "Openly, with their representatives", "Meet employees and their representatives"),
    Question("control", PLAN, "Do you know how employees would have a significant role in running it?", "Membership, votes, seats on the board", "Choose a form of ownership and control"),
    Question("route", PLAN, "By which route would you get the contract?", "Say what you expect now", "Take advice on the route with the commissioner", "You expect the contract because you are a mutual. There is no such route: a competition reserved under section 33 of the Procurement Act 2023 can be lost, and the Provider Selection Regime, which health services follow, reserves nothing for mutuals.", "You do not know yet by what lawful route you could win a contract. A reserved competition can be lost, and health services cannot use it."),
    Question("pensions", PLAN, "Do you know what happens to pensions?", "Which scheme, and how staff stay in it", "Ask the scheme and an actuary what admission would cost", "The pensions route is not known. It is the commonest late surprise, and a hard stop before anybody transfers.", "You do not know yet what happens to pensions. It is the commonest late surprise, and a hard stop before anybody transfers."),
    Question("tax", PLAN, "Do you know what becomes of VAT and other taxes?", "Public bodies reclaim VAT that others may not", "Have VAT looked at for each line of income"),
    Question("transfer", DO, "Is there a plan for the transfer of staff (TUPE)?", "Who moves, who is consulted, by when", "Plan consultation, and information 28 days before the transfer"),
    Question("assets", DO, "Is it agreed which buildings, equipment and systems come with you?", "In principle is enough now", "Make a list, and agree it with the parent body"),
    Question("board", SUCCEED, "Do you know who would be on the board and what skills are missing?", "Commercial experience is often missing", "Make a skills audit of those who would lead"),
    Question("measures", SUCCEED, "Can you measure where you start from?", "Headcount, cost, activity, quality, absence", "Record a dated baseline: no award is made without one"),
)  # fmt: skip
BY_KEY = {question.key: question for question in QUESTIONS}
# Whoever misunderstands the route would say that they know it: so what they expect is asked.
WORDED = {
    "route": {
        "yes": "In a competition that we may lose, or for health services by the Provider Selection Regime",
        "partly": "We are taking advice on it",
        "no": "It comes to us, or is kept for us, because we are a mutual",
        "unknown": ANSWERS["unknown"],
    }
}


def answers_to(question: Question) -> Mapping[str, str]:
    """The answers a question can have, with their words."""
    return WORDED.get(question.key, ANSWERS)


@dataclass(frozen=True)
class StageResult:
    """`ready`, `partly` and `missing` are questions; `share` is yes answers of those asked."""

    stage: str
    ready: Sequence[Question]
    partly: Sequence[Question]
    missing: Sequence[Question]


@dataclass(frozen=True)
class Result:
    stages: Sequence[StageResult]
    flaws: Sequence[str]
    next_step: str
    answered: int

    @property
    def complete(self) -> bool:
        return self.answered == len(QUESTIONS)


def result(answers: Mapping[str, str]) -> Result:
    """What the answers come to. Keys and values that are not known are passed over."""
    given = {k: v for k, v in answers.items() if k in BY_KEY and v in ANSWERS}
    stages = [
        StageResult(
            stage,
            [q for q in QUESTIONS if q.stage == stage and given.get(q.key) == "yes"],
            [q for q in QUESTIONS if q.stage == stage and given.get(q.key) == "partly"],
            [q for q in QUESTIONS if q.stage == stage and given.get(q.key) in ("no", "unknown")],
        )
        for stage in STAGES
    ]
    flaws = [q for q in QUESTIONS if _flaw(q, given.get(q.key))]
    weak = [q for q in QUESTIONS if given.get(q.key) in ("no", "unknown", "partly")]
    first = next(iter(flaws or weak), None)
    step = first.step if first else "Send an enquiry: you are ready to apply"
    return Result(stages, [_flaw(q, given.get(q.key)) for q in flaws], step, len(given))


def _flaw(question: Question, answer: str | None) -> str:
    """Why this answer stops a case early, or "" when it does not."""
    return {"no": question.flaw, "unknown": question.not_known}.get(answer or "", "")


def next_question(answers: Mapping[str, str]) -> Question | None:
    """The first question without an answer."""
    return next((q for q in QUESTIONS if answers.get(q.key) not in ANSWERS), None)
