"""The launch: what enters the register, and what is refused because it would not be true there."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mutualise.chronicle import clock
from mutualise.chronicle.refusals import AlreadyRecorded
from mutualise.evidence.actions import add_programme_source
from mutualise.programme.actions.confirmations import ask
from mutualise.programme.models import Confirmation, Letter, Recusal
from mutualise.programme.queries.cases import state_of
from mutualise.programme.queries.confirmations import Due
from mutualise.programme.rules.states import State
from mutualise.register import models
from mutualise.register.actions.launch import Launch, record_launch
from mutualise.register.queries.facts import facts_of
from tests.filled import filled
from tests.programme.builders import account, award_of, case_at, post, signed_in
from tests.programme.every_form import ready_to_launch

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)


class Made:
    def __init__(self) -> None:
        self.case = case_at(State.DELIVERING)
        self.lead = self.case.members.get().person


def body(**given: object) -> Launch:
    known = {
        "code": "the-mutual", "name": "The Mutual", "legal_form": "CIC", "sector": "Health",
        "region": "london", "nation": "england", "parent_body": "A council", "launched_on": DAY,
        "supported_from": DAY, "scheme": "", "identifier": "", "case": "PSM-1", "url": "",
        "demonstration": False,
    }  # fmt: skip
    return Launch(**(known | given))


def refusal(by, **given: object) -> tuple[str, str]:
    with pytest.raises(AlreadyRecorded) as refused:
        record_launch(by=by, launch=body(case="PSM-2", **given))
    return getattr(refused.value, "field", ""), str(refused.value)


def test_a_code_a_name_or_a_number_of_another_body_is_refused_with_whose_it_is(officer):
    record_launch(by=officer, launch=body(scheme="GB-COH", identifier="01234567"))
    before = models.Organisation.objects.count()
    assert refusal(officer, name="Other")[0] == "code"
    field, told = refusal(officer, code="other", name="THE MUTUAL")
    assert field == "name"
    assert "code the-mutual" in told
    field, told = refusal(
        officer, code="other", name="Other", scheme="GB-COH", identifier="01234567"
    )
    assert field == "identifier"
    assert "belongs to the-mutual" in told
    assert models.Organisation.objects.count() == before


def test_a_body_the_register_has_already_gets_its_launch_and_support_and_keeps_its_entry(officer):
    there = models.Organisation.objects.create(code="the-mutual")
    read = add_programme_source(
        by=officer, code="a-list", title="A list", url="", on=DAY, demonstration=False
    )
    models.Entry.objects.create(
        organisation=there,
        name="The Mutual as planned",
        entry_class="aspiring",
        source=read,
        recorded_by=officer,
    )
    record_launch(by=officer, launch=body(known=True))
    found = facts_of("the-mutual")
    assert found.name == "The Mutual as planned"
    assert {event.kind for event in found.events} == {"launched", "supported"}
    assert refusal(officer, code="nobody", known=True)[0] == "code"
    assert refusal(officer, known=True, demonstration=True)[0] == "code"
    # A second case that helped the same body adds its support; the launch stays as it is.
    field, told = refusal(officer, known=True, launched_on=DAY + timedelta(days=9))
    assert field == "on"
    assert "You gave 10 June 2026" in told
    assert "launched on 1 June 2026" in told
    record_launch(by=officer, launch=body(known=True, case="PSM-3"))
    assert [event.kind for event in facts_of("the-mutual").events].count("launched") == 1


@pytest.fixture
def listed(officer):
    """A body the register has, as an entry of a class and with events between two days."""
    source = add_programme_source(
        by=officer, code="a-list", title="A list", url="", on=DAY, demonstration=False
    )

    def list_it(code: str, entry_class: str = "mutual", **events: tuple[date, date] | None):
        about = {
            "organisation": models.Organisation.objects.create(code=code),
            "source": source, "recorded_by": officer,
        }  # fmt: skip
        models.Entry.objects.create(name=code, entry_class=entry_class, **about)
        for kind, days in events.items():
            first, last = days or (None, None)
            models.LifeEvent.objects.create(
                kind=kind.replace("_", "-"), earliest=first, latest=last, **about
            )
        return about

    return list_it


def test_a_body_that_cannot_have_launched_is_not_made_a_supported_one(officer, listed):
    year = (date(2020, 1, 1), date(2020, 12, 31))
    for entry_class in ("negative-control", "never-launched", "not-a-spin-out"):
        listed(entry_class, entry_class)
        field, told = refusal(officer, code=entry_class, known=True)
        assert field == "code"
        assert "The register lists" in told
    for kind in ("ended", "merged", "contract_ended", "never_launched"):
        code = f"has-{kind}".replace("_", "-")
        listed(code, **{kind: year})
        field, told = refusal(officer, code=code, known=True)
        assert (field, "correct this first" in told) == ("code", True)
    listed("undated", ended=None)
    assert refusal(officer, code="undated", known=True)[0] == "code"
    assert not models.LifeEvent.objects.filter(kind="supported", locator="PSM-2").exists()
    for entry_class in ("mutual", "borderline", "unverified", "aspiring"):
        listed(f"is-{entry_class}", entry_class)
        record_launch(
            by=officer, launch=body(code=f"is-{entry_class}", known=True, case=entry_class)
        )
    later = clock.today() + timedelta(days=90)
    listed("will-end", contract_ended=(later, later))
    record_launch(by=officer, launch=body(code="will-end", known=True, case="PSM-9"))


def test_the_day_of_launch_takes_the_place_of_a_range_it_lies_in(officer, listed, client):
    listed("ranged", launched=(date(2026, 1, 1), date(2026, 12, 31)))
    field, told = refusal(officer, code="ranged", known=True, launched_on=date(2025, 12, 31))
    assert field == "on"
    assert "31 December 2025" in told
    assert "between 1 January 2026 and 31 December 2026" in told
    record_launch(by=officer, launch=body(code="ranged", known=True))
    [launched] = [event for event in facts_of("ranged").events if event.kind == "launched"]
    assert (launched.when.earliest, launched.when.latest) == (DAY, DAY)
    now = models.LifeEvent.objects.known_at(None).get(kind="launched", organisation__code="ranged")
    assert (now.change, now.locator, now.source.code) == (
        "UPDATE",
        "PSM-1",
        "programme-record-psm-1",
    )
    assert "Not as recorded" not in client.get("/register/ranged/").content.decode()
    listed("undated-launch", launched=None)
    record_launch(by=officer, launch=body(code="undated-launch", known=True, case="PSM-5"))
    days = {
        event.when.earliest
        for event in facts_of("undated-launch").events
        if event.kind == "launched" and event.when
    }
    assert days == {DAY}


def test_a_known_body_gets_no_second_number_of_the_same_list(officer, listed):
    about = listed("numbered")
    models.Identifier.objects.create(scheme="GB-COH", identifier="01234567", **about)
    field, told = refusal(
        officer, code="numbered", known=True, scheme="GB-COH", identifier="01234576"
    )
    assert field == "identifier"
    assert "GB-COH 01234567" in told
    given = {"code": "numbered", "known": True}
    record_launch(by=officer, launch=body(**given, scheme="GB-COH", identifier="01234567"))
    record_launch(
        by=officer, launch=body(**given, case="PSM-6", scheme="GB-CHC", identifier="1000000")
    )
    standing = models.Identifier.objects.known_at(None).filter(organisation=about["organisation"])
    assert standing.count() == 2


def test_a_body_that_is_the_launch_of_another_case_is_refused_on_its_code(officer, listed):
    about = listed("planned-one", "aspiring")
    other = case_at(State.LAUNCHED)
    made = Made()
    ready_to_launch(made)
    client, address = signed_in(officer), f"/programme/cases/{made.case.reference}/launch/"
    sent = filled(client.get(address)) | {
        "code": "planned-one", "known": "on", "name": "One", "legal_form": "CIC", "nation": "england",
    }  # fmt: skip
    other_case = type(other).objects.filter(pk=other.pk)
    other_case.update(organisation=about["organisation"])
    page = client.post(address, sent)
    assert page.status_code == 422
    assert f"the launch of case {other.reference} already" in page.content.decode()
    assert state_of(made.case) is State.DELIVERING
    Recusal.objects.create(case=other, person=officer, origin="DECLARED", words="A friend")
    told = client.post(address, sent).content.decode()
    assert "the launch of another case already" in told
    assert other.reference not in told
    other_case.update(organisation=None)
    page = client.post(address, sent, follow=True).content.decode()
    assert "a register editor must update it" in page
    assert state_of(made.case) is State.LAUNCHED


def test_a_launch_in_the_future_or_before_the_award_was_accepted_is_refused_on_its_page(officer):
    made = Made()
    ready_to_launch(made)
    client, address = signed_in(officer), f"/programme/cases/{made.case.reference}/launch/"
    given = filled(client.get(address)) | {
        "code": "the-mutual", "name": "The Mutual", "legal_form": "CIC", "nation": "england",
    }  # fmt: skip

    def told(on: date) -> str:
        sent = given | {"on-day": on.day, "on-month": on.month, "on-year": on.year}
        page = client.post(address, sent)
        assert page.status_code == 422
        return page.content.decode()

    today = clock.today()
    assert "cannot be in the future" in told(today + timedelta(days=1))
    assert "The team accepted its award on" in told(today - timedelta(days=1))
    assert state_of(made.case) is State.DELIVERING
    assert not models.Organisation.objects.filter(code="the-mutual").exists()


def test_existing_supported_and_launched_after_support_are_said_apart_on_the_page_of_a_body(
    officer, client
):
    record_launch(by=officer, launch=body())
    page = client.get("/register/the-mutual/").content.decode()
    assert "Supported by a programme" in page
    assert "Launched after support" in page
    before = client.get("/register/the-mutual/?as_at=2026-05-01").content.decode()
    assert "None is recorded" in before
    record_launch(
        by=officer,
        launch=body(code="early", name="Early", case="PSM-4", supported_from=DAY + timedelta(1)),
    )
    assert "Not as recorded" in client.get("/register/early/").content.decode()


def test_the_mutual_is_asked_of_what_it_had_and_not_of_what_was_first_offered():
    case = case_at(State.LAUNCHED)
    award = award_of(case, 20_000_00)
    fund, budget = award.budget.fund, award.budget
    held, free = account("COMMITTED", fund, budget, award), account("AVAILABLE", fund, budget)
    post("RELEASE", held, free, 5_000_00)
    ask(Due(case, 6))
    statement = Confirmation.objects.get(case=case).statement
    assert "an award of £15,000" in statement
    assert "£0 is paid" in statement


@pytest.mark.parametrize(
    ("chosen", "said"), [("NOT_KNOWN", "you cannot tell"), ("LATER", "it would have happened later")]
)  # fmt: skip
def test_the_page_after_an_answer_repeats_it_in_a_sentence(client, chosen, said):
    import re

    from mutualise.programme.models import Letter

    case = case_at(State.LAUNCHED)
    ask(Due(case, 6))
    link = re.search(r"/support/confirm/\S+/", Letter.objects.get(case=case).body)[0]
    sent = filled(client.get(link)) | {"confirmed": "yes", "counterfactual": chosen}
    assert said in client.post(link, sent, follow=True).content.decode()


def test_the_page_of_a_launched_case_leads_to_its_entry_in_the_register(officer):
    made = Made()
    case, client = made.case, signed_in(officer)
    assert (
        "in the public register as"
        not in client.get(f"/programme/cases/{case.reference}/").content.decode()
    )
    case.organisation = record_launch(by=officer, launch=body())
    case.save()
    for person, room in ((officer, "programme"), (made.lead, "support")):
        page = signed_in(person).get(f"/{room}/cases/{case.reference}/").content.decode()
        assert '<a class="govuk-link" href="/register/the-mutual/">The Mutual</a>' in page


def test_of_a_body_the_register_has_no_name_form_or_nation_is_asked(officer, listed):
    listed("there-already", "aspiring")
    made = Made()
    ready_to_launch(made)
    client, address = signed_in(officer), f"/programme/cases/{made.case.reference}/launch/"
    bare = filled(client.get(address)) | {"name": "", "code": "there-already"}
    new = client.post(address, bare)
    assert new.status_code == 422
    for asked in ("Enter the name of the mutual", "Enter its legal form", "Select its nation"):
        assert asked in new.text
    assert client.post(address, bare | {"known": "on"}).status_code == 302
    assert facts_of("there-already").name == "there-already"


def test_the_team_is_told_of_its_launch_by_a_letter_among_the_correspondence(officer):
    made = Made()
    ready_to_launch(made)
    client, file = signed_in(officer), f"/programme/cases/{made.case.reference}/"
    sent = filled(client.get(f"{file}launch/")) | {
        "code": "new-one", "name": "The New One", "legal_form": "CIC", "nation": "england",
    }  # fmt: skip
    assert client.post(f"{file}launch/", sent).status_code == 302
    letter = Letter.objects.get(case=made.case, template="launched")
    assert (letter.to, letter.subject) == (
        made.lead.email, f"{made.case.reference}: The New One has launched",
    )  # fmt: skip
    assert "/register/new-one/" in letter.body
    letters = client.get(file).text.partition(">Correspondence<")[2]
    assert "The New One has launched" in letters
