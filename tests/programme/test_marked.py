"""What is made up says so: in letters, in the names of files, in what goes with JSON, in lists."""

from __future__ import annotations

import json

import pytest

from mutualise.accounts.actions import invite
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.programme.actions import letters
from mutualise.programme.models import Assignment, Letter
from mutualise.programme.rules.states import State
from tests.programme.builders import (
    LONG_AGO,
    award_of,
    case_at,
    holder,
    signed_in,
    stranger,
    supplier,
)

pytestmark = pytest.mark.django_db
DOWNLOADS = (
    "/programme", "/programme/letters", "/programme/suppliers", "/programme/training",
    "/support/figures", "/support/cases/{}/plan",
)  # fmt: skip


TAG = "govuk-tag--purple"


@pytest.mark.parametrize("made_up", [True, False])
def test_pages_of_suppliers_of_assistance_and_of_assessors_say_whether_they_are_made_up(made_up):
    lead, reader, firm = stranger(), holder(Role.ASSESSOR), supplier()
    case = case_at(State.DELIVERING, lead=lead, demonstration=made_up)
    other = case_at(State.ASSESSING, demonstration=made_up)
    asked = Assignment.objects.create(
        case=other, assessor=reader, due=clock.today(), assigned_by=lead
    )
    home, of_firm = f"/support/cases/{case.reference}/", f"/programme/suppliers/{firm.code}/"
    pages = {
        holder(Role.PROGRAMME_OFFICER): ("/programme/suppliers/", of_firm, of_firm + "lots/add/", "/programme/supplier/add/"),
        lead: (home + "subsidy/", home + "answers/services/versions/"),
        reader: (f"/programme/assessments/{asked.pk}/",),
    }  # fmt: skip
    for person, addresses in pages.items():
        client = signed_in(person)
        for address in addresses:
            assert (TAG in client.get(address).content.decode()) is made_up, address


@pytest.mark.parametrize("made_up", [True, False])
def test_downloads_and_letters_say_whether_they_are_made_up(made_up):
    lead = stranger()
    case = case_at(State.DELIVERING, lead=lead, demonstration=made_up)
    award_of(case, 5_000_00)
    letters.write("message", to=lead.email, case=case, reason="x", key="k")
    letter = Letter.objects.get()
    assert letter.subject.startswith("Demonstration: ") is made_up
    assert ("made up" in letter.body) is made_up
    officer = holder(Role.PROGRAMME_OFFICER)
    invite(email=officer.email, role=Role.FINANCE_OFFICER, valid_from=LONG_AGO)
    client = signed_in(officer)
    for address in DOWNLOADS:
        page = address.format(case.reference)
        assert ("demonstration" in client.get(f"{page}.csv")["Content-Disposition"]) is made_up, (
            page
        )
        about = json.loads(client.get(f"{page}.json").content)["about"]
        assert ("demonstration" in about["title"]) is made_up, page
    assert ("Demonstration" in signed_in(lead).get("/support/cases/").content.decode()) is made_up
