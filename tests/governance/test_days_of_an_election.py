"""What may be done until a day may be done on the whole of it: nominating, withdrawing, voting."""

from __future__ import annotations

import datetime as dt

import pytest

from mutualise.chronicle import clock
from mutualise.governance.actions import elections, nominations, roll
from mutualise.governance.models import Nomination
from mutualise.governance.rules.election_stages import GuardsUnmet
from mutualise.governance.rules.election_timetable import LONDON, Kind, model
from mutualise.governance.rules.nominations import NominationUnfit
from tests.governance.election_builders import called, mutual, nominated, quick_keys, stand

pytestmark = pytest.mark.django_db
NOTICE_ON, CLOSES_ON = dt.date(2026, 3, 2), dt.date(2026, 5, 1)
DAYS = model(CLOSES_ON, NOTICE_ON)
ONE = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _keys(monkeypatch, settings, tmp_path):
    quick_keys(monkeypatch)
    settings.VAR = tmp_path


def on(day: dt.date, hour: int = 9):
    return clock.at(dt.datetime.combine(day, dt.time(hour), LONDON))


def an_election():
    body = mutual()
    with on(NOTICE_ON):
        return body, called(body, kind=Kind.MODEL_RULES, days=DAYS)


def test_a_nomination_is_taken_on_the_whole_last_day_and_none_handed_in_after_it():
    body, election = an_election()
    contest = election.contests.get(code="nurses")
    given = {"contest": contest, "by": body.secretary, "name": "A nurse"}
    with on(DAYS.nominations_close_on):
        with pytest.raises(GuardsUnmet, match="until the end of 20 March 2026"):
            elections.move("close_nominations", election=election, by=body.secretary)
        nominations.nominate(member_number="4", **given)
    with on(DAYS.nominations_close_on + ONE):
        with pytest.raises(
            NominationUnfit, match="could be handed in from 2 March 2026 to 20 March"
        ):
            nominations.nominate(member_number="5", **given)
        # One that came in time may be entered the next morning.
        late_entry = {"handed_in_on": DAYS.nominations_close_on, **given}
        nominations.nominate(member_number="5", **late_entry)
        for each in Nomination.objects.all():
            nominations.decide(nomination=each, by=body.secretary, valid=True)
        elections.move("close_nominations", election=election, by=body.secretary)


def test_a_candidate_withdraws_on_the_whole_last_day():
    body, election = an_election()
    with on(DAYS.nominations_close_on + ONE):
        nominated(body, election)
    first = Nomination.objects.filter(contest__election=election).first()
    with (
        on(DAYS.withdrawals_until, 8),
        pytest.raises(GuardsUnmet, match="until the end of 25 March 2026"),
    ):
        roll.freeze(election=election, by=body.secretary)
    with on(DAYS.withdrawals_until, 18):
        nominations.withdraw(nomination=first, by=body.secretary, words="By letter, today.")
    second = Nomination.objects.filter(contest__election=election)[1]
    given = {"nomination": second, "by": body.secretary, "words": "By letter."}
    with on(DAYS.withdrawals_until + ONE):
        with pytest.raises(NominationUnfit, match="received from 2 March 2026 to 25 March 2026"):
            nominations.withdraw(**given)
        # A letter of the last day may be entered the next morning.
        nominations.withdraw(received_on=DAYS.withdrawals_until, **given)
        roll.freeze(election=election, by=body.secretary)


def test_under_own_rules_too_a_day_ends_before_the_next_step_but_where_all_is_on_one_day():
    body = mutual()
    with on(NOTICE_ON):
        days = DAYS.__class__(NOTICE_ON, *(NOTICE_ON + n * ONE for n in (7, 7, 14, 21)))
        election = called(body, days=days)
        stand(body, election.contests.get(code="nurses"), 1)
    with on(days.nominations_close_on):
        # Withdrawals end on the same day: nominations may be closed on it, the roll not be frozen.
        elections.move("close_nominations", election=election, by=body.secretary)
        with pytest.raises(GuardsUnmet, match="until the end of 9 March 2026"):
            roll.freeze(election=election, by=body.secretary)
