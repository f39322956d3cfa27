"""A kind of resolution: what the law or the constitution asks, dated, read from a file.

A kind is one YAML file in `definitions/resolutions/`. Fractions are written as text ("3/4") and
read as exact ratios; a decimal is refused, because a threshold is never a float.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any

import yaml


class Body(StrEnum):
    """Whose resolution it is: the law differs."""

    COMPANY = "company"
    SOCIETY = "society"
    ANY = "any"


class Channel(StrEnum):
    """How members decide: at a meeting, or by signing a circulated text."""

    MEETING = "meeting"
    WRITING = "writing"


class Read(StrEnum):
    """How the source was read when the file was written."""

    TEXT = "text"
    SECOND_HAND = "second-hand"
    NOT_READ = "not-read"


class What(StrEnum):
    """What is compared with the denominator: votes for, or all valid votes (turnout)."""

    FOR = "for"
    VOTED = "voted"


class Over(StrEnum):
    """The denominator: valid votes for and against, or the votes of everybody entitled."""

    CAST = "cast"
    ELIGIBLE = "eligible"


class Among(StrEnum):
    """Whose votes: everybody's, every class on its own, or heads instead of votes."""

    ALL = "all"
    EACH_CLASS = "each-class"
    HEADS = "heads"


class ResolutionUnreadable(ValueError):
    """A file cannot be used; the message names the file, the key, the value and the remedy."""

    def __init__(self, filename: str, key: str, value: object, remedy: str) -> None:
        super().__init__(f"{filename}: {key}: {value!r}: {remedy}")
        self.filename, self.key, self.remedy = filename, key, remedy


@dataclass(frozen=True)
class Test:
    """One arithmetical condition. `strict` asks for more than the fraction, else at least it."""

    __test__ = False  # not a test of pytest's

    what: What
    over: Over
    among: Among
    fraction: Fraction
    strict: bool
    section: str


@dataclass(frozen=True)
class Stage:
    """One meeting (or one circulation) with its conditions. `from_days` to `to_months` after the
    meeting before it; None for a first meeting, and where the law names no interval."""

    tests: tuple[Test, ...]
    from_days: int | None = None
    to_months: int | None = None
    section: str = ""


@dataclass(frozen=True)
class Filing:
    """Who must be sent what (a copy, where nothing else is named), within how many days of passing,
    and whether the resolution waits for them."""

    to: str
    within_days: int
    section: str
    effective_when_registered: bool = False
    what: str = "a copy"


@dataclass(frozen=True)
class Source:
    """Where a condition stands, and whether its own text was read when the file was written."""

    section: str
    read: Read
    url: str = ""


@dataclass(frozen=True)
class Kind:
    """A kind of resolution. `must_say` are words without which it is not of this kind; `class_quorum` is
    the section by which the separate meeting of each class needs a quorum, where it does."""

    code: str
    version: int
    valid_from: date
    title: str
    body: Body
    channel: Channel
    stages: tuple[Stage, ...]
    section: str
    definition: str
    used_for: str
    sources: tuple[Source, ...]
    authored_by: str
    checked_by: str
    review_by: date
    must_say: str = ""
    special_notice_days: int = 0
    in_writing: str = ""
    lapse_days: int = 0
    class_quorum: str = ""
    filing: Filing | None = None

    @property
    def wholly_read(self) -> bool:
        """Whether the text of every section it rests on was read."""
        return all(source.read is Read.TEXT for source in self.sources)

    @property
    def among(self) -> set[Among]:
        """Whose votes its tests look at."""
        return {test.among for stage in self.stages for test in stage.tests}


TEXTS = ("code", "title", "section", "definition", "used_for", "authored_by", "checked_by")
NEEDED = {*TEXTS, "version", "valid_from", "body", "channel", "stages", "sources", "review_by"}
OPTIONAL = {"must_say", "special_notice_days", "in_writing", "lapse_days", "class_quorum", "filing"}


def parse_kind(text: str, filename: str) -> Kind:
    """Read one kind from the text of its file. Raises ResolutionUnreadable."""
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as problem:
        where = str(problem).replace("\n", " ")
        raise ResolutionUnreadable(filename, "(file)", where, "write valid YAML") from None
    given = _Given(data, filename, "")
    given.check_keys(NEEDED, OPTIONAL)
    stem = filename.rsplit("/", 1)[-1].removesuffix(".yaml")
    if data["code"] != stem:
        remedy = f"name the file {data['code']}.yaml or write code: {stem}"
        raise ResolutionUnreadable(filename, "code", data["code"], remedy)
    stages = tuple(_stage(each) for each in given.parts("stages"))
    if len(stages) > 2:
        raise ResolutionUnreadable(filename, "stages", len(stages), "write one or two")
    return Kind(
        **{key: given.words(key) for key in TEXTS},
        version=given.whole("version", 1),
        valid_from=given.day("valid_from"),
        review_by=given.day("review_by"),
        body=Body(given.choice("body", Body)),
        channel=Channel(given.choice("channel", Channel)),
        stages=stages,
        sources=tuple(_source(each) for each in given.parts("sources")),
        must_say=given.words("must_say", ""),
        in_writing=given.words("in_writing", ""),
        class_quorum=given.words("class_quorum", ""),
        special_notice_days=given.whole("special_notice_days", 0, 0),
        lapse_days=given.whole("lapse_days", 0, 0),
        filing=_filing(given.part("filing")) if "filing" in data else None,
    )


def _stage(given: _Given) -> Stage:
    given.check_keys({"tests"}, {"from_days", "to_months", "section"})
    return Stage(
        tests=tuple(_test(each) for each in given.parts("tests")),
        from_days=given.whole("from_days", 0) if "from_days" in given.data else None,
        to_months=given.whole("to_months", 0) if "to_months" in given.data else None,
        section=given.words("section", ""),
    )


def _test(given: _Given) -> Test:
    given.check_keys({"what", "over", "section"}, {"among", "at_least", "more_than"})
    bounds = [key for key in ("at_least", "more_than") if key in given.data]
    if len(bounds) != 1:
        raise given.refusal("at_least", bounds, "write either at_least or more_than")
    return Test(
        what=What(given.choice("what", What)),
        over=Over(given.choice("over", Over)),
        among=Among(given.choice("among", Among, "all")),
        fraction=given.fraction(bounds[0]),
        strict=bounds[0] == "more_than",
        section=given.words("section"),
    )


def _source(given: _Given) -> Source:
    given.check_keys({"section", "read"}, {"url"})
    read = Read(given.choice("read", Read))
    return Source(given.words("section"), read, given.words("url", ""))


def _filing(given: _Given) -> Filing:
    given.check_keys({"to", "within_days", "section"}, {"effective_when_registered", "what"})
    waits = given.data.get("effective_when_registered", False)
    if not isinstance(waits, bool):
        raise given.refusal("effective_when_registered", waits, "write true or false")
    days = given.whole("within_days", 1)
    what = given.words("what", Filing.what)
    return Filing(given.words("to"), days, given.words("section"), waits, what)


class _Given:
    """A mapping of a file with its place, so that every refusal names it."""

    def __init__(self, data: Any, filename: str, place: str) -> None:
        self.filename, self.place = filename, place
        if not isinstance(data, dict):
            raise ResolutionUnreadable(filename, place or "(file)", data, "write `key: value`")
        self.data: Mapping[str, Any] = data

    def refusal(self, key: str, value: object, remedy: str) -> ResolutionUnreadable:
        return ResolutionUnreadable(self.filename, self.place + key, value, remedy)

    def check_keys(self, needed: set[str], optional: set[str]) -> None:
        for key in sorted(needed - set(self.data)):
            raise self.refusal(key, None, "add this key")
        for key in self.data:
            if key not in needed | optional:
                known = ", ".join(sorted(needed | optional))
                raise self.refusal(str(key), self.data[key], f"remove it, or use one of: {known}")

    def words(self, key: str, default: str | None = None) -> str:
        value = self.data.get(key, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise self.refusal(key, value, "write text")
        return " ".join(value.split())

    def whole(self, key: str, least: int, default: int | None = None) -> int:
        value = self.data.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            raise self.refusal(key, value, f"write a whole number of at least {least}")
        return value

    def day(self, key: str) -> date:
        value = self.data[key]
        if type(value) is not date:
            raise self.refusal(key, value, "write a date as YYYY-MM-DD, without quotes")
        return value

    def choice(self, key: str, kinds: type[StrEnum], default: str | None = None) -> str:
        value = self.data.get(key, default)
        known = [each.value for each in kinds]
        if value not in known:
            raise self.refusal(key, value, f"use one of: {', '.join(known)}")
        return str(value)

    def fraction(self, key: str) -> Fraction:
        """A ratio written as text, above nought and at most one; 0.75 would be a float."""
        value = self.data[key]
        if not isinstance(value, str) or not re.fullmatch(r"[1-9]\d*/[1-9]\d*", value):
            raise self.refusal(key, value, 'write a ratio in quotes, such as "3/4"')
        ratio = Fraction(value)
        if ratio > 1:
            raise self.refusal(key, value, "write a ratio of at most one")
        return ratio

    def part(self, key: str) -> _Given:
        return _Given(self.data[key], self.filename, f"{self.place}{key}.")

    def parts(self, key: str) -> list[_Given]:
        value = self.data[key]
        if not isinstance(value, list) or not value:
            raise self.refusal(key, value, "write a list of at least one")
        places = enumerate(value, start=1)
        return [_Given(each, self.filename, f"{self.place}{key}[{n}].") for n, each in places]
