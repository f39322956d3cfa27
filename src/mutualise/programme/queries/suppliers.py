"""Suppliers on the framework: what each may do, for whom, and since when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from mutualise.chronicle import clock
from mutualise.govuk.searching import with_words
from mutualise.programme.models import (
    Case,
    ConsortiumPlace,
    LotPlace,
    Rate,
    Supplier,
    SupplierInterest,
    WorkOrder,
)
from mutualise.programme.rules.advice import LOTS
from mutualise.programme.rules.interests import key_of, keys_of

FACTS: dict[str, type[Any]] = {
    "lots": LotPlace,
    "rates": Rate,
    "consortia": ConsortiumPlace,
    "interests": SupplierInterest,
}


@dataclass(frozen=True)
class Line:
    """One supplier as a list shows it; `orders` are those of the cases its reader may see."""

    supplier: Supplier
    lots: Sequence[str]
    orders: int


def holding(day: date) -> Q:
    """True of dated facts of a supplier that hold on a day."""
    return Q(valid_from__lte=day) & (Q(valid_until=None) | Q(valid_until__gt=day))


def find(text: str = "", lot: str = "") -> QuerySet[Supplier]:
    """Suppliers whose name or code has every word, on a lot if one is named; by name."""
    found = with_words(Supplier.objects.order_by("name", "pk"), text, "name", "code")
    return found.filter(_on(lot)) if lot in LOTS else found


def lines(suppliers: Sequence[Supplier], cases: Any) -> list[Line]:
    """The suppliers with their lots today and how many orders they have had of the cases the person may see."""
    today = clock.today()
    places: dict[int, list[str]] = {}
    for place in LotPlace.objects.known_at(None).filter(holding(today), supplier__in=suppliers):
        places.setdefault(place.supplier_id, []).append(LOTS[place.lot])
    had = WorkOrder.objects.filter(supplier__in=suppliers, award__case__in=cases.values("pk"))
    orders = list(had.values_list("supplier", flat=True))
    return [Line(s, sorted(places.get(s.pk, [])), orders.count(s.pk)) for s in suppliers]


def supplier_called(code: str) -> Supplier | None:
    return Supplier.objects.filter(code=code).first()


def facts(supplier: Supplier, kind: str) -> Sequence[Any]:
    """What is recorded of a kind about a supplier now, newest first."""
    found = FACTS[kind].objects.known_at(None).filter(supplier=supplier)
    return list(found.order_by("-valid_from", "-pk"))


def taken_back(supplier: Supplier) -> list[tuple[str, Any]]:
    """What was recorded of a supplier in error and taken back, with its kind; newest first."""
    found = [
        (kind, row)
        for kind, model in FACTS.items()
        for row in model._base_manager.filter(supplier=supplier, withdrawn=True)
        .select_related("supplier", "recorded_by")
    ]  # fmt: skip
    return sorted(found, key=lambda each: each[1].recorded_at, reverse=True)


def fact(supplier: Supplier, kind: str, number: int) -> Any:
    return FACTS[kind].objects.known_at(None).filter(supplier=supplier, pk=number).first()


def consortia() -> Sequence[Supplier]:
    return list(Supplier.objects.filter(consortium=True).order_by("name"))


def may_serve(lot: str, case: Case) -> QuerySet[Supplier]:
    """Suppliers on a lot today that have no tie to the case's parent body, by name.

    A consortium is tied when one of its members is."""
    today = clock.today()
    return find(lot=lot).exclude(pk__in=tied_to(case, today))


def tied_to(case: Case, day: date) -> set[int]:
    """Numbers of the suppliers that are the parent body of a case or one of several it names, have a tie
    to it, or have a member that does."""
    bodies = keys_of(case.parent_body)
    own = set(Supplier.objects.filter(name_key__in=bodies).values_list("pk", flat=True))
    known = SupplierInterest.objects.known_at(None)
    own |= set(known.filter(holding(day), organisation_key__in=bodies)
               .values_list("supplier", flat=True))  # fmt: skip
    places = ConsortiumPlace.objects.known_at(None).filter(holding(day), supplier__in=own)
    return own | set(places.values_list("consortium", flat=True))


def on_lot(lot: str) -> int:
    """How many suppliers are on a lot today."""
    return find(lot=lot).count()


def rates_of(supplier: Supplier, lot: str) -> list[int]:
    """The supplier's day rates on a lot today, in pence."""
    known = Rate.objects.known_at(None).filter(holding(clock.today()), supplier=supplier, lot=lot)
    return list(known.values_list("day_rate_pence", flat=True))


def firms_of(codes: Sequence[str], day: date) -> QuerySet[Supplier]:
    """Suppliers of these codes, and the consortia they are members of on a day."""
    if not codes:
        return Supplier.objects.none()
    mine = Supplier.objects.filter(code__in=codes)
    places = ConsortiumPlace.objects.known_at(None).filter(holding(day), supplier__in=mine)
    return Supplier.objects.filter(Q(code__in=codes) | Q(pk__in=places.values("consortium")))


def codes_in(*suppliers: Supplier) -> list[str]:
    """Codes of the suppliers and of the firms that are in them as consortia today."""
    known = ConsortiumPlace.objects.known_at(None).filter(
        holding(clock.today()), consortium__in=suppliers
    )
    return sorted(
        {each.code for each in suppliers} | set(known.values_list("supplier__code", flat=True))
    )


def new_fact(kind: str, supplier: Supplier, given: dict[str, Any]) -> Any:
    """A row ready to record; the key of a named organisation is made here."""
    more = {"organisation_key": key_of(given["organisation"])} if kind == "interests" else {}
    return FACTS[kind](supplier=supplier, **given, **more)


def _on(lot: str) -> Exists:
    known = LotPlace.objects.known_at(None)
    return Exists(known.filter(holding(clock.today()), supplier=OuterRef("pk"), lot=lot))
