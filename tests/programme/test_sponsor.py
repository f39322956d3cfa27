"""Under which name and in which post a senior sponsor certifies, and where that is read."""

from __future__ import annotations

import pytest

from mutualise.accounts.models import AuditEntry, Person
from mutualise.accounts.rules.roles import Role
from mutualise.programme.actions.privacy import erase
from mutualise.programme.models import CaseMember, Certification, Signature
from mutualise.programme.presenters.pack import sponsor_said
from mutualise.programme.queries.application import certification, panel
from mutualise.programme.queries.privacy import permanent_mentions
from mutualise.programme.rules.mentions import of_name
from mutualise.programme.rules.states import State
from tests.filled import filled
from tests.programme.builders import case_at, give_objectives_and_baseline, holder, signed_in

pytestmark = pytest.mark.django_db
NAME, POST = "Philippa Unlikely-Name", "Director of nothing in particular"


@pytest.fixture
def sponsor():
    return Person.objects.create_user("chief@unlikely-council.test")


@pytest.fixture
def case(sponsor):
    case = case_at(State.DRAFTING)
    CaseMember.objects.create(case=case, person=sponsor, part="SPONSOR")
    return case


def answered(case, sponsor, **given):
    client, address = signed_in(sponsor), f"/support/cases/{case.reference}/certify/"
    sent = filled(client.get(address)) | {"outcome": "given", "name": NAME, "post": POST} | given
    return client.post(address, sent)


def test_a_sponsor_signs_with_name_and_post_and_the_staff_read_them(case, sponsor):
    assert answered(case, sponsor).status_code == 302
    signed = f"{NAME}, {POST}"
    assert certification(case).signed == signed
    officer = signed_in(holder(Role.PROGRAMME_OFFICER))
    page = officer.get(f"/programme/cases/{case.reference}/").content.decode()
    assert f"by {signed} on " in page
    said = sponsor_said(panel(case))
    assert said.startswith(signed)
    assert "changed since" not in said
    # The team may measure anew until the award; whoever decides reads that the sponsor did not see it.
    give_objectives_and_baseline(case)
    assert sponsor_said(panel(case)) == f"{said}. It has changed since"
    # Who signs again finds what they wrote the last time.
    again = signed_in(sponsor).get(f"/support/cases/{case.reference}/certify/")
    assert filled(again)["name"] == NAME


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"name": ""}, "Enter your full name"),
        ({"post": " "}, "Enter your post"),
        ({"name": "12 !"}, "Enter your name in words"),
        ({"post": "x" * 121}, "120 characters or fewer"),
        ({"outcome": "declined", "words": "Costs", "name": ""}, "Enter your full name"),
    ],
)
def test_nobody_certifies_or_declines_without_name_and_post(case, sponsor, wrong, told):
    page = answered(case, sponsor, **wrong)
    assert page.status_code == 422
    assert told in page.content.decode()
    assert not Certification.objects.exists()
    assert not Signature.objects.exists()


def test_whoever_opens_a_case_reads_whether_its_sponsor_declined_or_it_has_changed_since(
    case, sponsor
):
    lead, officer = case.members.get(part="LEAD").person, holder(Role.PROGRAMME_OFFICER)

    def pages():
        for person, room in ((lead, "support"), (officer, "programme")):
            yield signed_in(person).get(f"/{room}/cases/{case.reference}/").content.decode()

    answered(case, sponsor, outcome="declined", words="Cost the second option.")
    to_team, to_staff = pages()
    assert "Certificate declined" in to_team
    assert "Certificate declined" in to_staff
    # What should change is said to the team.
    assert "Cost the second option." in to_team
    assert "second option" not in to_staff.partition("Audit trail")[0].partition("Letters")[0]
    deeds = AuditEntry.objects.filter(event__startswith="programme.application.")
    assert [deed.event for deed in deeds] == ["programme.application.certificate_declined"]
    answered(case, sponsor)
    give_objectives_and_baseline(case)
    for page in pages():
        assert "Certificate declined" not in page
        assert "hanged since" in page


def test_a_name_of_a_sponsor_is_shown_as_text_and_never_as_markup(case, sponsor):
    assert answered(case, sponsor, name="<script>Ann</script>").status_code == 302
    page = signed_in(sponsor).get(f"/support/cases/{case.reference}/").content.decode()
    assert "&lt;script&gt;Ann" in page
    assert "<script>Ann" not in page


def test_a_certificate_from_before_names_were_asked_for_has_the_address(case, sponsor):
    Certification.objects.create(case=case, by=sponsor, outcome="GIVEN", digest="0" * 64)
    assert certification(case).signed == sponsor.email
    assert signed_in(holder(Role.PROGRAMME_OFFICER)).get(
        f"/programme/cases/{case.reference}/"
    ).status_code == 200  # fmt: skip


def test_the_export_holds_the_signature_and_an_erasure_takes_it_while_the_certificate_stays(
    case, sponsor
):
    assert answered(case, sponsor).status_code == 302
    client = signed_in(sponsor)
    [row] = client.get("/your-data.json").json()["programme.Signature"]
    assert (row["name"], row["post"]) == (NAME, POST)
    assert "Your name and post" in client.get("/your-data/").content.decode()
    # Also where the sponsor gives no name for the texts to be searched for.
    erase(person=sponsor, by=None)
    assert certification(case).outcome == "GIVEN"
    assert NAME not in certification(case).signed
    assert POST not in certification(case).signed
    assert certification(case).signed == "[erased]"
    assert permanent_mentions({NAME: of_name(NAME)}) == []


def test_an_earlier_decline_stays_in_the_history_of_the_case(case, sponsor):
    why = "The costs of the second year are missing"
    assert answered(case, sponsor, outcome="declined", words=why).status_code == 302
    assert answered(case, sponsor).status_code == 302
    office, team = holder(Role.PROGRAMME_OFFICER), case.members.get(part="LEAD").person
    for person, room in ((office, "programme"), (team, "support")):
        page = signed_in(person).get(f"/{room}/cases/{case.reference}/").text
        history = page.partition(">What has happened<")[2]
        assert why in history and "Sponsor: not certified" in history
        assert history.index("Sponsor: certified") < history.index("Sponsor: not certified")
        assert (f"{NAME}, {POST}" in history) == (person == office)


def test_a_colleague_reads_what_the_sponsor_certifies_and_is_offered_no_answer(case, sponsor):
    address = f"/support/cases/{case.reference}/certify/"
    assert "Record my answer" in signed_in(sponsor).get(address).text
    page = signed_in(case.members.get(part="LEAD").person).get(address).text
    assert "Only the senior sponsor certifies" in page and "Record my answer" not in page
