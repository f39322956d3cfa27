"""The award of a case: its money as the ledger has it, and the assistance counted with it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from mutualise.accounts.permissions import may_open
from mutualise.accounts.rules.roles import Access
from mutualise.chronicle import clock
from mutualise.programme.models import (
    Account,
    Assistance,
    Award,
    Case,
    CaseEvent,
    Posting,
    SubsidyStep,
)
from mutualise.programme.queries.fund import code_to_name, held_from_day
from mutualise.programme.queries.support import kept_for
from mutualise.programme.queries.viewing import Viewing
from mutualise.programme.rules.interests import key_of
from mutualise.programme.rules.money import pounds
from mutualise.programme.rules.states import State
from mutualise.programme.rules.subsidy import (
    LIMIT_PENCE,
    Given,
    headroom,
    must_be_published,
    publish_by,
    still_given,
)
from mutualise.programme.rules.support import KINDS


@dataclass(frozen=True)
class Money:
    """Where the money of an award stands, in pence."""

    committed: int
    ordered: int
    accrued: int
    paid: int

    @property
    def awarded(self) -> int:
        return self.committed + self.ordered + self.accrued + self.paid


def award_of(case: Case) -> Award | None:
    return Award.objects.select_related("budget__fund", "case").filter(case=case).first()


def accepted_on(case: Case) -> date | None:
    """The day the team accepted its award, the last time it did; None before."""
    taken = CaseEvent.objects.filter(case=case, name="accept_offer").order_by("-number").first()
    return timezone.localdate(taken.at) if taken else None


def left_from_day(award: Award, pence: int) -> date | None:
    """The day from which so much of the award was neither ordered nor owed on every day since; None: it is not."""
    account = Account.objects.filter(award=award, kind="COMMITTED").first()
    return held_from_day(account, pence) if account else None


def money_of(award: Award) -> Money:
    rows = Account.objects.filter(award=award).values_list("kind", "balance_pence")
    held = {"COMMITTED": 0, "ORDERED": 0, "ACCRUED": 0, "PAID": 0}
    for kind, pence in rows:
        held[kind] += pence
    return Money(held["COMMITTED"], held["ORDERED"], held["ACCRUED"], held["PAID"])


def given_by(award: Award) -> int:
    """Pence of the award as varied, whatever of it was used or released: the single subsidy of s.33."""
    given = Posting.objects.filter(kind__in=("COMMITMENT", "VARIATION"))
    into = Sum("amount_pence", filter=Q(target__award=award), default=0)
    out = Sum("amount_pence", filter=Q(source__award=award), default=0)
    found: int = given.aggregate(pence=into - out)["pence"]
    return found


def goes_public(award: Award) -> bool:
    """Whether the award, as varied, must be entered on the public database."""
    return must_be_published(given_by(award))


def assistance_of(case: Case) -> Sequence[Assistance]:
    """Minimal financial assistance from others that the team has told of, newest first."""
    return list(Assistance.objects.known_at(None).filter(case=case).order_by("-given_on", "-pk"))


def subsidy_read(award: Award) -> str:
    """Names what a team confirms: the amount of its award, and each row of other assistance."""
    rows = sorted(row.pk for row in assistance_of(award.case))
    return "-".join(str(part) for part in (award.pk, money_of(award).awarded, *rows))


def assistance(case: Case, number: int) -> Assistance | None:
    """What stands of the assistance a team told of, by its number."""
    known = Assistance.objects.known_at(None).filter(case=case, pk=number)
    found: Assistance | None = known.select_related("case").first()
    return found


def of_the_same_recipient(case: Case) -> QuerySet[Case]:
    """Every case of the body that has the assistance: the parent body, whichever of its teams
    applied. s.36 counts by enterprise, and a team is none before it is launched."""
    return Case.objects.filter(parent_key=case.parent_key, demonstration=case.demonstration)


def assistance_counted(case: Case) -> list[Given]:
    """All assistance that may count: what others gave by the word of any team of the recipient,
    the same told of twice counted once, and what this programme awarded to any of them."""
    same = of_the_same_recipient(case).values("pk")
    told = Assistance.objects.known_at(None).filter(case__in=same)
    by_case: dict[int, Counter[tuple[str, date, int]]] = defaultdict(Counter)
    for number, giver, on, pence in told.values_list("case", "giver", "given_on", "amount_pence"):
        by_case[number][key_of(giver), on, pence] += 1
    # Two teams that tell of the same aid: the larger count of either, not their sum.
    every: Counter[tuple[str, date, int]] = Counter()
    for counts in by_case.values():
        every |= counts
    return [Given(on, pence) for _, on, pence in every.elements()] + _awarded_to(same)


def _awarded_to(cases: QuerySet[Any]) -> list[Given]:
    """What stands of the awards to some cases. It is given when the team accepts the award, a later
    variation on its own day; what is only offered counts as if it were given today."""
    taken = CaseEvent.objects.filter(case__in=cases, name="accept_offer").order_by("number")
    accepted = {case: timezone.localdate(at) for case, at in taken.values_list("case", "at")}
    held = Account.objects.filter(award__case__in=cases).values_list("award")
    left = dict(held.annotate(pence=Sum("balance_pence")))
    parts: dict[int, list[Given]] = defaultdict(list)
    made = Posting.objects.filter(
        kind__in=("COMMITMENT", "VARIATION"), target__award__case__in=cases
    ).values_list("target__award", "target__award__case", "on", "amount_pence")
    for award, case, on, pence in made:
        parts[award].append(Given(max(on, accepted.get(case, clock.today())), pence))
    return [part for award, given in parts.items() for part in still_given(given, left[award])]


def headroom_of(case: Case) -> int:
    """Pence the recipient may still have as minimal financial assistance today."""
    return headroom(assistance_counted(case), clock.today())


def subsidy_steps(award: Award) -> dict[str, SubsidyStep]:
    return {row.kind: row for row in SubsidyStep.objects.filter(award=award).order_by("pk")}


def subsidy_within_limit(case: Case, by: Any) -> bool:
    """Guard of an award, and of accepting it with what the team has told of since; the award's own
    row and commitment are there when it is asked."""
    return headroom_of(case) >= 0


def subsidy_confirmed(case: Case, by: Any) -> bool:
    """Guard of accepting an offer: the team has confirmed what else it has had."""
    award = award_of(case)
    return award is not None and "CONFIRMED" in subsidy_steps(award)


def no_open_orders(case: Case, by: Any) -> bool:
    """Guard of stopping: no work order, place or mentor’s day holds money, and nothing is owed."""
    award = award_of(case)
    if award is None:
        return True
    money = money_of(award)
    return not money.ordered and not money.accrued and not kept_for(award)


def panel(seen: Viewing) -> dict[str, Any]:
    award, assistance = seen.award, assistance_of(seen.case)
    money = money_of(award) if award else None
    in_use = seen.state in (State.AWARDED, State.DELIVERING)
    # Nothing is released while the award is in use, so that its money then is all that was given.
    given = money.awarded if money and in_use else given_by(award) if award else 0
    return {
        "award": award,
        "kind": KINDS[award.kind] if award else None,
        "money": money,
        "assistance": assistance,
        "headroom": headroom_of(seen.case),
        "steps": subsidy_steps(award) if award else {},
        "pounds": pounds,
        "team": seen.team,
        "officer": seen.officer,
        "decider": seen.decider,
        "finance": may_open(seen.person, Access.FINANCE_OFFICER),
        "owing": seen.state in (State.DELIVERING, State.LAUNCHED),
        "in_use": in_use,
        "given": given,
        "fund_code": code_to_name(award.budget.fund) if award else "",
        "limit": pounds(LIMIT_PENCE),
        "published": must_be_published(given),
        "publish_by": publish_by(timezone.localdate(award.decided_at)) if award else None,
    }
