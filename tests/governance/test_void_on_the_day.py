"""An election declared void on the day those it elected took office: a term of no days is withdrawn."""

from __future__ import annotations

import datetime as dt

import pytest

from mutualise.chronicle import clock
from mutualise.governance.actions import elections, seats
from mutualise.governance.actions.elections import ElectionRefused
from mutualise.governance.models import DirectorTerm
from mutualise.governance.queries.seats import sitting_still
from mutualise.register.queries.facts import facts_of
from tests.governance.election_builders import quick_keys
from tests.governance.test_seats import body, declared, entered
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _keys(monkeypatch, settings, tmp_path):
    settings.VAR = tmp_path
    quick_keys(monkeypatch)


def void_on_the_day():
    made = body()
    election = declared(made)
    entered(made, election)
    elections.move("void", election=election, by=made.scrutineer, words="A court set it aside.")
    return made, election


def test_their_terms_are_withdrawn_and_the_public_register_has_no_such_seat(client):
    made, election = void_on_the_day()
    today = clock.today()
    sign_in(client, made.secretary)
    page = f"/run-elections/{election.reference}/seats/end/"
    given = {"on-day": today.day, "on-month": today.month, "on-year": today.year}
    assert client.post(page, given).status_code == 302
    assert sitting_still(election) == []
    assert not DirectorTerm.objects.known_at(None).filter(valid_from=today).exists()
    kept = DirectorTerm.objects.filter(withdrawn=True)
    assert {each.director.member.number for each in kept} == {1, 14, 16}
    assert all(f"{election.reference} was declared void" in each.reason for each in kept)
    board = [
        each
        for each in facts_of("staff-mutual").holdings
        if each.on == today and each.instrument == "board-seats" and each.holder == "employees"
    ]
    assert not any(each.share for each in board), board
    public = client.get(f"/elections/{election.reference}/").content.decode()
    assert "the term was withdrawn on that day" in public


def test_a_day_before_they_took_office_is_refused_and_a_later_one_ends_the_terms():
    made, election = void_on_the_day()
    before = clock.today() - dt.timedelta(days=1)
    with pytest.raises(ElectionRefused, match="Choose that day or a later one"):
        seats.end_void_terms(election=election, by=made.secretary, on=before)
    assert len(sitting_still(election)) == 3
    later = clock.now() + dt.timedelta(days=3)
    with clock.at(later):
        ended = seats.end_void_terms(election=election, by=made.secretary, on=clock.today())
        assert [each.valid_until for each in ended] == [clock.today()] * 3
        assert sitting_still(election) == []


def test_whoever_was_elected_again_that_day_sits_by_the_new_election_alone():
    """Who took office by a void election and by another on one day: only the first term goes."""
    made, election = void_on_the_day()
    today = clock.today()
    seats.end_void_terms(election=election, by=made.secretary, on=today)
    again = declared(made)
    entered(made, again)
    assert len(sitting_still(again)) == 3
    assert sitting_still(election) == []
