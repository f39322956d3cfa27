"""How advice is bought: lots, grades, and the framework's rule on the way to a supplier.

The lots are the kinds of advice the programme's own pages named (reference on the programme,
section 2.3). How the programme's framework chose between a direct call-off and a mini-competition
was not found; the limit and the days below are this product's own, in one place (ADR 0064).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from mutualise.programme.rules.money import pounds

LOTS = {
    "LEGAL": "Legal",
    "TAX": "Tax and finance",
    "PLANNING": "Business planning",
    "PENSIONS": "Pensions",
    "HR": "HR and organisational change",
    "MARKETING": "Marketing and bids",
    "SOCIAL": "Social value",
}
GRADES = {"PARTNER": "Partner or director", "SENIOR": "Senior adviser", "ADVISER": "Adviser"}
# Up to this price an officer may go to one supplier without a competition.
DIRECT_MOST_PENCE = 10_000_00
# A competition stays open for at least this many days, so that small firms can answer.
OPEN_DAYS = 7
# One day of advice in minutes: seven and a half hours.
DAY_MINUTES = 450


# The rule in the words officers and suppliers read.
DIRECT_RULE = (
    f"One supplier may be asked directly for up to £{DIRECT_MOST_PENCE // 100:,} of work on a lot for "
    "a team, all its direct orders on that lot counted together; for any amount where it is the only "
    "supplier on the lot, or where a mini-competition for at least as many days closed without an offer."
)
COMPETITION_RULE = (
    f"Every supplier on the lot without a tie to the parent body is asked and has at least {OPEN_DAYS} "
    "days. Offers are sealed until it closes. A lone offer is chosen only with what shows that its "
    "price is fair."
)


def direct_fault(
    price_pence: int, suppliers: int, *, unanswered: bool, before_pence: int = 0
) -> str | None:
    """Why a direct call-off is not permitted at a price, or None.

    `suppliers` is how many are on the lot today; `unanswered` is whether a competition for at least
    as much work closed without an offer; `before_pence` is what was called off directly for the same
    team on the lot, so that work is not cut into pieces below the limit.

    >>> direct_fault(10_000_00, 4, unanswered=False) is None
    True
    >>> direct_fault(1_00, 4, unanswered=False, before_pence=10_000_00) is None
    False
    """
    if suppliers == 1 or unanswered or before_pence + price_pence <= DIRECT_MOST_PENCE:
        return None
    most = f"£{DIRECT_MOST_PENCE // 100:,}"
    if not before_pence:
        return (
            f"Over {most} the suppliers of the lot compete. Open a mini-competition, or order less."
        )
    return (
        f"{pounds(before_pence)} was ordered directly on this lot for this team already, and with "
        f"this order it would be over {most}. Open a mini-competition, or order less."
    )


def lone_offer_fault(offers: int, asked: int, fair: str) -> str | None:
    """Why the one offer of a competition may not be chosen, or None. `asked` is how many suppliers
    could have answered, `fair` what shows that the price is fair.

    >>> lone_offer_fault(1, 3, "As in the last two orders") is None
    True
    """
    if offers > 1 or asked <= 1 or fair.strip():
        return None
    return (
        f"Only one of {asked} suppliers made an offer. Say what shows that its price is fair, or "
        "withdraw the competition and open another."
    )


def price_fault(price_pence: int, days: Decimal, rates: Iterable[int]) -> str | None:
    """Why a price breaks the supplier's rate card, or None. `rates` are its day rates on the lot
    today, in pence, grade by grade.

    >>> price_fault(200_000, Decimal("2"), [90_000, 100_000]) is None
    True
    """
    known = list(rates)
    if not known:
        return "The supplier has no rate on this lot. Add its rate card first."
    most = days * max(known)
    if price_pence > most:
        return (
            f"{days.normalize():f} days at the supplier’s highest rate are "
            f"{pounds(int(most))}. The price must not be more."
        )
    return None


def closing_fault(today: date, closes_on: date) -> str | None:
    """Why a competition may not close on a day, or None."""
    first = today + timedelta(days=OPEN_DAYS)
    if closes_on < first:
        return f"Leave suppliers at least {OPEN_DAYS} days: {first:%-d %B %Y} or later."
    return None


def days_of(minutes: int) -> Decimal:
    """Minutes worked as days of advice, to two places.

    >>> days_of(675)
    Decimal('1.50')
    """
    return (Decimal(minutes) / DAY_MINUTES).quantize(Decimal("0.01"), ROUND_HALF_UP)


def output_fault(price_pence: int, left_pence: int) -> str | None:
    """Why an output may not be handed in at a price, or None; `left_pence` is what the order still
    holds for work that was neither accepted nor waits for the team."""
    if price_pence <= 0:
        return "The price must be more than nothing."
    if price_pence > left_pence:
        return f"The order has {pounds(left_pence)} left for outputs. Ask for no more than that."
    return None
