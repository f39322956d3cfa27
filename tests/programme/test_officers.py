"""Officers' steps one by one and in bulk, eligibility, and letters."""

from __future__ import annotations

import csv
import re
from html import unescape

import pytest

from mutualise.accounts.rules.roles import Role
from mutualise.programme.actions import letters, officers
from mutualise.programme.actions.stages import move
from mutualise.programme.models import Case, CaseEvent, Letter, Recusal
from mutualise.programme.queries.pipeline import eligibility
from mutualise.programme.rules.eligibility import QUESTIONS
from mutualise.programme.rules.stages import BY_NAME
from mutualise.programme.rules.states import State
from tests.filled import filled
from tests.programme.builders import award_of, case_at, holder, signed_in

pytestmark = pytest.mark.django_db


def state_of(case) -> str:
    return Case.objects.with_state().get(pk=case.pk).state


@pytest.mark.parametrize("name", sorted(BY_NAME))
@pytest.mark.parametrize("role", [Role.PROGRAMME_OFFICER, Role.DECISION_MAKER, Role.ASSESSOR])
def test_a_bulk_step_never_does_what_a_single_one_refuses(name, role):
    person = holder(role)
    singles, many = ([case_at(state) for state in State] for _ in range(2))
    alone = {}
    for case in singles:
        try:
            move(name, case=case, by=person, words="x", code="OTHER")
        except officers.REFUSALS:
            alone[case.state] = False
        else:
            alone[case.state] = True
    before = {case.pk: case.state for case in many}
    done = officers.take_step_for_all(name, cases=many, by=person, words="x", code="OTHER")
    assert {before[each.case.pk]: not each.refused for each in done} == alone


def test_bulk_through_the_page_moves_what_it_may_and_says_why_not():
    officer = signed_in(holder(Role.PROGRAMME_OFFICER))
    ready, late, closed = case_at(), case_at(State.DECLINED), case_at()
    person = holder(Role.PROGRAMME_OFFICER)
    Recusal.objects.create(person=person, case=closed, origin="DECLARED", words="x")
    chosen = {"step": "invite", "case": [ready.reference, late.reference]}
    assert officer.get("/programme/bulk/", chosen).status_code == 200
    page = officer.post("/programme/bulk/", chosen).content.decode()
    assert "is not open to a case that is at “Enquiry declined”" in page
    assert (state_of(ready), state_of(late)) == (State.DRAFTING, State.DECLINED)
    signed_in(person).post("/programme/bulk/", {"step": "invite", "case": [closed.reference]})
    assert state_of(closed) == State.ENQUIRY


def test_bulk_refuses_a_case_that_moved_while_its_page_was_open_as_a_single_step_does():
    person = holder(Role.PROGRAMME_OFFICER)
    officer, moved, still = signed_in(person), case_at(), case_at()
    chosen = {"step": "withdraw", "case": [moved.reference, still.reference]}
    sent = filled(officer.get("/programme/bulk/", chosen)) | chosen
    sent |= {"code": "OTHER", "words": ""}
    move("invite", case=moved, by=person)
    # A page that comes back with an error still knows what was first shown.
    back = officer.post("/programme/bulk/", sent)
    assert back.status_code == 422
    sent = filled(back) | chosen | {"code": "OTHER", "words": "Not now"}
    page = officer.post("/programme/bulk/", sent).content.decode()
    assert page.count("while you were looking at it") == 1
    assert (state_of(moved), state_of(still)) == (State.DRAFTING, State.WITHDRAWN)


def test_more_cases_than_can_be_moved_at_once_are_refused_whole():
    officer, case = signed_in(holder(Role.PROGRAMME_OFFICER)), case_at()
    chosen = {"step": "invite", "case": [case.reference, *(f"PSM-X{n}" for n in range(200))]}
    for page in (officer.get("/programme/bulk/", chosen), officer.post("/programme/bulk/", chosen)):
        assert page.status_code == 422
        assert "You chose 201 cases. At most 200" in page.content.decode()
    assert state_of(case) == State.ENQUIRY


def test_eligibility_answered_by_a_colleague_is_not_written_over_from_a_stale_page():
    case, pages = case_at(State.SUBMITTED), []
    address = f"/programme/cases/{case.reference}/eligibility/"
    first, second = (signed_in(holder(Role.PROGRAMME_OFFICER)) for _ in range(2))
    met = {f"met-{q}": "yes" for q in QUESTIONS}
    for client in (first, second):
        pages.append(filled(client.get(address)) | met)
    assert first.post(address, pages[0]).status_code == 302
    stale = pages[1] | {"met-SPONSOR": "no", "note-SPONSOR": "Nobody is named"}
    for _ in range(2):
        page = second.post(address, stale)
        assert page.status_code == 422
        assert "Open the page again" in page.content.decode()
        stale = filled(page) | {"met-SPONSOR": "no", "note-SPONSOR": "Nobody is named"}
    assert eligibility(case)["SPONSOR"].met
    fresh = filled(second.get(address)) | {"met-SPONSOR": "no", "note-SPONSOR": "Nobody is named"}
    assert second.post(address, fresh).status_code == 302
    assert not eligibility(case)["SPONSOR"].met


def test_a_stale_page_and_a_repeated_submit_change_nothing():
    officer, case = signed_in(holder(Role.PROGRAMME_OFFICER)), case_at()
    address = f"/programme/cases/{case.reference}/steps/decline/"
    given = filled(officer.get(address)) | {"code": "TOO_EARLY", "words": "Come back later"}
    move("invite", case=case, by=holder(Role.PROGRAMME_OFFICER))
    # One step is not even open any more, the other still is: both are refused by the number of the page.
    for stale in (address, f"/programme/cases/{case.reference}/steps/withdraw/"):
        answer = officer.post(stale, given)
        assert answer.status_code == 422
        assert "while you were looking at it" in answer.content.decode()
    assert CaseEvent.objects.filter(case=case).count() == 2


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"code": "", "words": "Why"}, "Select reason"),
        ({"code": "MADE_UP", "words": "Why"}, "from the list"),
        ({"code": "OTHER", "words": " "}, "Say it in words"),
        ({"code": "OTHER", "words": "x" * 4001}, "4000 characters or fewer"),
    ],
)
def test_bad_input_to_a_step_is_named_and_changes_nothing(given, said):
    officer, case = signed_in(holder(Role.PROGRAMME_OFFICER)), case_at()
    page = officer.post(f"/programme/cases/{case.reference}/steps/decline/", given)
    assert page.status_code == 422
    assert said in page.content.decode()
    assert state_of(case) == State.ENQUIRY


def test_hostile_words_are_shown_as_words():
    person, case = holder(Role.PROGRAMME_OFFICER), case_at()
    move("decline", case=case, by=person, code="OTHER", words="<script>alert(1)</script>")
    page = signed_in(person).get(f"/programme/cases/{case.reference}/").content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_eligibility_that_is_not_met_needs_a_note_and_stops_acceptance():
    person, case = holder(Role.PROGRAMME_OFFICER), case_at(State.SUBMITTED)
    client, address = signed_in(person), f"/programme/cases/{case.reference}/eligibility/"
    answers = {f"met-{q}": "yes" for q in ("AREA", "PUBLIC_SERVICE", "LEAVING", "MUTUAL", "RECENT")}
    assert "Say what is missing" in client.post(address, answers | {"met-SPONSOR": "no"}).content.decode()  # fmt: skip
    client.post(address, answers | {"met-SPONSOR": "no", "note-SPONSOR": "Nobody is named"})
    page = client.post(f"/programme/cases/{case.reference}/steps/accept/", {})
    assert "Every eligibility question must be answered, and met" in page.content.decode()
    client.post(address, answers | {"met-SPONSOR": "yes"})
    client.post(f"/programme/cases/{case.reference}/steps/accept/", {})
    assert state_of(case) == State.ASSESSING


def cells_of(page: str) -> list[list[str]]:
    """The body of the page's table of cases, without the box that chooses a case."""
    table = page[page.index('name="case"') - 3000 :]
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", table[: table.rindex("</table>")], re.DOTALL)
    found = [
        [unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in
         re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL)]
        for row in rows
    ]  # fmt: skip
    return [row[1:] for row in found if row and row[0].startswith("Choose PSM")]


def test_the_csv_of_the_pipeline_equals_the_page_cell_by_cell():
    for state in (State.ENQUIRY, State.DECIDING, State.LAUNCHED, State.SUBMITTED):
        case_at(state, team=f"Team, “{state}” & <others>")
    client = signed_in(holder(Role.PROGRAMME_OFFICER))
    for asked in ("", "?q=PSM-T&sort=team", "?state=DECIDING", "?mine=yes"):
        text = client.get(f"/programme.csv{asked}").content.decode("utf-8-sig")
        rows = list(csv.DictReader(text.splitlines()))
        page = client.get(f"/programme/{asked}").content.decode()
        assert rows
        assert cells_of(page) == [
            [r["reference"], r["team"], r["service"], r["state"],
             f"{r['days']}{r['standard'] and ' of ' + r['standard']} working days",
             r["officer"] or "Nobody yet", r["parent_body"], "North West"] for r in rows
        ]  # fmt: skip


def test_a_queue_holds_what_waits_for_ones_role_and_the_oldest_first():
    waiting, _, deciding = case_at(), case_at(State.DRAFTING), case_at(State.DECIDING)
    officer, decider = (signed_in(holder(r)) for r in (Role.PROGRAMME_OFFICER, Role.DECISION_MAKER))
    for client, case in ((officer, waiting), (decider, deciding)):
        rows = client.get("/programme.json?mine=yes").json()["rows"]
        assert [row["reference"] for row in rows] == [case.reference]
    assert "1 case waits" in officer.get("/programme/").content.decode()


def test_the_page_of_a_case_is_whole():
    case, officer = case_at(State.DELIVERING), holder(Role.PROGRAMME_OFFICER)
    award_of(case, 500_00)
    page = signed_in(officer).get(f"/programme/cases/{case.reference}/").content.decode()
    for heading in ("People", "Application", "Eligibility", "Assessment", "Award", "Advice",
                    "The way to launch", "Open risks", "Correspondence", "Letters",
                    "What has happened", "Audit trail"):  # fmt: skip
        assert f">{heading}<" in page, heading
    assert 'href="conflict/"' in page


def test_a_letter_leaves_once_and_a_failed_one_is_tried_again(mailoutbox, monkeypatch):
    case = case_at()
    lead = case.members.get().person.email
    for _ in range(2):
        letters.write("message", to=lead, case=case, reason="A message", key="once")
    assert letters.send_due() == (1, 0)
    assert letters.send_due() == (0, 0)
    assert [mail.to for mail in mailoutbox] == [[lead]]

    def broken(*_):
        raise OSError("the mail server is down")

    letters.write("message", to=lead, case=case, reason="A message", key="twice")
    with monkeypatch.context() as patched:
        patched.setattr("django.core.mail.EmailMessage.send", broken)
        assert letters.send_due() == (0, 1)
    waiting = Letter.objects.get(key="twice")
    assert (waiting.tries, waiting.sent_at) == (1, None)
    assert "down" in waiting.last_error
    Letter.objects.filter(pk=waiting.pk).update(next_try_at="2020-01-01T00:00Z")
    assert letters.send_due() == (1, 0)
