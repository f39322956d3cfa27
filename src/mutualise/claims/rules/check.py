"""Check an announcement: every claim to its test and verdict, every other figure listed as unchecked."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from mutualise.claims.rules.areas import AreasNamed
from mutualise.claims.rules.compile import NotCompilable, compile_quantity, side
from mutualise.claims.rules.denials import DENIED, denies
from mutualise.claims.rules.document import (
    BadDocument,
    Document,
    Link,
    Piece,
    Problem,
    read_document,
)
from mutualise.claims.rules.faults import Fault, Wording, find_faults, grave
from mutualise.claims.rules.heads import quantities_under
from mutualise.claims.rules.interval import Test, in_words
from mutualise.claims.rules.main_quantity import NO_FIGURE, main_quantity
from mutualise.claims.rules.measured import (
    BadParameter,
    ClaimReference,
    Measured,
    Resolver,
    UnknownMeasure,
)
from mutualise.claims.rules.quantities import Quantity
from mutualise.claims.rules.sentences import Sentences
from mutualise.claims.rules.units import Kind
from mutualise.claims.rules.universal import whole_or_none
from mutualise.claims.rules.verdict import Judgement, Verdict, judge, shown, with_faults

_DURING = re.compile(
    r"\b(?:in|over|within|during|for)\s+(?:(?:the|just|only|its|their|last|past|first)\s+){0,3}\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class CheckedClaim:
    """One bound claim: its words, the test they were compiled to, what was computed, and the verdict."""

    text: str
    sentence: str
    line: int
    measure: str
    params: Mapping[str, str]
    test: Test | None
    test_words: str
    unit: str
    title: str
    value: Decimal | None
    lower: Decimal | None
    upper: Decimal | None
    range_kind: str
    coverage_number: Fraction | Decimal | None
    coverage_weight: Fraction | Decimal | None
    verdict: Verdict
    reason: str
    faults: tuple[Fault, ...]
    link: str
    vintage: str


@dataclass(frozen=True)
class Unchecked:
    """A quantity that no claim link binds to a measure."""

    text: str
    line: int


@dataclass(frozen=True)
class CheckedDocument:
    """A whole announcement, checked."""

    title: str
    date: date | None
    claims: tuple[CheckedClaim, ...]
    unchecked: tuple[Unchecked, ...]


def check(document_text: str, resolver: Resolver) -> CheckedDocument:
    """Check a Markdown announcement against what the resolver knows.

    Raises BadDocument with every problem: broken links, bad dates, measures the resolver does not know.
    """
    document = read_document(document_text)
    known = _resolve(document, resolver)
    claims: list[CheckedClaim] = []
    unchecked: list[Unchecked] = []
    for number, piece in enumerate(document.pieces):
        bound, loose = _bound(piece, _quantities(piece))
        context = _Context(piece, Sentences(piece.text), AreasNamed(piece.text), bound, loose)
        for place in range(len(piece.links)):
            wording, problem = _wording(context, place)
            reference = piece.links[place].reference
            claims.append(_claim(reference, wording, problem, known[number, place], document.date))
        unchecked.extend(
            Unchecked(" ".join(quantity.text.split()), piece.line_at(quantity.start))
            for quantity in loose
        )
    return CheckedDocument(document.title, document.date, tuple(claims), tuple(unchecked))


def _resolve(document: Document, resolver: Resolver) -> dict[tuple[int, int], Measured]:
    """What is known of every claim, or BadDocument with each claim that names nothing known."""
    known: dict[tuple[int, int], Measured] = {}
    problems: list[Problem] = []
    for number, piece in enumerate(document.pieces):
        for place, link in enumerate(piece.links):
            try:
                known[number, place] = resolver(link.reference)
            except (UnknownMeasure, BadParameter) as refusal:
                problems.append(Problem(link.reference.line, str(refusal)))
    if problems:
        raise BadDocument(tuple(problems))
    return known


def _quantities(piece: Piece) -> tuple[Quantity, ...]:
    """A cell's figures in the units of its heads; "thousands" in a head is a unit and no figure."""
    found = quantities_under(piece.text, piece.heads)
    return tuple(q for q in found if q.kind is not Kind.VAGUE) if piece.is_head else found


def _bound(
    piece: Piece, quantities: Sequence[Quantity]
) -> tuple[dict[int, list[Quantity]], list[Quantity]]:
    """The quantities by the link their figure lies in, and those in none. Links are in order."""
    bound: dict[int, list[Quantity]] = {}
    loose: list[Quantity] = []
    first = 0
    for quantity in quantities:
        start, end = quantity.core
        while first < len(piece.links) and piece.links[first].end <= start:
            first += 1
        place = first
        while place < len(piece.links) and piece.links[place].start < end:
            bound.setdefault(place, []).append(quantity)
            place += 1
        if place == first:
            loose.append(quantity)
    return bound, loose


@dataclass(frozen=True)
class _Context:
    """One piece of the document with what was found in it."""

    piece: Piece
    sentences: Sentences
    areas: AreasNamed
    bound: Mapping[int, Sequence[Quantity]]
    loose: Sequence[Quantity]

    def spans_of(self, link: Link, sentence: tuple[int, int]) -> list[Quantity]:
        """The length of time that follows the link at once, else the one a sentence with one claim states."""
        first, last = sentence
        place = bisect_left(self.loose, link.end, key=lambda quantity: quantity.start)
        next_one = self.loose[place] if place < len(self.loose) else None
        if next_one is not None and next_one.kind is Kind.DURATION and next_one.start < last:
            between = self.piece.text[link.end : next_one.start]
            if _DURING.fullmatch(between.lstrip()):
                return [next_one]
        if sum(first <= link.start < last for link in self.piece.links) != 1:
            return []
        spans = [q for q in self.loose if q.kind is Kind.DURATION and first <= q.start < last]
        during = [
            q for q in spans if _DURING.search(self.piece.text[max(0, q.start - 30) : q.start])
        ]
        return during if len(spans) == 1 else []


def _wording(context: _Context, place: int) -> tuple[Wording, str]:
    """The claim's words in its sentence, and why they do not hold exactly one figure."""
    piece, links = context.piece, context.piece.links
    link = links[place]
    sentence = context.sentences.around(link.start, link.end)
    following = links[place + 1].start if place + 1 < len(links) else sentence[1]
    words = piece.text[link.start : link.end]
    main, durations, problem = main_quantity(link, words, context.bound.get(place, ()))
    if main is not None and main.kind is not Kind.DURATION and not durations:
        durations = context.spans_of(link, sentence)
    if main is not None and not main.problem:
        first, last = main.start - sentence[0], main.end - sentence[0]
        main = replace(
            main, problem=DENIED if denies(piece.text[slice(*sentence)], first, last) else ""
        )
    wording = Wording(
        sentence=piece.text[slice(*sentence)],
        words=words,
        begins=link.start - sentence[0],
        areas=context.areas.nearest((link.start, link.end), following, sentence),
        quantity=main,
        durations=durations,
        params=link.reference.params,
    )
    return wording, problem


def _claim(
    reference: ClaimReference,
    wording: Wording,
    problem: str,
    measured: Measured,
    on: date | None,
) -> CheckedClaim:
    if problem == NO_FIGURE and measured.unit == "per cent":
        first, last = wording.begins, wording.begins + len(wording.words)
        wording = replace(wording, quantity=whole_or_none(wording.sentence, first, last))
    test, refusal = _test(wording.quantity, problem, measured)
    faults = find_faults(wording, measured, refusal, on)
    if test is None or wording.quantity is None:
        judgement = Judgement(Verdict.CANNOT_SAY, refusal.reason if refusal else problem)
    else:
        moved = side(wording.quantity, measured.unit)
        measured = shown(measured, test, moved)
        judgement = with_faults(judge(test, measured, moved), grave(faults))
    return _assembled(reference, wording, measured, test, judgement, faults)


def _assembled(
    reference: ClaimReference,
    wording: Wording,
    measured: Measured,
    test: Test | None,
    judgement: Judgement,
    faults: tuple[Fault, ...],
) -> CheckedClaim:
    return CheckedClaim(
        text=" ".join(wording.words.split()),
        sentence=" ".join(wording.sentence.split()),
        line=reference.line,
        measure=reference.measure,
        params=reference.params,
        test=test,
        test_words="" if test is None else in_words(test, measured.unit),
        unit=measured.unit,
        title=measured.title,
        value=measured.value,
        lower=measured.lower,
        upper=measured.upper,
        range_kind=measured.range_kind,
        coverage_number=measured.coverage_number,
        coverage_weight=measured.coverage_weight,
        verdict=judgement.verdict,
        reason=judgement.reason,
        faults=faults,
        link=measured.link,
        vintage=measured.vintage,
    )


def _test(
    main: Quantity | None, problem: str, measured: Measured
) -> tuple[Test | None, NotCompilable | None]:
    if main is None:
        return None, NotCompilable(problem)
    try:
        return compile_quantity(main, measured.unit), None
    except NotCompilable as refusal:
        return None, refusal
