"""Each deed on the register of members, shares, directors and trustees is refused without what it needs."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date, timedelta

import pytest

from mutualise.accounts.permissions import NotAllowed
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.chronicle.refusals import AlreadyRecorded, NoLongerStands, ReasonMissing
from mutualise.governance.actions import (
    counting,
    directors,
    elections,
    erasure,
    members,
    paper_votes,
    ratios,
    roll,
    shares,
    trustees,
)
from mutualise.governance.actions.elections import ElectionRefused
from mutualise.governance.actions.members import RegisterRefused
from mutualise.governance.models import Membership
from mutualise.governance.rules.directors import Chosen
from mutualise.governance.rules.membership import Ended
from tests.governance.election_builders import (
    called,
    mutual,
    nominated,
    open_election,
    person,
    quick_keys,
)
from tests.governance.meeting_builders import SINCE, body, secretary_of

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


@contextmanager
def refused(words: str, error: type[Exception] = RegisterRefused):
    with pytest.raises(error, match=words):
        yield


@pytest.fixture
def kept():
    register = body(members=3)
    return register, secretary_of("care"), list(register.members.order_by("number"))


def test_a_register_is_opened_once_for_a_body_that_is_known_by_its_own_secretary(kept):
    given = {"form": "CIC_GUARANTEE", "votes": "MEMBER", "guarantee_pence": 100, "on": DAY}
    with pytest.raises(NotAllowed):
        members.open_register(by=kept[1], code="another", **given)
    with refused("no body with the code nobody"):
        members.open_register(by=secretary_of("nobody"), code="nobody", **given)
    with refused("open already", AlreadyRecorded):
        members.open_register(by=kept[1], code="care", **given)
    with refused("a class with the code staff", AlreadyRecorded):
        members.add_constituency(by=kept[1], register=kept[0], code="staff", name="S", kind="STAFF")


def test_a_member_has_one_number_one_name_and_one_class_at_a_time(kept):
    register, by, (first, second, _) = kept
    staff, users = (register.constituencies.get(code=each) for each in ("staff", "users"))
    new = {"by": by, "register": register, "constituency": staff, "employee": True, "on": DAY}
    with refused("Number 2 is taken"):
        members.admit(**new, about={"name": "A"}, number=2)
    with refused("the member's name"):
        members.admit(**new, about={"name": " "})
    told = {"by": by, "member": first, "on": DAY}
    with pytest.raises(ReasonMissing):
        members.describe(**told, about={"name": "A"}, reason=" ")
    members.describe(**told, about={"name": "A", "employee_number": "E1"}, reason="Told us")
    with refused("belongs to another member"):
        members.admit(**new, about={"name": "B", "employee_number": "E1"})
    with refused("belongs to another member"):
        members.describe(
            **told | {"member": second}, about={"name": "B", "employee_number": "E1"}, reason="So"
        )
    same = {"by": by, "member": first, "constituency": staff, "employee": True, "on": DAY}
    with refused("in this class already"):
        members.move(**same)
    with refused("crosses the time"):
        members.admit_again(**same)
    with refused("began on"):
        members.move(**same | {"constituency": users, "on": SINCE})
    row = Membership.objects.get(member=first)
    with pytest.raises(ReasonMissing):
        members.correct_membership(by=by, row=row, values={}, reason=" ")
    with refused("end must be after"):
        members.correct_membership(
            by=by, row=row, reason="So", values={"valid_until": SINCE, "ended": "RESIGNED"}
        )
    members.cease(by=by, member=first, on=DAY, ended=Ended.RESIGNED)
    with refused("not a member, or their membership has its end"):
        members.cease(by=by, member=first, on=DAY, ended=Ended.RESIGNED)
    with pytest.raises(ReasonMissing):
        erasure.erase(by=by, member=first, reason=" ")
    with refused("must keep a former member until"):
        erasure.erase(by=by, member=first, reason="Asked")


def test_shares_move_between_two_members_who_hold_them(kept):
    register, by, (first, second, _) = kept
    given = {"by": by, "register": register, "code": "a", "name": "A", "nominal_pence": 100}
    share = shares.add_share_class(**given)
    with refused("class of shares with the code a", AlreadyRecorded):
        shares.add_share_class(**given)
    move = {"by": by, "share_class": share, "on": DAY}
    for wrong, words in (
        ({"quantity": 0, "target": first}, "1 or more"), ({"quantity": 1}, "who gives or who receives"),
        ({"quantity": 1, "source": first, "target": first}, "to themselves"),
        ({"quantity": 1, "source": first, "target": second}, "."),
    ):  # fmt: skip
        with refused(words):
            shares.move_shares(**move, **wrong)
    row = shares.move_shares(**move, quantity=2, target=first)
    shares.move_shares(**move, quantity=2, source=first, target=second)
    with refused("."):
        shares.withdraw_movement(by=by, row=row, reason="Never was")
    with refused("holds 2 shares"):
        members.cease(by=by, member=second, on=DAY + timedelta(days=1), ended=Ended.RESIGNED)
    with pytest.raises(ReasonMissing):
        shares.withdraw_movement(by=by, row=row, reason=" ")


def test_a_directors_term_has_a_name_an_end_after_its_beginning_and_no_twin(kept):
    register, by, (first, *_) = kept
    given = {
        "by": by,
        "register": register,
        "name": "A",
        "chosen": Chosen.BOARD,
        "on": DAY,
        "member": first,
    }
    with refused("end after it begins"):
        directors.begin_term(**given, term_ends_on=DAY)
    with refused("director's name"):
        directors.begin_term(**given | {"name": " "})
    term = directors.begin_term(**given)
    with refused("a director already"):
        directors.begin_term(**given)
    with refused("after the beginning"):
        directors.end_term(by=by, term=term, on=DAY, reason="Left")
    with pytest.raises(ReasonMissing):
        directors.end_term(by=by, term=term, on=DAY + timedelta(days=1), reason=" ")
    with refused("what the tie is"):
        directors.declare(by=by, director=term.director, nature=" ", on=DAY)
    directors.withdraw_term(by=by, term=term, reason="Never was")
    with pytest.raises(NoLongerStands):
        directors.withdraw_term(by=by, term=term, reason="Never was")
    with refused("has not come yet"):
        ratios.publish_ratios(by=by, organisation="care", on=clock.today() + timedelta(days=1))
    with refused("keeps no register"):
        ratios.publish_ratios(by=by, organisation="nobody", on=DAY)


def test_trustees_sheets_and_the_report_are_taken_at_their_stage_and_as_they_are(
    monkeypatch, settings, tmp_path
):
    quick_keys(monkeypatch)
    settings.VAR = tmp_path
    real = mutual()
    election = called(real, demonstration=False)
    key = {"election": election, "by": real.scrutineer, "number": 1, "title": "One"}
    for wrong in ("a" * 63, "g" * 64):
        with refused("64 figures and letters", ElectionRefused):
            trustees.name_trustee(**key, public_key=wrong)
    with refused(".", ElectionRefused):
        trustees.name_demonstration_trustees(election=election, by=real.scrutineer)
    nominated(real, election)
    held, poll, _ = open_election()
    contest = poll.contests.get(code="nurses")
    with refused("before the poll opens", ElectionRefused):
        trustees.name_trustee(
            election=poll, by=held.scrutineer, number=1, title="One", public_key="a" * 64
        )
    with refused(".", ElectionRefused):
        trustees.trustee_input(contest, 1)
    read = {"contest": contest, "by": held.clerks[0], "sheet": 1, "ranking": [1]}
    with refused("after the poll has closed", ElectionRefused):
        paper_votes.read_sheet(**read)
    roll.mark_paper(entry=contest.roll.get(member_number="2"), by=held.clerks[0])
    trustees.close_poll(election=poll, by=held.scrutineer)
    for nobody in (held.secretary, person(Role.ELECTION_CLERK, "another")):
        with pytest.raises(NotAllowed):
            paper_votes.read_sheet(**read | {"by": nobody})
    with refused("give a sheet number", ElectionRefused):
        paper_votes.read_sheet(**read | {"sheet": 2})
    with refused("does not stand", ElectionRefused):
        paper_votes.read_sheet(**read | {"ranking": [99]})
    for clerk in held.clerks[:2]:
        paper_votes.read_sheet(**read | {"by": clerk})
    with refused("settled", ElectionRefused):
        paper_votes.read_sheet(**read | {"by": held.clerks[2]})
    with refused(".", ElectionRefused):
        trustees.trustee_input(contest, 2)
    with pytest.raises(NotAllowed):
        trustees.take_layer(contest=contest, trustee=1, by=held.secretary, given={})
    with refused(".", ElectionRefused):
        counting.sign(election=poll, by=held.scrutineer)
    trustees.open_with_demonstration_keys(election=poll, by=held.scrutineer)
    elections.move("unseal", election=poll, by=held.scrutineer)
    counting.count(election=poll, by=held.scrutineer)
    counting.sign(election=poll, by=held.scrutineer)
    with refused(".", ElectionRefused):
        counting.sign(election=poll, by=held.scrutineer)
