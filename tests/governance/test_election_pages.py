"""The pages of an election, as its secretary, its scrutineer, its voters and anyone else see them."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.governance.actions import counting
from mutualise.governance.models import BoardEntry, Constituency, Election, MemberRegister, RollMark
from mutualise.governance.queries.counting_rules import rule_choices
from mutualise.governance.rules.ballot_box import verification
from mutualise.governance.rules.ballot_box.archive import unpacked
from mutualise.governance.rules.ballot_box.checks import Outcome
from mutualise.governance.rules.ballot_box.recount import ENGINES
from tests.governance.election_builders import (
    counted,
    mutual,
    open_election,
    person,
    quick_keys,
    vote,
)
from tests.programme.builders import signed_in

pytestmark = pytest.mark.django_db
STATEMENT = {"register": "OWN", "rules": "yes", "security": "yes", "free": "yes",
             "counted_by": "The scrutineer alone"}  # fmt: skip
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


@pytest.fixture(autouse=True)
def _keys(monkeypatch, settings, tmp_path):
    settings.VAR = tmp_path
    quick_keys(monkeypatch)


def carried(page) -> dict[str, str]:
    """What the first form of a page that names a step carries to the next."""
    form = page.content.decode().split('name="step"', 1)[1].split("</form>", 1)[0]
    return dict(HIDDEN.findall('<input type="hidden" name="step"' + form))


def test_a_voter_votes_without_an_account_and_finds_the_vote_again():
    body, election, codes = open_election()
    client = Client()
    paper = client.post("/vote/", {"step": "code", "code": codes["1"].lower()})
    assert "server seals your vote for you" in paper.content.decode()
    given = carried(paper)
    twice = client.post("/vote/", given | {"choice-1": "1", "choice-2": "1", "choice-3": ""})
    assert twice.status_code == 422 and "Give each number once" in twice.content.decode()
    gap = client.post("/vote/", given | {"choice-1": "1", "choice-2": "3", "choice-3": ""})
    assert "There is no choice 2" in gap.content.decode()
    button = client.post("/vote/", given | {"choice-2": "1", "next": "3"})
    assert 'name="choice-3" type="text" inputmode="numeric" value="2"' in button.content.decode()
    confirm = client.post("/vote/", given | {"choice-1": "2", "choice-2": "1", "choice-3": ""})
    assert "You have not voted yet" in confirm.content.decode()
    assert BoardEntry.objects.count() == 0
    final = carried(confirm)
    receipt = client.post("/vote/", final)
    assert "Your vote is in the box" in receipt.content.decode()
    again = client.post("/vote/", final)
    plain = [re.sub(r"csrf\S+", "", each.content.decode()) for each in (receipt, again)]
    assert plain[0] == plain[1]
    assert BoardEntry.objects.count() == 1 == RollMark.objects.made().count()
    assert not client.session.keys()
    check = final["check"]
    sealed = client.post(f"/elections/{election.reference}/check/", {"check": check})
    assert "still sealed" in sealed.content.decode()
    vote(codes["13"], 1, 4)
    counted(body, election)
    found = client.post(f"/elections/{election.reference}/check/", {"check": check})
    text = found.content.decode()
    assert text.index("Member 2") < text.index("Member 1<"), "first choice first"


def test_an_unknown_code_says_what_to_do_and_marks_nobody():
    open_election()
    page = Client().post("/vote/", {"step": "code", "code": "0000-0000-0000-0000"})
    assert page.status_code == 422 and "not known" in page.content.decode()
    assert not RollMark.objects.made().exists()


def test_the_archive_of_a_declared_election_can_be_verified_by_anyone():
    body, election, codes = open_election()
    for number in range(1, 10):
        vote(codes[str(number)], 1 + number % 2, 3)
        vote(codes[str(number + 12)], 1 + number % 3, 4)
    counted(body, election)
    stranger, address = Client(), f"/elections/{election.reference}/"
    assert stranger.get(f"{address}archive.zip").status_code == 404
    assert signed_in(body.scrutineer).get(f"{address}archive.zip").status_code == 200
    counting.sign(election=election, by=body.scrutineer, words="I watched the opening.")
    counting.declare(election=election, by=body.scrutineer)
    archive = stranger.get(f"{address}archive.zip").content
    checks = verification.verify(unpacked(archive), engines=ENGINES)
    assert [each for each in checks if each.outcome is Outcome.FAILED] == []
    assert {each.name for each in checks if each.outcome is Outcome.PASSED} >= {"board", "mix"}
    report = stranger.get(f"{address}report/").content.decode()
    assert "Roll, issued, returned, spoiled and counted agree" in report
    assert "Stage 1." in report
    assert stranger.get(f"{address}report.pdf").content.startswith(b"%PDF")
    public = stranger.get(address).content.decode()
    assert "elected" in public and "member-1@" not in public


def test_a_place_can_be_reserved_under_every_rule_that_is_offered():
    body = mutual()
    desk, today = signed_in(body.secretary), clock.today()
    address = f"/run-elections/call/{body.organisation.code}/"
    days = {
        f"{name}-{part}": getattr(today, part)
        for name in ("nominations_close_on", "withdrawals_until", "opens_on", "closes_on")
        for part in ("day", "month", "year")
    }
    given = {"title": "Directors", "timetable": "AT_A_MEETING", "title_1": "Nurses",
             "constituency_1": "nurses", "seats_1": "2", "reserved_1": "1",
             "category_1": "night worker", **days}  # fmt: skip
    lacks = {name: value for name, value in given.items() if not name.startswith("opens_on")}
    refused = desk.post(address, lacks | {"rule": "ers97"})
    assert (
        refused.status_code == 422
        and "Enter the day of “Notice of poll" in refused.content.decode()
    )
    assert not Election.objects.exists(), "a notice is never published with a day nobody gave"
    rules = {rule for rule, _ in rule_choices()}
    assert rules == {"scottish", "ers97", "ni", "meek"}
    for rule in rules:
        assert desk.post(address, given | {"rule": rule}).status_code == 302, rule
    called = Election.objects.all()
    assert {each.rule for each in called} == rules
    assert {each.contests.get().reserved for each in called} == {1}


def test_a_notice_that_could_not_be_carried_out_is_refused_before_it_is_published():
    body = mutual()
    desk, today = signed_in(body.secretary), clock.today()
    address = f"/run-elections/call/{body.organisation.code}/"
    days = {
        f"{name}-{part}": getattr(today, part)
        for name in ("nominations_close_on", "withdrawals_until", "opens_on", "closes_on")
        for part in ("day", "month", "year")
    }
    given = {"title": "Directors", "rule": "scottish", "timetable": "AT_A_MEETING", "title_1": "Partners",
             "constituency_1": "partners", "seats_1": "1", **days}  # fmt: skip
    Constituency.objects.create(
        register=MemberRegister.objects.get(organisation=body.organisation),
        code="partners",
        name="Partners",
        kind="PARTNERS",
    )
    small = desk.post(address, given).content.decode()
    assert "“Partners” has 0 voters today. With fewer than 10," in small
    soon = desk.post(address, given | {"timetable": "MODEL_RULES", "constituency_1": "nurses"})
    assert "40 working days later" in soon.content.decode()
    assert not Election.objects.exists()
    accepted = given | {"small_class_accepted": "The board accepted it on 1 June."}
    assert desk.post(address, accepted).status_code == 302


def picture() -> SimpleUploadedFile:
    return SimpleUploadedFile("p.png", b"\x89PNG\r\n\x1a\n" + bytes(40), "image/png")


def look_at_the_nomination(desk: Client, page: str) -> None:
    """Whoever decides sees the photograph and the paragraphs; another body's secretary neither."""
    shown = desk.get(page).content.decode()
    assert f'src="{page}photograph/"' in shown and "mutualise-lines" in shown
    assert desk.get(f"{page}photograph/")["Content-Type"] == "image/png"
    stranger = signed_in(person(Role.COMPANY_SECRETARY, "mycsp"))
    assert stranger.get(f"{page}photograph/").status_code == 404


def test_an_election_is_run_from_its_pages(settings):
    body = mutual()
    desk, count = signed_in(body.secretary), signed_in(body.scrutineer)
    days = {}
    for name in ("nominations_close_on", "withdrawals_until", "opens_on", "closes_on"):
        today = clock.today()
        days |= {f"{name}-day": today.day, f"{name}-month": today.month, f"{name}-year": today.year}
    call = desk.post(
        f"/run-elections/call/{body.organisation.code}/",
        {"title": "Staff director", "rule": "scottish", "timetable": "AT_A_MEETING", **days,
         "title_1": "Nurses’ director", "constituency_1": "nurses", "seats_1": "1"},
    )  # fmt: skip
    assert call.status_code == 302, call.content.decode()[:3000]
    election = Election.objects.get()
    home = f"/run-elections/{election.reference}/"
    contest = f"{home}contests/nurses-director/"
    handed_in = {
        f"handed_in_on-{part}": days[f"opens_on-{part}"] for part in ("day", "month", "year")
    }
    for number in (1, 2):
        given = {"member_number": number, "statement": "One.\r\n\r\nTwo.", "photograph": picture(),
                 **handed_in}  # fmt: skip
        assert desk.post(f"{contest}nominate/", given).status_code == 302
        look_at_the_nomination(desk, f"{contest}nominations/{number}/")
        done = desk.post(f"{contest}nominations/{number}/", {"decision": "valid"})
        assert done.status_code == 302
    wrong = desk.post(f"{contest}nominate/", {"member_number": 20, **handed_in})
    assert "No member with this number" in wrong.content.decode()
    for verb in ("close-nominations", "freeze-roll"):
        assert desk.get(f"{home}steps/{verb}/").status_code == 200
        assert desk.post(f"{home}steps/{verb}/").status_code == 302, verb
    letters = desk.post(f"{home}codes/letters/").content.decode()
    assert f"{settings.SITE}/vote/" in letters, "the whole address, to be typed from paper"
    assert letters.count(" Sample Street") == 12, "the address to post it to"
    codes = re.findall(r"<strong>([0-9A-Z]{4}(?:-[0-9A-Z]{4}){3})</strong>", letters)
    assert len(codes) == 12
    keys = [bytes([n]) * 32 for n in (1, 2, 3)]
    from mutualise.governance.rules.ballot_box import seals
    from mutualise.governance.rules.trustee_files import opened

    for number, key in enumerate(keys, start=1):
        given = {"number": number, "title": "A post", "public_key": seals.public_key(key).hex()}
        assert count.post(f"{home}trustees/", given).status_code == 302
    assert desk.post(f"{home}steps/open/").status_code == 422, "not for the secretary"
    shown = count.post(f"{home}steps/open/").content.decode()
    secret = re.search(r"<strong>([0-9a-f]{64})</strong>", shown)[1]
    for at, code in enumerate(codes[:5]):
        vote(code, 1 + (at > 2))
    assert count.post(f"{home}steps/close/").status_code == 302
    from io import BytesIO
    from json import dumps

    for number, key in enumerate(keys, start=1):
        given = count.get(f"{contest}layers/{number}/input.json").json()
        file = BytesIO(dumps(opened(given, key)).encode())
        file.name = "list.json"
        assert count.post(f"{contest}layers/{number}/", {"file": file}).status_code == 302
    assert count.post(f"{home}steps/unseal/").status_code == 302
    assert count.post(f"{home}count/", {"secret": secret}).status_code == 302
    empty = count.post(f"{home}steps/sign/", {"words": "Seen."})
    assert empty.status_code == 422 and "inspect" in empty.content.decode()
    assert desk.post(f"{home}steps/sign/", {}).status_code != 302, "not for the secretary"
    assert count.post(f"{home}steps/sign/", {"words": "Seen."} | STATEMENT).status_code == 302
    assert count.post(f"{home}steps/declare/").status_code == 302
    for page in (home, f"{contest}roll/", "/run-elections/"):
        assert desk.get(page).status_code == 200, page
    assert "Member 1 elected" in Client().get(f"/elections/{election.reference}/").content.decode()


def test_another_mutuals_staff_do_not_see_the_desk():
    _, election, _ = open_election()
    other = person(Role.COMPANY_SECRETARY, "mycsp")
    page = signed_in(other).get(f"/run-elections/{election.reference}/")
    assert page.status_code == 404
