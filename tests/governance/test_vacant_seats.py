"""A place that falls vacant after the declaration: recorded, filled as the notice says, entered."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client

from mutualise.accounts.permissions import NotAllowed
from mutualise.chronicle import clock
from mutualise.governance.actions import elections, vacancies
from mutualise.governance.actions.elections import ElectionRefused
from mutualise.governance.models import DirectorTerm, Filling, Nomination
from mutualise.governance.queries.archive import archive_of
from mutualise.governance.queries.members import register_of
from mutualise.governance.queries.published import published
from mutualise.governance.queries.seats import declared_on, sitting_still
from mutualise.governance.queries.vacancies import holders_of
from mutualise.governance.rules import two_programs
from mutualise.governance.rules.ballot_box import verification
from mutualise.governance.rules.ballot_box.archive import unpacked
from mutualise.governance.rules.ballot_box.checks import Outcome
from mutualise.governance.rules.ballot_box.recount import ENGINES
from mutualise.governance.rules.seats import After
from mutualise.governance.rules.vacancies import Cause
from mutualise.register.queries.facts import facts_of
from tests.governance.election_builders import quick_keys
from tests.governance.test_seats import body, declared, entered
from tests.rules.governance.ballot_box_archives import changed
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _keys(monkeypatch, settings, tmp_path):
    settings.VAR = tmp_path
    quick_keys(monkeypatch)


def in_office(way: str):
    """Members 1, 14 and 16 in office by an election whose notice says what fills a vacancy."""
    made = body()
    election = declared(made, after=After(None, None, way))
    entered(made, election)
    return made, election


def candidate(election, member: int) -> Nomination:
    return Nomination.objects.get(contest__election=election, member_number=str(member))


def a_month_later():
    return clock.at(clock.now() + dt.timedelta(days=30))


def left(made, election, member: int, **more):
    return vacancies.record_vacancy(
        **({"nomination": candidate(election, member), "on": clock.today(), "by": made.secretary,
            "cause": Cause.RESIGNED} | more),
    )  # fmt: skip


def test_a_countback_of_the_stored_papers_fills_the_place_and_reaches_the_register():
    made, election = in_office("COUNTBACK")
    with a_month_later():
        vacancy = left(made, election, 14)
        ended = DirectorTerm.objects.known_at(None).get(director__member__number=14)
        assert ended.valid_until == clock.today()
        found = vacancies.find_successor(vacancy=vacancy, by=made.scrutineer)
        assert found.winner.member_number == "15"
        assert found.first["withdrawn"] == [1]
        assert found.first["stages"] and found.second["stages"]
        term = vacancies.enter_successor(vacancy=vacancy, by=made.secretary)
        assert (term.director.member.number, term.valid_from) == (15, clock.today())
        assert "by countback" in term.by_what
        assert {each.member_number for each in holders_of(election)} == {"1", "15", "16"}
        last = max(published(register_of("staff-mutual")), key=lambda each: each.on)
        assert last.on == clock.today()
        with pytest.raises(ElectionRefused, match="took the place"):
            vacancies.find_successor(vacancy=vacancy, by=made.scrutineer, unavailable={2})


def verified(election, change=None):
    """The check of the countbacks in the archive that the election publishes, perhaps changed first."""
    files = unpacked(archive_of(election))
    if change:
        files = changed(files, "others/countbacks.json", change)
    checks = verification.verify(files, engines=ENGINES)
    assert verification.holds(each for each in checks if each.name != "countback")
    return next(each for each in checks if each.name == "countback")


def test_a_countback_is_in_the_archive_and_anyone_can_repeat_it(monkeypatch, client):
    made, election = in_office("COUNTBACK")
    monkeypatch.setattr("mutualise.governance.queries.archive.papers_may_be_shown", lambda *_: True)
    with a_month_later():
        vacancy = left(made, election, 14)
        vacancies.find_successor(vacancy=vacancy, by=made.scrutineer)
        good = verified(election)
        assert good.outcome is Outcome.PASSED and "Member 15 fills place 1" in good.words

        def other(content):
            content["countbacks"][0]["winner"] = 3

        assert "the place goes to candidate 2" in verified(election, other).faults[0]

        def figure(content):
            content["countbacks"][0]["result"]["stages"][0]["votes"]["2"] = "4.00000"

        assert "at stage 1" in verified(election, figure).faults[0]
        vacancies.find_successor(vacancy=vacancy, by=made.scrutineer, unavailable={2})
        assert verified(election).outcome is Outcome.PASSED
        monkeypatch.undo()
        assert "only its stage table" in verified(election).words
        page = client.get(f"/elections/{election.reference}/countbacks/").content.decode()
        assert "Votes after each stage: Countback: Other staff directors" in page


def test_a_lot_in_a_countback_is_drawn_from_the_secret_or_by_hand_and_said_to_be(client):
    made = body()
    ballots = (("13", (1,)), ("14", (1,)), ("15", (3,)), ("16", (3,)), ("17", (2,)), ("18", (4,)))
    election = declared(made, (14, 15, 16, 17), ballots, after=After(None, None, "COUNTBACK"))
    with a_month_later():
        vacancy = left(made, election, 14)
        bad = vacancies.ByHand("4, 2", "one person", "Our rules")
        with pytest.raises(ElectionRefused, match="at least two witnesses"):
            vacancies.find_successor(vacancy=vacancy, by=made.scrutineer, drawn=bad)
        gone = vacancies.ByHand("1, 2", "Chair, Clerk", "Our rules")
        with pytest.raises(ElectionRefused, match="does not stand"):
            vacancies.find_successor(vacancy=vacancy, by=made.scrutineer, drawn=gone)
        drawn = vacancies.ByHand("4, 2", "Chair, Clerk", "Our rules")
        found = vacancies.find_successor(vacancy=vacancy, by=made.scrutineer, drawn=drawn)
        assert (found.lots["kind"], found.lots["witnesses"]) == ("manual", ["Chair", "Clerk"])
        assert found.winner.member_number == "15"  # the lot fell on 4, who was excluded
        page = client.get(f"/elections/{election.reference}/countbacks/").content.decode()
        assert (
            "before these witnesses: Chair and Clerk" in page and "Why by hand: Our rules" in page
        )
        assert "The lot decided who is elected" in page and "Votes after each stage" in page
        assert "drawn by hand before witnesses (Chair, Clerk)" in verified(election).words
        again = vacancies.find_successor(vacancy=vacancy, by=made.scrutineer, unavailable={2})
        assert again.winner.member_number == "17" and again.lots == {"kind": "none"}


def test_whoever_declines_is_passed_over_and_then_nobody_is_left():
    made, election = in_office("COUNTBACK")
    with a_month_later():
        vacancy = left(made, election, 14)
        vacancies.find_successor(vacancy=vacancy, by=made.scrutineer)
        with pytest.raises(ElectionRefused, match="If they decline"):
            vacancies.find_successor(vacancy=vacancy, by=made.scrutineer)
        again = vacancies.find_successor(vacancy=vacancy, by=made.scrutineer, unavailable={2})
        assert again.winner is None and "by-election" in again.why
        with pytest.raises(ElectionRefused, match="Nobody has been found"):
            vacancies.enter_successor(vacancy=vacancy, by=made.secretary)


def test_a_fault_in_one_program_fills_no_place(monkeypatch):
    made, election = in_office("COUNTBACK")
    real = two_programs._second

    def faulty(*given):
        found = real(*given)
        return {**found, "quota": "99"}

    monkeypatch.setattr(two_programs, "_second", faulty)
    with a_month_later():
        found = vacancies.find_successor(vacancy=left(made, election, 14), by=made.scrutineer)
    assert found.winner is None
    assert found.why.startswith("The two counting programs differ.")


def test_papers_that_are_gone_or_changed_are_not_counted_again(monkeypatch):
    made, election = in_office("COUNTBACK")
    with a_month_later():
        vacancy = left(made, election, 14)
        module = "mutualise.governance.queries.vacancies.votes_of"
        monkeypatch.setattr(module, lambda contest: ([(5, (2,))], 0))
        with pytest.raises(ElectionRefused, match="not those that were opened"):
            vacancies.find_successor(vacancy=vacancy, by=made.scrutineer)
    assert not Filling.objects.exists()


def test_the_next_candidate_fills_the_place_where_the_notice_says_so():
    made, election = in_office("NEXT")
    with a_month_later():
        found = vacancies.find_successor(vacancy=left(made, election, 14), by=made.scrutineer)
    assert found.winner.member_number == "15" and found.first == {}


def test_an_election_declared_void_fills_no_place_and_says_who_sits_by_it_still(client):
    made, election = in_office("COUNTBACK")
    code = election.organisation.code
    with a_month_later():
        vacancy = left(made, election, 14)
        vacancies.find_successor(vacancy=vacancy, by=made.scrutineer)
        elections.move("void", election=election, by=made.scrutineer, words="A court set it aside.")
        # Each page was opened while the result stood.
        for deed in (
            lambda: left(made, election, 16),
            lambda: vacancies.find_successor(vacancy=vacancy, by=made.scrutineer, unavailable={2}),
            lambda: vacancies.enter_successor(vacancy=vacancy, by=made.secretary),
        ):
            with pytest.raises(ElectionRefused, match="only while it stands"):
                deed()
        assert {each.member_number for each in sitting_still(election)} == {"1", "16"}
        public = read(client, f"/elections/{election.reference}/")
        assert "Took office by the result that no longer stands" in public
        assert "Member 16 took office on" in public and "and left office on" in public
        assert "fills it" not in public
        assert "Nothing below stands" in read(
            client, f"/elections/{election.reference}/countbacks/"
        )
        shown = f"by election {election.reference}, which was declared void since"
        assert shown in read(client, f"/employee-control/{code}/")
        sign_in(client, made.secretary)
        desk = read(client, f"/run-elections/{election.reference}/")
        assert "in the register of directors still: Member 1, Member 16." in desk
        assert shown in read(client, f"/members/{code}/control/")
        today = clock.today()
        ended_on = {"on-day": today.day, "on-month": today.month, "on-year": today.year}
        page = f"/run-elections/{election.reference}/seats/end/"
        assert "Member 16" in read(client, page)
        assert client.post(page, ended_on).status_code == 302
        assert client.get(page).status_code == 404, "nobody is left to end"
        ended = DirectorTerm.objects.known_at(None).filter(valid_until=clock.today())
        assert {each.director.member.number for each in ended} == {1, 14, 16}
        assert f"{election.reference} was declared void" in ended.latest("pk").reason
        seats = {
            each.holder: str(each.share)
            for each in facts_of(code).holdings
            if each.on == clock.today() and each.instrument == "board-seats"
        }
        assert seats["employees"] == "0.000", "the public register has what is true now"
        assert shown not in read(client, f"/members/{code}/control/")
        assert "still:" not in read(client, f"/run-elections/{election.reference}/")


def read(client, address: str) -> str:
    """The words of a page in one line."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return " ".join(re.sub(r"<[^>]*>", "", answer.content.decode()).split())


@pytest.mark.parametrize(
    ("way", "said"),
    [("BY_ELECTION", "A new election"), ("VACANT", "stays vacant"), ("", "nothing")],
)
def test_where_the_notice_says_otherwise_nobody_is_found(way, said):
    made, election = in_office(way)
    with a_month_later():
        vacancy = left(made, election, 14)
        with pytest.raises(ElectionRefused, match=said):
            vacancies.find_successor(vacancy=vacancy, by=made.scrutineer)


def test_a_vacancy_is_of_somebody_who_sits_on_a_day_that_has_come_and_by_the_secretary():
    made, election = in_office("COUNTBACK")
    with a_month_later():
        with pytest.raises(ElectionRefused, match="hold no place"):
            left(made, election, 15)
        with pytest.raises(ElectionRefused, match="not before"):
            left(made, election, 14, on=clock.today() + dt.timedelta(days=1))
        with pytest.raises(ElectionRefused, match="declared after"):
            left(made, election, 14, on=declared_on(election) - dt.timedelta(days=1))
        with pytest.raises(NotAllowed):
            left(made, election, 14, by=made.scrutineer)
        vacancy = left(made, election, 14)
        with pytest.raises(ElectionRefused, match="hold no place"):
            left(made, election, 14)
        with pytest.raises(NotAllowed):
            vacancies.find_successor(vacancy=vacancy, by=made.secretary)
        with pytest.raises(NotAllowed):
            vacancies.enter_successor(vacancy=vacancy, by=made.scrutineer)


def test_the_pages_take_secretary_and_scrutineer_from_a_resignation_to_a_new_director(client):
    made, election = in_office("COUNTBACK")
    home = f"/run-elections/{election.reference}/vacancies/"
    with a_month_later():
        secretary, scrutineer = (
            sign_in(Client(), made.secretary),
            sign_in(Client(), made.scrutineer),
        )
        today = clock.today()
        sent = {
            "nomination": str(candidate(election, 14).pk), "cause": "RESIGNED",
            "on-day": str(today.day), "on-month": str(today.month), "on-year": str(today.year),
        }  # fmt: skip
        assert secretary.post(f"{home}record/", {}).status_code == 422
        answer = secretary.post(f"{home}record/", sent)
        assert answer.status_code == 302, answer.content.decode()[:3000]
        assert "Resigned as a director" in secretary.get(home).content.decode()
        number = candidate(election, 14).vacancy.pk
        find = f"{home}{number}/find/"
        assert "Member 15" in scrutineer.get(find).content.decode()
        assert scrutineer.post(find, {}).status_code == 302
        page = scrutineer.get(home).content.decode()
        assert (
            "Countback: Other staff directors" in page
            and "Member 15 fills the place, by countback." in page
        )
        assert secretary.get(find).status_code in (403, 404)
        assert secretary.post(f"{home}{number}/enter/", {"checked": "on"}).status_code == 302
        public = client.get(f"/elections/{election.reference}/").content.decode()
        assert "Member 15 fills it, by countback" in public
        assert "Resigned" not in public
