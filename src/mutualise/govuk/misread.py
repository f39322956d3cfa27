"""What the address of a page asks that the page does not understand.

Whoever reads a parameter notes here what is wrong with it and what is shown instead. The layout tells it at the top of the page, in one
place for every page; data has no such place, and is refused (`web.middleware`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, QueryDict

LONGEST = 200
SHOWN = 60
HELD_AS = "mutualise_misread"


@dataclass(frozen=True)
class Misread:
    """A parameter by its name, what is wrong with it, what a page shows instead, and the values it may
    have where they can be listed."""

    name: str
    wrong: str
    instead: str = ""
    known: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return f"{self.wrong} {self.instead}".rstrip()


def misread(request: HttpRequest | None) -> tuple[Misread, ...]:
    """What was not understood so far of the address of this request, in the order it was read."""
    return getattr(request, HELD_AS, ())


def note(
    request: HttpRequest, name: str, wrong: str, instead: str = "", known: Collection[str] = ()
) -> None:
    """Keep that a parameter was not understood: what is wrong and what is shown instead, each in whole
    sentences, and the values there are. A parameter is told of once."""
    found = misread(request)
    if name not in {each.name for each in found}:
        setattr(request, HELD_AS, (*found, Misread(name, wrong, instead, tuple(known))))


def understood(request: HttpRequest) -> QueryDict:
    """What the address asks, without what was not understood: for links that keep the question."""
    found = request.GET.copy()
    for each in misread(request):
        found.pop(each.name, None)
    return found


def quoted(value: str) -> str:
    """What was given, in quotation marks, and no longer than a line."""
    return f"“{value[:SHOWN]}{'…' if len(value) > SHOWN else ''}”"


def words(request: HttpRequest, name: str = "q", called: str = "Search") -> str:
    """Words to search for. Of a very long text the beginning is used, and the reader told so."""
    text = request.GET.get(name, "").strip()
    if len(text) > LONGEST:
        longest = f"{called}: a search has at most {LONGEST} characters."
        note(request, name, longest, "The first of them were used.")
    return text[:LONGEST]


def chosen(
    request: HttpRequest, name: str, known: Collection[str], called: str, *, default: str = "",
    instead: str = "The list is shown without this filter.",
) -> str:  # fmt: skip
    """One of the known values, or `default` where none or another was given."""
    value = request.GET.get(name, "").strip()
    if not value:
        return default
    if value in known:
        return value
    wrong = f"{called}: {quoted(value)} is not one of the choices."
    note(request, name, wrong, instead, sorted(each for each in known if each))
    return default


def numbered(request: HttpRequest, name: str, called: str, instead: str) -> int | None:
    """A whole number of up to nine figures, or none where nothing, or something else, was given."""
    text = request.GET.get(name, "").strip()
    if not text:
        return None
    if text.isascii() and text.isdigit() and len(text) < 10:
        return int(text)
    note(request, name, f"{called}: {quoted(text)} is not a number. Write it as in 17.", instead)
    return None


def ordered(request: HttpRequest, known: Collection[str], default: str, instead: str) -> str:
    """The order asked for by `sort`. `instead` says in words what the usual order is by."""
    shown = f"The list is in its usual order, {instead}."
    return chosen(request, "sort", known, "Order", default=default, instead=shown)


def chosen_each(
    request: HttpRequest, known: Mapping[str, tuple[str, Collection[str]]]
) -> dict[str, str]:
    """Several filters by name: each with what it is called and the values it may have."""
    return {name: chosen(request, name, values, called) for name, (called, values) in known.items()}
