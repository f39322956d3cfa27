"""The questions of an application, their word limits, and what makes one complete.

After the form of the Mutuals Interim Support Fund (2017; reference on the programme, section 2.4),
the only form of the kind that was found, in our own words.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any


@dataclass(frozen=True)
class Question:
    key: str
    section: str
    label: str
    hint: str
    most_words: int


QUESTIONS = (
    Question("services", "The service", "What services would leave, and who delivers them now", "Name the teams and the people who use them", 250),
    Question("improve", "The service", "How the services will improve", "What users will notice, and why a mutual can do what you cannot do now", 250),
    Question("england-and-wales", "The service", "What part of the services is delivered in England and Wales", "A percentage, and where the rest is", 100),
    Question("options", "The case", "Which options you looked at", "Staying as you are is one of them", 200),
    Question("contract", "The case", "Who would contract with you, and by which lawful route", "For example Procurement Act 2023 section 33, or the Provider Selection Regime", 200),
    Question("money", "The case", "How the money works", "Income, costs, and what happens to tax and overheads", 250),
    Question("control", "Employees", "How employees will have a significant role in running it", "Membership, votes, seats on the board", 200),
    Question("staff", "Employees", "What employees think, and how you know", "Meetings, surveys, unions, a ballot", 200),
    Question("pensions", "Employees", "What happens to pensions and terms", "Which scheme, and the route you mean to take", 150),
    Question("help", "The support", "What help you ask for, of which kinds, and how much", "In pounds; say what each part would pay for", 200),
    Question("risks", "The support", "What may go wrong", "The three greatest risks and what you would do", 200),
    Question("timetable", "The support", "Your timetable to launch", "Decisions you need, from whom, by when", 150),
)  # fmt: skip
# Saves of one person no further apart than this are one piece of writing.
WRITING_ON = timedelta(minutes=10)
BY_KEY = {question.key: question for question in QUESTIONS}


def words_in(text: str) -> int:
    """Words as people count them: runs of characters between spaces."""
    return len(text.split())


def too_long(question: Question, text: str) -> str:
    """What to do about an answer over its limit, or nothing.

    >>> too_long(BY_KEY["pensions"], "word " * 151)
    'Your answer has 151 words. Use 150 or fewer.'
    """
    count = words_in(text)
    if count <= question.most_words:
        return ""
    return f"Your answer has {count} words. Use {question.most_words} or fewer."


def unanswered(answers: Mapping[str, str]) -> list[Question]:
    """The questions still without an answer, in order."""
    return [q for q in QUESTIONS if not answers.get(q.key, "").strip()]


def digest_of(
    answers: Mapping[str, str], facts: Sequence[Mapping[str, Any]], files: Sequence[str]
) -> str:
    """SHA-256 of one exact state of an application: what a sponsor certifies.

    `facts` are the objectives and the baseline, `files` the digests of the documents.
    """
    whole = {
        "answers": {key: answers[key] for key in sorted(answers)},
        "facts": sorted(json.dumps(fact, sort_keys=True, default=str) for fact in facts),
        "files": sorted(files),
    }
    return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()
