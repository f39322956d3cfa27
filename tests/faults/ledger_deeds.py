"""What the fault tests let processes do to a ledger: `python -m tests.faults.ledger_deeds VERB …`."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from datetime import UTC, date, datetime
from itertools import count

import django

django.setup()

from django.db import OperationalError, connection, transaction  # noqa: E402
from django.db.models import Q  # noqa: E402

from mutualise.accounts.models import Person  # noqa: E402
from mutualise.accounts.rules.roles import Role  # noqa: E402
from mutualise.chronicle import clock  # noqa: E402
from mutualise.programme.actions import awards, fund, reversals  # noqa: E402
from mutualise.programme.models import Account, Award, Budget, Case, CaseEvent, Posting  # noqa: E402
from mutualise.programme.rules.stages import NotPermitted  # noqa: E402
from mutualise.programme.rules.states import State  # noqa: E402
from tests.programme.builders import (  # noqa: E402
    budget_of,
    case_at,
    give_objectives_and_baseline,
    holder,
)


def people() -> tuple[Person, Person]:
    found = [
        Person.objects.filter(holdings__role=role.value).first() or holder(role)
        for role in (Role.DECISION_MAKER, Role.FINANCE_OFFICER)
    ]
    return found[0], found[1]


def prepare(cases: int, pence: int) -> None:
    with transaction.atomic():
        people()
        budget_of(pence)
        for _ in range(cases):
            give_objectives_and_baseline(case_at(State.DECIDING))
    print("ready")


def race(part: int, parts: int, times: int) -> None:
    """Try `times` times to award one pound to every case of this part; print how many awards were
    made."""
    decider, _ = people()
    budget, made = Budget.objects.get(), 0
    for case in list(Case.objects.order_by("pk")[part::parts]) * times:
        with suppress(NotPermitted):
            made += _awarded(case, decider, budget)
    print(made)


def _awarded(case: Case, decider: Person, budget: Budget) -> bool:
    """Whether the award was made; one that waited too long for the others is asked for again."""
    while True:
        try:
            award(case, decider, budget)
        except fund.FundExhausted:
            return False
        except OperationalError as waited:
            if "locked" not in str(waited):
                raise
        else:
            return True


def award(case: Case, decider: Person, budget: Budget, pence: int = 1_00) -> Award:
    return awards.make_award(
        case=case, by=decider, kind="ADVICE", budget=budget, amount_pence=pence,
        purpose="Advice", words="It scored well",
    )  # fmt: skip


def deeds(case: Case) -> None:
    """Award, owe and pay ten pounds; doing it again does what is still to do and no more."""
    decider, payer = people()
    with suppress(NotPermitted):
        award(case, decider, Budget.objects.get(), 10_00)
    made = Award.objects.get(case=case)
    fund.accrue(award=made, amount_pence=10_00, by=payer, on=date(2026, 6, 1), words="Done",
                key=f"accrue-{case.pk}")  # fmt: skip
    fund.pay(award=made, amount_pence=10_00, by=payer, on=date(2026, 6, 2), reference="P1",
             key=f"pay-{case.pk}")  # fmt: skip


def others(case: Case) -> None:
    """Every other deed on the ledger, each once: allocate, vary up and down, release, reverse and
    close the year. Doing it again does what is still to do and no more."""
    decider, payer = people()
    budget = Budget.objects.order_by("pk").first()
    code = f"of-{case.pk}"
    if not Budget.objects.filter(code=code).exists():
        fund.add_budget(by=payer, fund=budget.fund, code=code, name=code, year=budget.year)
    mine = Budget.objects.get(code=code)
    fund.allocate(by=payer, budget=budget, pence=-30_00, words="Back", key=f"back-{case.pk}")
    fund.allocate(by=payer, budget=mine, pence=30_00, words="Give", key=f"give-{case.pk}")
    with suppress(NotPermitted):
        award(case, decider, mine, 10_00)
    made = Award.objects.get(case=case)
    for change in (5_00, -2_00):
        awards.vary_award(award=made, by=decider, pence=change, words="Vary",
                          key=f"vary-{change}-{case.pk}")  # fmt: skip
    taken = fund.allocate(by=payer, budget=mine, pence=-1_00, words="Wrong", key=f"x-{case.pk}")
    with suppress(fund.PostingRefused):
        reversals.reverse(posting=taken, by=payer, words="It was wrong")
    if Account.objects.get(award=made, kind="COMMITTED").balance_pence:
        fund.release(award=made, by=payer, words="Not used")
    if Account.objects.get(budget=mine, award=None, kind="AVAILABLE").balance_pence:
        with clock.at(datetime(mine.year + 1, 4, 1, 12, tzinfo=UTC)):
            fund.close_year(
                by=payer, budget=mine, into=None, words="Year end", key=f"end-{case.pk}"
            )


def check_others(case: Case) -> None:
    """Thirty pounds went in and all lapsed; each deed stands in the ledger once."""
    mine = Budget.objects.get(code=f"of-{case.pk}")
    held = dict(Account.objects.filter(budget=mine).values_list("kind", "balance_pence"))
    assert held == {"AVAILABLE": 0, "COMMITTED": 0, "LAPSED": 30_00}, held
    for deed in ("back", "give", "x", "vary-500", "vary--200", "end"):
        assert Posting.objects.filter(key=f"{deed}-{case.pk}").count() == 1, deed
    assert Posting.objects.filter(source__award__case=case, kind="RELEASE").count() == 1
    assert Posting.objects.filter(reverses__key=f"x-{case.pk}").count() == 1
    _balanced(Account.objects.filter(budget=mine))


def killed_at_each_statement(deed=None, looked=None, step: int = 1) -> None:
    """Kill a process at its first statement and at each `step` after; do the deeds again; look at
    the ledger.

    Prints how many kills there were, and whether the last process came to its end.
    """
    deed, looked = deed or deeds, looked or check
    kills, ended = 0, False
    for number, case in zip(count(1, step), Case.objects.order_by("pk"), strict=False):
        connection.close()
        child = os.fork()
        if child == 0:
            with connection.execute_wrapper(dying_at(number)):
                deed(case)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        kills += os.WIFSIGNALED(status)
        deed(case)
        looked(case)
        if not os.WIFSIGNALED(status):
            ended = os.WEXITSTATUS(status) == 0
            break
    _balanced(Account.objects.all())
    print(kills, "ended" if ended else "not ended")


def others_killed() -> None:
    # These deeds have many statements: every third is tried, for the sake of time.
    killed_at_each_statement(others, check_others, step=3)


def dying_at(number: int):
    seen = 0

    def wrapper(execute, sql, params, many, context):
        nonlocal seen
        seen += 1
        if seen == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    return wrapper


def check(case: Case) -> None:
    """Nothing lost, nothing doubled."""
    assert CaseEvent.objects.filter(case=case, name="award").count() == 1
    held = dict(Account.objects.filter(award__case=case).values_list("kind", "balance_pence"))
    assert held == {"COMMITTED": 0, "ACCRUED": 0, "PAID": 10_00}, held
    assert Posting.objects.filter(target__award__case=case).count() == 3
    # The other awards' accounts were looked at after their own kill, and all are at the end.
    _balanced(Account.objects.filter(Q(award__case=case) | Q(award=None)))


def _balanced(accounts) -> None:
    """Each account holds what its postings brought less what they took."""
    for account in accounts:
        there = sum(p.amount_pence for p in Posting.objects.filter(target=account))
        away = sum(p.amount_pence for p in Posting.objects.filter(source=account))
        assert account.balance_pence == there - away


if __name__ == "__main__":
    from mutualise.programme.queries import guards
    from mutualise.programme.rules.stages import Guard

    # Who assessed the case is not what these tests are about.
    guards.CHECKS[Guard.DECIDED_BY_ANOTHER] = lambda *_: True
    verb, *numbers = sys.argv[1:]
    {
        "prepare": prepare,
        "race": race,
        "killed": killed_at_each_statement,
        "others_killed": others_killed,
    }[verb](*map(int, numbers))
