"""Whom an officer may order from: the framework's rule put to each supplier for one piece of work."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from mutualise.accounts.queries import holders_of
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.programme.models import Award, Case, Supplier
from mutualise.programme.queries.orders import called_off_directly, unanswered
from mutualise.programme.queries.suppliers import codes_in, find, on_lot, rates_of, tied_to
from mutualise.programme.queries.visible import may_advise
from mutualise.programme.rules.advice import LOTS, direct_fault, price_fault


@dataclass(frozen=True)
class Choice:
    """A supplier, and why it may not have the order: nothing where it may. `field` is what of the
    order would have to change."""

    supplier: Supplier
    fault: str = ""
    field: str = ""


def choices(case: Case, lot: str, days: Decimal, price_pence: int) -> Sequence[Choice]:
    """Every supplier of the framework, by name, for so many days on a lot at a price."""
    return _judged(find(), case, lot, days, price_pence)


def choice(
    supplier: Supplier, case: Case, lot: str, days: Decimal, price_pence: int
) -> Choice:  # fmt: skip
    """One supplier for so many days on a lot at a price."""
    return _judged([supplier], case, lot, days, price_pence)[0]


def _judged(
    suppliers: Iterable[Supplier], case: Case, lot: str, days: Decimal, price_pence: int
) -> list[Choice]:
    serving = {each.pk for each in find(lot=lot)}
    tied = tied_to(case, clock.today())
    found = []
    for supplier in suppliers:
        field, fault = "supplier", None
        if supplier.pk not in serving:
            fault = f"{supplier} is not on the lot {LOTS[lot]} today."
        elif supplier.pk in tied:
            fault = f"{supplier} has a tie to the parent body."
        elif _keeps_out(supplier, case):
            fault = f"A conflict of interest keeps every adviser of {supplier} from this case."
        else:
            field, fault = "price", price_fault(price_pence, days, rates_of(supplier, lot))
        found.append(Choice(supplier, fault, field) if fault else Choice(supplier))
    return found


def _keeps_out(supplier: Supplier, case: Case) -> bool:
    """Whether the supplier has advisers and none may work on the case."""
    advisers = list(holders_of(Role.ADVISER, codes_in(supplier)))
    return bool(advisers) and not any(may_advise(person, case) for person in advisers)


def lot_fault(award: Award, lot: str) -> str | None:
    """Why the award buys no advice on a lot, or None."""
    if award.budget.lot in ("", lot):
        return None
    return f"The budget of this award is for the lot {LOTS[award.budget.lot]} alone."


def direct_order_fault(case: Case, lot: str, days: Decimal, price_pence: int) -> str | None:
    """Why no supplier may be asked directly for this, or None."""
    return direct_fault(
        price_pence, on_lot(lot), unanswered=unanswered(case, lot, days),
        before_pence=called_off_directly(case, lot),
    )  # fmt: skip
