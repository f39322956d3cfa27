"""A conflict every officer shares: two people give leave, in the open, for a time, to one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from mutualise.accounts.actions import invite
from mutualise.accounts.models import AuditEntry, Person
from mutualise.accounts.permissions import NotAllowed
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.chronicle.refusals import NoLongerStands
from mutualise.programme.actions import conflicts, dispensations
from mutualise.programme.actions.assessment import declare_interest
from mutualise.programme.actions.suppliers import Wrong
from mutualise.programme.models import CaseMember, Dispensation, Recusal
from mutualise.programme.queries.dispensations import shut_to_all
from mutualise.programme.queries.visible import is_closed_to, staff_cases
from mutualise.programme.rules.states import State
from tests.programme.builders import case_at, holder, signed_in

pytestmark = pytest.mark.django_db
NOW, LONG_AGO, SPRING = datetime(2026, 11, 2, 12, tzinfo=UTC), date(2014, 1, 1), date(2027, 2, 1)
TEAM = "lead@office.gov.uk"


@pytest.fixture(autouse=True)
def _clock():
    with clock.at(NOW):
        yield


def of_the_office(name: str, role: Role = Role.PROGRAMME_OFFICER) -> Person:
    return invite(email=f"{name}@office.gov.uk", role=role, job_title=name, valid_from=LONG_AGO)


@pytest.fixture
def tied():
    """A case of the office itself, and what was found of its one officer."""
    case, officer = case_at(State.DECIDING), of_the_office("officer")
    CaseMember.objects.create(case=case, person=Person.objects.create_user(TEAM), part="SPONSOR")
    conflicts.record_found()
    return Recusal.objects.get(case=case, person=officer)


def asked(tied: Recusal, by: Person, **more: object) -> Dispensation:
    return dispensations.ask(
        recusal=tied, by=by, **{"reason": "Nobody else can", "until": SPRING} | more
    )


def test_leave_opens_the_case_only_once_a_second_person_agreed_and_until_its_day(tied):
    payer, decider = holder(Role.FINANCE_OFFICER), holder(Role.DECISION_MAKER)
    row = asked(tied, payer)
    assert is_closed_to(tied.person, tied.case)
    with pytest.raises(NotAllowed, match="somebody else"):
        dispensations.agree(row=row, by=payer, words="Mine")
    dispensations.agree(row=row, by=decider, words="Watched closely")
    assert not is_closed_to(tied.person, tied.case)
    assert tied.case in staff_cases(tied.person)
    with clock.at(datetime(2027, 2, 1, 12, tzinfo=UTC)):
        assert is_closed_to(tied.person, tied.case)
    dispensations.end(row=row, by=decider, words="Somebody came")
    assert is_closed_to(tied.person, tied.case)
    trail = AuditEntry.objects.filter(subject=tied.case.reference).values_list("event", flat=True)
    assert {f"programme.dispensation.{each}" for each in ("asked", "agreed", "ended")} <= set(trail)


def test_one_of_the_two_is_a_decision_maker_and_neither_has_a_conflict(tied):
    payer, other = holder(Role.FINANCE_OFFICER), holder(Role.FINANCE_OFFICER)
    row = asked(tied, payer)
    with pytest.raises(NotAllowed, match="decision maker"):
        dispensations.agree(row=row, by=other, words="Yes")
    for closed in (
        tied.person,
        of_the_office("decider", Role.DECISION_MAKER),
        holder(Role.ASSESSOR),
    ):
        with pytest.raises(NotAllowed):
            dispensations.agree(row=row, by=closed, words="Yes")
    assert is_closed_to(tied.person, tied.case)


def test_who_works_by_leave_signs_no_other(tied):
    payer, decider = holder(Role.FINANCE_OFFICER), holder(Role.DECISION_MAKER)
    dispensations.agree(row=asked(tied, payer), by=decider, words="Yes")
    second = of_the_office("second")
    conflicts.record_found()
    theirs = Recusal.objects.get(person=second)
    with pytest.raises(NotAllowed):
        asked(theirs, tied.person)
    assert asked(theirs, payer)


def test_no_leave_while_two_officers_are_free_nor_for_another_conflict(tied):
    payer = holder(Role.FINANCE_OFFICER)
    holder(Role.PROGRAMME_OFFICER)
    holder(Role.PROGRAMME_OFFICER)
    with pytest.raises(Wrong, match="Enough people"):
        asked(tied, payer)
    declared = Recusal.objects.create(
        person=tied.person, case=case_at(), origin="DECLARED", words="A cousin"
    )
    with pytest.raises(Wrong, match="declared of themselves stays"):
        asked(declared, payer)


def test_what_the_person_declares_closes_the_case_in_spite_of_leave(tied):
    payer, decider = holder(Role.FINANCE_OFFICER), holder(Role.DECISION_MAKER)
    dispensations.agree(row=asked(tied, payer), by=decider, words="Yes")
    declare_interest(
        by=tied.person, kind="FAMILY", organisation=tied.case.parent_body, valid_from=LONG_AGO,
        valid_until=None,
    )  # fmt: skip
    assert is_closed_to(tied.person, tied.case)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"until": NOW.date()}, "until"),
        ({"until": NOW.date() + timedelta(days=200)}, "until"),
    ],
)
def test_leave_has_a_reason_and_a_day_within_half_a_year(tied, given, field):
    with pytest.raises(Wrong) as refused:
        asked(tied, holder(Role.FINANCE_OFFICER), **given)
    assert refused.value.field == field
    assert not Dispensation.objects.exists()


def test_leave_asked_for_twice_or_agreed_twice_is_one(tied):
    payer, decider = holder(Role.FINANCE_OFFICER), holder(Role.DECISION_MAKER)
    row = asked(tied, payer)
    with pytest.raises(NoLongerStands):
        asked(tied, decider)
    dispensations.agree(row=row, by=decider, words="Yes")
    with pytest.raises(NoLongerStands):
        dispensations.agree(row=row, by=decider, words="Yes")


def test_the_database_refuses_leave_by_one_person(tied):
    with pytest.raises(IntegrityError), transaction.atomic():
        Dispensation.objects.create(
            recusal=tied, reason="A", until=SPRING, asked_by=tied.person, agreed_by=tied.person,
            agreed_at=NOW, agreed_words="B",
        )  # fmt: skip


def test_pages_show_what_waits_and_the_person_finds_no_trace(tied):
    payer, decider = signed_in(holder(Role.FINANCE_OFFICER)), signed_in(holder(Role.DECISION_MAKER))
    listed = payer.get("/programme/conflicts/").content.decode()
    assert (
        f'No officer may work on <a class="govuk-link" href="/programme/cases/{tied.case.reference}/'
        in listed
    )
    until = {"until-day": 1, "until-month": 2, "until-year": 2027}
    payer.post(f"/programme/conflicts/{tied.pk}/leave/", {"reason": "Nobody else can", **until})
    row = Dispensation.objects.get()
    closed = signed_in(tied.person)
    for page in (f"{tied.pk}/leave/", f"leave/{row.pk}/agree/", f"leave/{row.pk}/end/"):
        assert closed.get(f"/programme/conflicts/{page}").status_code == 404
    assert tied.case.reference not in closed.get("/programme/conflicts/").content.decode()
    decider.post(f"/programme/conflicts/leave/{row.pk}/agree/", {"words": "Watched closely"})
    shown = decider.get("/programme/conflicts/").content.decode()
    assert "In force" in shown
    assert "Watched closely" in shown
    assert closed.get(f"/programme/cases/{tied.case.reference}/").status_code == 200
    assert signed_in(holder(Role.ASSESSOR)).get("/programme/conflicts/").status_code == 403


def test_a_case_closed_to_the_whole_staff_is_counted_for_who_runs_the_service(tied):
    assert shut_to_all() == 1
    holder(Role.FINANCE_OFFICER)
    assert shut_to_all() == 0
