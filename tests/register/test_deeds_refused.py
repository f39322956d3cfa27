"""Each deed on the record asks for its role and its reason itself, by whatever page or command it comes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser

from mutualise.accounts import actions as people
from mutualise.accounts.permissions import (
    NotAllowed,
    holds,
    holds_somewhere,
    may_open,
    organisations_of,
)
from mutualise.accounts.queries import is_editor
from mutualise.accounts.rules.roles import Access, Role
from mutualise.chronicle.models import Change
from mutualise.chronicle.refusals import NoLongerStands, ReasonMissing
from mutualise.evidence import actions as evidence
from mutualise.evidence.models import Observation, Source
from mutualise.register import actions as register
from mutualise.register.actions import amendments, control
from mutualise.register.actions.launch import record_launch
from mutualise.register.models import LifeEvent, Organisation
from mutualise.register.rules.facts import Answer
from mutualise.register.rules.life import EndsBeforeLaunch
from mutualise.register.rules.stakes import ImpossibleStakes
from tests.programme.builders import holder, stranger

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)
BODY = SimpleNamespace(code="one-body")
EDITED = {
    "record a fact": lambda by: register.record_fact(by=by, row=None),
    "add a body": lambda by: register.add_organisation(by=by, code="b", entry=None),
    "record stakes": lambda by: register.record_stakes(by=by, rows=[]),
    "decide a verdict": lambda by: register.record_verdict(
        by=by, organisation=None, definition="", outcome=Answer.MEETS, decided_for=DAY, reasons="r", source=None),
    "withdraw a fact": lambda by: register.withdraw_fact(by=by, old=None, reason="r"),
    "correct a fact": lambda by: register.correct_fact(by=by, old=None, values={}, reason="r"),
    "decide an amendment": lambda by: amendments.decide_amendment(
        by=by, amendment=None, accept=True, reason="r", reading=None),
    "add a source": lambda by: evidence.add_source(by=by, row=None),
    "correct a source": lambda by: evidence.correct_source(by=by, old=None, row=None, reason="r"),
    "record an observation": lambda by: evidence.record_observation(by=by, row=None),
    "replace an observation": lambda by: evidence.replace_observation(
        by=by, old=None, row=None, change=Change.UPDATE, reason="r"),
    "withdraw an observation": lambda by: evidence.withdraw_observation(by=by, old=None, reason="r"),
    "name a body's document": lambda by: evidence.source_named_by_body(by=by, code="c", title="t", url=""),
}  # fmt: skip
BY_AN_OFFICER = {
    "the programme's source": lambda by: evidence.add_programme_source(
        by=by, code="c", title="t", url="", on=DAY, demonstration=False),
    "a launch": lambda by: record_launch(by=by, launch=None),
}  # fmt: skip
BY_THE_SECRETARY = {
    "the member register": lambda by: evidence.member_register_source(
        by=by, organisation=BODY.code, title="t", url=""),
    "the report of an election": lambda by: evidence.election_report_source(
        by=by, organisation=BODY.code, election="e", title="t", url="", on=DAY, sha256=""),
    "stakes by its register": lambda by: control.record_member_register(
        by=by, organisation=BODY, source=None, on=DAY, statements={}, kinds=(), locator=""),
}  # fmt: skip


@pytest.mark.parametrize(
    ("deeds", "others"),
    [
        (EDITED, (Role.PROGRAMME_OFFICER, Role.FINANCE_OFFICER)),
        (BY_AN_OFFICER, (Role.REGISTER_EDITOR, Role.ASSESSOR)),
        (BY_THE_SECRETARY, (Role.REGISTER_EDITOR, Role.PROGRAMME_OFFICER)),
    ],
)
def test_each_deed_is_refused_to_whoever_lacks_its_role(deeds, others):
    wrong = [stranger(), *(holder(role) for role in others)]
    # A company secretary is one of their own body alone.
    wrong.append(holder(Role.COMPANY_SECRETARY, "another-body"))
    for name, deed in deeds.items():
        for person in wrong:
            with pytest.raises(NotAllowed):
                pytest.fail(f"{name}: {deed(person)}")


@pytest.mark.parametrize(
    "deed",
    [
        lambda by: register.record_verdict(
            by=by, organisation=None, definition="", outcome=Answer.MEETS, decided_for=DAY, reasons=" ", source=None),
        lambda by: register.withdraw_fact(by=by, old=None, reason=" "),
        lambda by: amendments.decide_amendment(by=by, amendment=None, accept=True, reason=" ", reading=None),
        lambda by: evidence.correct_source(by=by, old=None, row=None, reason=" "),
        lambda by: evidence.withdraw_observation(by=by, old=Observation(), reason=" "),
    ],
)  # fmt: skip
def test_what_is_said_anew_needs_a_reason(deed):
    with pytest.raises(ReasonMissing):
        deed(holder(Role.REGISTER_EDITOR))


def test_a_proposal_is_of_a_known_kind_with_a_reason_and_something_in_it():
    body = Organisation.objects.create(code=BODY.code)
    asked = {"by": holder(Role.REPRESENTATIVE, BODY.code), "organisation": body}
    with pytest.raises(ValueError, match="cannot be proposed"):
        amendments.propose_amendment(**asked, kind="verdicts", cells={"a": "b"}, reason="r")
    for cells, reason in (({"name": "A"}, " "), ({}, "r")):
        with pytest.raises(ReasonMissing):
            amendments.propose_amendment(**asked, kind="names", cells=cells, reason=reason)


def test_what_was_withdrawn_is_not_replaced_or_withdrawn_again():
    editor, body = holder(Role.REGISTER_EDITOR), Organisation.objects.create(code=BODY.code)
    source = evidence.add_source(by=editor, row=Source(code="s", title="S", kind="web page"))
    event = LifeEvent(organisation=body, kind="launched", period="2015", earliest=date(2015, 1, 1),
                      latest=date(2015, 12, 31), source=source)  # fmt: skip
    gone = register.withdraw_fact(
        by=editor, old=register.record_fact(by=editor, row=event), reason="r"
    )
    with pytest.raises(NoLongerStands):
        register.withdraw_fact(by=editor, old=gone, reason="again")
    with pytest.raises(NoLongerStands):
        evidence.withdraw_observation(by=editor, old=Observation(withdrawn=True), reason="again")


def test_a_corrected_event_does_not_end_a_body_before_its_launch():
    editor, body = holder(Role.REGISTER_EDITOR), Organisation.objects.create(code=BODY.code)
    source = evidence.add_source(by=editor, row=Source(code="s", title="S", kind="web page"))

    def event(kind: str, year: int) -> LifeEvent:
        return register.record_fact(by=editor, row=LifeEvent(
            organisation=body, kind=kind, period=str(year), earliest=date(year, 1, 1),
            latest=date(year, 12, 31), source=source))  # fmt: skip

    event("launched", 2015)
    ended = event("ended", 2020)
    before = {"period": "2010", "earliest": date(2010, 1, 1), "latest": date(2010, 12, 31)}
    with pytest.raises(EndsBeforeLaunch):
        register.correct_fact(by=editor, old=ended, values=before, reason="Typed wrongly")


def test_a_member_register_does_not_state_more_than_all_shares():
    secretary = holder(Role.COMPANY_SECRETARY, BODY.code)
    with pytest.raises(ImpossibleStakes):
        control.record_member_register(
            by=secretary, organisation=BODY, source=None, on=DAY, kinds=(), locator="",
            statements={"votes": {"employees": Decimal(60), "users": Decimal(50)}},
        )  # fmt: skip


def test_a_role_of_a_body_is_given_only_with_the_body():
    with pytest.raises(people.InvitationRefused, match="code of their organisation"):
        people.invite(email="x@example.org", role=Role.COMPANY_SECRETARY, valid_from=DAY)


def test_nobody_holds_anything_who_is_not_signed_in_or_no_longer_active():
    gone = holder(Role.COMPANY_SECRETARY, BODY.code)
    assert organisations_of(gone, Role.COMPANY_SECRETARY) == [BODY.code]
    gone.is_active = False
    for person in (gone, AnonymousUser(), None):
        assert not holds(person, Role.COMPANY_SECRETARY, organisation=BODY.code)
        assert not holds_somewhere(person, Role.COMPANY_SECRETARY)
        assert organisations_of(person, Role.COMPANY_SECRETARY) == []
        assert not may_open(person, Access.COMPANY_SECRETARY)
        assert not is_editor(person)
