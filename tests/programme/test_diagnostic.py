"""The readiness diagnostic: what answers come to, and that a link is not used up by opening it."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from mutualise.accounts.permissions import NotAllowed
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.programme.actions.enquiries import confirm
from mutualise.programme.actions.handling import name_sector
from mutualise.programme.models import Case, Diagnostic
from mutualise.programme.queries.crossed import spellings
from mutualise.programme.queries.diagnostics import like
from mutualise.programme.queries.figures import shown_is_demonstration
from mutualise.programme.rules.diagnostic import (
    ANSWERS,
    BY_KEY,
    QUESTIONS,
    STAGES,
    next_question,
    result,
)
from mutualise.register.queries.search import listing
from tests.programme.builders import case_at, holder, signed_in, stranger

ANSWERED = st.dictionaries(
    st.sampled_from([q.key for q in QUESTIONS]), st.sampled_from(list(ANSWERS))
)


@given(ANSWERED)
def test_every_answer_is_in_one_place_of_its_stage(answers):
    found = result(answers)
    shown = [q.key for s in found.stages for q in (*s.ready, *s.partly, *s.missing)]
    assert sorted(shown) == sorted(answers)
    assert [s.stage for s in found.stages] == list(STAGES)
    assert found.complete == (next_question(answers) is None)
    assert found.next_step


@pytest.mark.parametrize("key", ["service", "sponsor", "route", "pensions"])
def test_each_early_fatal_flaw_is_named(key):
    sound = {q.key: "yes" for q in QUESTIONS}
    assert result(sound).flaws == []
    assert len(result(sound | {key: "no"}).flaws) == 1
    (said,) = result(sound | {key: "unknown"}).flaws
    assert said.startswith("You do not know yet")
    assert result(sound | {key: "unknown"}).next_step == BY_KEY[key].step


def test_not_knowing_the_tax_is_no_flaw():
    sound = {q.key: "yes" for q in QUESTIONS}
    assert not result(sound | {"tax": "unknown"}).flaws


@pytest.mark.django_db
def test_answers_are_kept_on_the_device_and_by_a_link_that_opening_does_not_use_up(client):
    assert client.get("/support/ready/why/").status_code == 302
    client.post("/support/ready/")
    assert client.post("/support/ready/why/", {"answer": "maybe"}).status_code == 422
    assert client.post("/support/ready/why/", {}).status_code == 422
    client.post("/support/ready/why/", {"answer": "yes"})
    page = client.get("/support/ready/result/").content.decode()
    link = re.search(r"/support/ready/resume/\S+?/", page)[0]
    assert link.split("/")[-2] not in str(list(Diagnostic.objects.values_list()))
    other = Client()
    for _ in range(3):
        assert "Bring my answers here" in other.get(link).content.decode()
    other.post(link)
    assert "1 of 15" in other.get("/support/ready/result/").content.decode()
    assert other.get("/support/ready/resume/wrong/").status_code == 404


@pytest.mark.django_db
def test_a_run_is_kept_with_the_enquiry_it_became(client):
    client.post("/support/ready/")
    client.post("/support/ready/service/", {"answer": "yes"})
    client.post("/support/enquiry/", {
        "email": "a@example.org", "team": "A", "service": "B", "sector": "other", "sector_other": "C", "region": "london",
        "parent_body": "D", "once": "same",
    })  # fmt: skip
    client.post("/support/enquiry/", {
        "email": "a@example.org", "team": "A", "service": "B", "sector": "other", "sector_other": "C", "region": "london",
        "parent_body": "D", "once": "same",
    })  # fmt: skip
    assert Diagnostic.objects.get().case == Case.objects.get()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"email": "nobody"}, "email address"),
        ({"team": ""}, "Enter name of the team"),
        ({"region": "narnia"}, "from the list"),
        ({"employees": "many"}, "must be a whole number, like 12"),
        ({"sector": "", "sector_other": ""}, "Select a sector"),
        ({"sector_other": ""}, "Say which sector it is"),
        ({"sector": "youth services"}, "or leave this empty"),
        ({"service": "x" * 201}, "200 characters or fewer"),
    ],
)
def test_bad_input_to_an_enquiry_is_named_and_opens_nothing(client, wrong, said):
    sound = {"email": "a@example.org", "team": "A", "service": "B", "sector": "other", "sector_other": "C",
             "region": "london", "parent_body": "D"}  # fmt: skip
    page = client.post("/support/enquiry/", sound | wrong)
    assert page.status_code == 422
    assert said in page.content.decode()
    assert not Case.objects.exists()


@pytest.mark.django_db
def test_a_run_outlives_the_session_and_shows_mutuals_of_the_same_sector_and_region(client):
    client.post("/support/ready/")
    client.post("/support/ready/why/", {"answer": "yes"})
    rows = [r for r in listing(as_at=clock.today()) if r.status == "LIVE" and r.sector and r.region]
    row = next(r for r in rows if r.entry_class == "mutual")
    sent = client.post("/support/ready/place/", {"sector": row.sector, "region": row.region})
    assert sent.status_code == 302
    del client.cookies["sessionid"]
    page = client.get("/support/ready/result/").content.decode()
    assert f"/register/{row.code}/" in page or page.count("(same sector and region)") == 3
    assert "same sector and region" in page
    assert client.cookies["diagnostic"]["max-age"] == 365 * 24 * 3600
    client.post("/support/enquiry/", {
        "email": "a@example.org", "team": "A", "service": "B", "sector": "other", "sector_other": "C", "region": "london",
        "parent_body": "D", "once": "same",
    })  # fmt: skip
    case = Case.objects.get()
    confirm(case.members.get())
    for whose in (case.members.get().person, holder(Role.PROGRAMME_OFFICER)):
        side = "support" if whose == case.members.get().person else "programme"
        shown = signed_in(whose).get(f"/{side}/cases/{case.reference}/").content.decode()
        assert "1 of 15 questions of the diagnostic" in shown


@pytest.mark.django_db
def test_mutuals_that_share_only_the_sector_or_the_region_are_said_to():
    found = like("no such sector", "wales")
    assert {why for _, why in found} <= {"same region"}
    assert like("", "") == []


@pytest.mark.django_db
def test_a_sector_is_the_registers_word_however_it_is_written(client):
    sent = {"email": "a@example.org", "team": "A", "service": "B", "region": "london",
            "parent_body": "D", "sector": "other"}  # fmt: skip
    for number, words in enumerate(["Community  Health", "Steel making", "steel-making"]):
        client.post("/support/enquiry/", sent | {"sector_other": words, "once": str(number)})
    assert [case.sector for case in Case.objects.order_by("pk")] == [
        "community health", "Steel making", "steel-making",
    ]  # fmt: skip
    assert spellings() == {
        "community health": "community health",
        "Steel making": "Steel making", "steel-making": "Steel making",
    }  # fmt: skip


@pytest.mark.django_db
def test_an_officer_gives_a_case_its_sector_and_the_trail_has_it():
    case = case_at()
    address = f"/programme/cases/{case.reference}/sector/"
    officer = signed_in(holder(Role.PROGRAMME_OFFICER))
    assert 'value="Health"' in officer.get(address).content.decode()
    officer.post(address, {"sector": "community health"})
    assert Case.objects.get().sector == "community health"
    page = officer.get(f"/programme/cases/{case.reference}/").content.decode()
    assert "programme.case.sector_named" in page or "sector named" in page
    assert signed_in(holder(Role.DECISION_MAKER)).get(address).status_code == 403
    with pytest.raises(NotAllowed):
        name_sector(case=case, by=stranger(), sector="steel")


@pytest.mark.django_db
def test_an_enquiry_tried_out_in_a_demonstration_is_made_up_and_leaves_its_figures(
    client, settings
):
    settings.DEMONSTRATION = True
    client.post("/support/enquiry/", {
        "email": "a@example.org", "team": "A", "service": "B", "sector": "other",
        "sector_other": "C", "region": "london", "parent_body": "D", "once": "same",
    })  # fmt: skip
    assert Case.objects.get().demonstration
    assert shown_is_demonstration()
