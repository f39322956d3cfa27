"""An election from its call to its declaration, by the deeds of the people in it."""

from __future__ import annotations

import html
import re

import pytest

from mutualise.accounts.actions import InvitationRefused, invite
from mutualise.accounts.models import RoleHolding
from mutualise.accounts.permissions import NotAllowed
from mutualise.accounts.rules.roles import Role
from mutualise.governance.actions import counting, elections, paper_votes, roll, trustees, voting
from mutualise.governance.models import (
    BallotSignature,
    BoardEntry,
    Box,
    IssuerKey,
    RollEntry,
    RollMark,
    SignedToken,
)
from mutualise.governance.presenters.election_steps import sheet_lines
from mutualise.governance.queries.counts import Sheet, last_count, papers_of
from mutualise.governance.queries.elections import state_of
from mutualise.governance.rules.counting.meek import Meek
from mutualise.governance.rules.counting.tallying import Tally
from mutualise.governance.rules.election_stages import GuardsUnmet, NotPermitted, State
from mutualise.governance.rules.nominations import Seats
from mutualise.governance.rules.notice import ContestNotice
from mutualise.governance.rules.second_count import ers97 as second_ers97
from mutualise.governance.rules.second_count import meek as second_meek
from mutualise.governance.rules.second_count import northern_ireland as second_ni
from mutualise.governance.rules.second_count import scottish as second_scottish
from tests.governance.election_builders import (
    LONG_AGO,
    called,
    counted,
    mutual,
    nominated,
    open_election,
    opened,
    quick_keys,
    stand,
    vote,
    with_roll,
)
from tests.programme.builders import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _keys(monkeypatch, settings, tmp_path):
    settings.VAR = tmp_path
    quick_keys(monkeypatch)


def entry(election, number: int) -> RollEntry:
    return RollEntry.objects.get(contest__election=election, member_number=str(number))


def test_from_call_to_declaration():
    body, election, codes = open_election()
    for number in range(1, 9):
        vote(codes[str(number)], 1, 2)
    vote(codes["9"], 2)
    vote(codes["9"], 3, 1)  # the last counts
    for number in range(13, 22):
        vote(codes[str(number)], 1 + number % 3, 4)
    roll.mark_paper(entry=entry(election, 22), by=body.clerks[0])
    trustees.close_poll(election=election, by=body.scrutineer)
    others = election.contests.get(code="others")
    for clerk in body.clerks[:2]:
        paper_votes.read_sheet(contest=others, by=clerk, sheet=1, ranking=[2, 1])
    trustees.open_with_demonstration_keys(election=election, by=body.scrutineer)
    elections.move("unseal", election=election, by=body.scrutineer)
    counting.count(election=election, by=body.scrutineer)
    nurses = last_count(election.contests.get(code="nurses"))
    assert nurses.difference == ""
    assert nurses.first["elected"] == [1] == nurses.second["elected"]
    assert nurses.papers == [[8, [1, 2]], [1, [3, 1]]]
    assert 4 in last_count(others).first["elected"], "the reserved place goes to the night worker"
    found = papers_of(others)
    assert (found.roll, found.issued, found.returned_online, found.papers) == (12, 9, 9, 1)
    with pytest.raises(GuardsUnmet, match="sign the report"):
        counting.declare(election=election, by=body.scrutineer)
    counting.sign(election=election, by=body.scrutineer)
    counting.declare(election=election, by=body.scrutineer)
    assert state_of(election) is State.DECLARED


def test_the_same_post_gives_the_same_receipt_and_one_ballot():
    _, election, codes = open_election()
    permission = voting.hand_out_assisted(codes["1"])
    sealed, _ = voting.seal_assisted(permission, (2, 1))
    receipts = {voting.cast(permission, counter=1, sealed=sealed) for _ in range(5)}
    assert len(receipts) == 1
    assert BoardEntry.objects.count() == 1


def test_a_sealed_ballot_is_not_taken_under_a_token_nobody_signed():
    _, _, codes = open_election()
    permission = voting.hand_out_assisted(codes["1"])
    sealed, _ = voting.seal_assisted(permission, (2, 1))
    forged = voting.Permission(permission.contest, b"x" * 32, permission.permit)
    with pytest.raises(voting.VoteRefused, match="not issued here"):
        voting.cast(forged, counter=1, sealed=sealed)
    other = voting.Permission(
        permission.contest.election.contests.get(code="others"), permission.token,
        permission.permit,
    )  # fmt: skip
    with pytest.raises(voting.VoteRefused, match="not issued here"):
        voting.cast(other, counter=1, sealed=sealed)


def test_nobody_votes_before_the_poll_or_after_it():
    body = mutual()
    election = called(body)
    nominated(body, election)
    codes = with_roll(body, election)
    with pytest.raises(voting.VoteRefused, match="has not opened the poll yet"):
        voting.contest_for(codes["1"])
    opened(body, election)
    permission = voting.hand_out_assisted(codes["1"])
    sealed, _ = voting.seal_assisted(permission, (1,))
    taken = voting.cast(permission, counter=1, sealed=sealed)
    vote(codes["13"], 1, 4)
    counted(body, election)
    with pytest.raises(voting.VoteRefused, match="closed"):
        vote(codes["2"], 1)
    again = voting.cast(permission, counter=1, sealed=sealed)
    assert again == taken, "a receipt can still be asked for after the poll"
    assert BoardEntry.objects.count() == 2


def test_a_name_that_voted_online_cannot_vote_on_paper_or_have_a_second_code():
    body, election, codes = open_election()
    vote(codes["1"], 1)
    for deed in (
        lambda: roll.mark_paper(entry=entry(election, 1), by=body.clerks[0]),
        lambda: roll.issue_again(entry=entry(election, 1), by=body.secretary),
    ):
        with pytest.raises(elections.ElectionRefused):
            deed()
    roll.mark_paper(entry=entry(election, 2), by=body.clerks[0])
    with pytest.raises(voting.VoteRefused, match="paper"):
        vote(codes["2"], 1)


def test_a_new_code_ends_the_old_one():
    body, election, codes = open_election()
    letter = roll.issue_again(entry=entry(election, 3), by=body.secretary)
    with pytest.raises(voting.VoteRefused, match="newer code"):
        vote(codes["3"], 1)
    assert vote(letter.code, 1)[0].number == 1


def test_a_mark_on_the_roll_has_no_time_no_order_and_no_author():
    names = {field.name for field in RollMark._meta.get_fields()}
    assert names == {"entry", "kind", "blinded_sha256"}
    box = (Box, BoardEntry, IssuerKey, SignedToken, BallotSignature)
    for model in box:
        related = {f.related_model for f in model._meta.get_fields() if f.is_relation}
        assert related <= set(box), "the box knows nothing of the roll"


def test_sheets_on_which_clerks_differ_need_a_third_look():
    body, election, codes = open_election()
    roll.mark_paper(entry=entry(election, 2), by=body.clerks[0])
    vote(codes["13"], 1, 4)
    trustees.close_poll(election=election, by=body.scrutineer)
    nurses = election.contests.get(code="nurses")
    paper_votes.read_sheet(contest=nurses, by=body.clerks[0], sheet=1, ranking=[1, 2])
    with pytest.raises(elections.ElectionRefused, match="have read"):
        paper_votes.read_sheet(contest=nurses, by=body.clerks[0], sheet=1, ranking=[1, 2])
    paper_votes.read_sheet(contest=nurses, by=body.clerks[1], sheet=1, ranking=[1, 3])
    trustees.open_with_demonstration_keys(election=election, by=body.scrutineer)
    elections.move("unseal", election=election, by=body.scrutineer)
    with pytest.raises(GuardsUnmet, match="Two clerks"):
        counting.count(election=election, by=body.scrutineer)
    assert (
        sheet_lines(nurses)[1]
        == "Read differently, so a third clerk must read and decide: sheet 1."
    )
    paper_votes.read_sheet(contest=nurses, by=body.clerks[2], sheet=1, ranking=[1, 3])
    counting.count(election=election, by=body.scrutineer)
    assert last_count(nurses).papers == [[1, [1, 3]]]
    assert sheet_lines(nurses) == ["Paper sheets: 1. Read alike by two clerks: 1."]


def test_where_three_clerks_read_three_things_the_third_decides():
    read = (((1, 2), False), ((1, 3), False), ((2, 1), False))
    assert [Sheet(1, read[:n]).agreed for n in (1, 2, 3)] == [None, None, read[2]]


# Where each program divides, rule by rule: one unit less there is the smallest fault there can be.
FIRST = dict.fromkeys(("scottish", "ers97", "ni"), (Tally, "share")) | {"meek": (Meek, "_quota")}
SECOND = {
    "scottish": (second_scottish.ScottishCount, "_credit", 2),
    "ers97": (second_ers97.Ers97Count, "_credit", 2),
    "ni": (second_ni.NorthernIrelandCount, "_transfer", 2),
    "meek": (second_meek, "divided_up", 0),
}


def plant(monkeypatch, program: str, rule: str) -> None:
    """One unit less where a program divides: in what it gives, or in the value that papers take along."""
    where, name, *place = FIRST[rule] if program == "first" else SECOND[rule]
    honest = getattr(where, name)

    def one_less(*given):
        if not place or rule == "meek":
            found = honest(*given)
            return found - 1 if isinstance(found, int) else found
        changed = list(given)
        if changed[place[0]] not in (100, 100_000):  # a paper at its full value was not divided
            changed[place[0]] -= 1
        return honest(*changed)

    monkeypatch.setattr(where, name, one_less)


@pytest.mark.parametrize("rule", ["scottish", "ers97", "ni", "meek"])
def test_a_fault_in_either_program_blocks_the_declaration_and_names_the_stage(rule, monkeypatch):
    body = mutual()
    two = ContestNotice("nurses", "Nurses’ directors", "nurses", Seats(2))
    election = called(body, contests=(two,), rule=rule)
    nominated(body, election)
    codes = with_roll(body, election)
    opened(body, election)
    papers = ((1, 2), (1, 2), (1, 2), (1, 3), (1, 3), (2,), (3,), (3,), (2, 3))
    for number, ranking in enumerate(papers, start=1):
        vote(codes[str(number)], *ranking)
    counted(body, election)
    nurses = election.contests.get(code="nurses")
    assert not last_count(nurses).difference
    for program in ("first", "second"):
        with monkeypatch.context() as planted:
            plant(planted, program, rule)
            counting.count(election=election, by=body.scrutineer)
        told = last_count(nurses).difference
        assert re.match(r"At stage [1-9]|For the whole count the quota", told), (program, told)
        with pytest.raises(GuardsUnmet, match="programs differ"):
            counting.declare(election=election, by=body.scrutineer)
        page = signed_in(body.scrutineer).get(f"/run-elections/{election.reference}/")
        assert told in html.unescape(page.content.decode())
    counting.count(election=election, by=body.scrutineer)
    counting.sign(election=election, by=body.scrutineer)
    counting.declare(election=election, by=body.scrutineer)


def test_a_contest_that_no_result_can_fill_does_not_go_to_the_poll():
    body = mutual()
    election = called(body)
    others = election.contests.get(code="others")
    for number in (13, 14, 15):
        stand(body, others, number)
    desk = signed_in(body.secretary).get(f"/run-elections/{election.reference}/").content.decode()
    assert (
        "Of those who stand 0 qualify for the reserved places, and the notice reserves 1." in desk
    )
    elections.move("close_nominations", election=election, by=body.secretary)
    with pytest.raises(GuardsUnmet, match="No result is possible"):
        roll.freeze(election=election, by=body.secretary)


def test_a_class_under_ten_voters_is_refused_unless_it_was_accepted_in_writing():
    body = mutual(nurses=9)
    election = called(body)
    nominated_small(body, election)
    with pytest.raises(GuardsUnmet, match="fewer than 10"):
        roll.freeze(election=election, by=body.secretary)
    accepted = called(body, small_class_accepted="The board accepted it on 1 June.")
    nominated_small(body, accepted)
    roll.freeze(election=accepted, by=body.secretary)


def nominated_small(body, election):
    for contest in election.contests.order_by("code"):
        for number in (1, 2) if contest.code == "nurses" else (13, 14, 15):
            stand(body, contest, number, in_category=True)
    elections.move("close_nominations", election=election, by=body.secretary)


def test_one_person_is_not_made_secretary_and_scrutineer_of_one_body():
    body, other = mutual(), mutual()
    for one, role in ((body.secretary, Role.SCRUTINEER), (body.scrutineer, Role.COMPANY_SECRETARY)):
        with pytest.raises(InvitationRefused, match="one checks the other"):
            invite(email=one.email, role=role, organisation=body.organisation.code, valid_from=LONG_AGO)  # fmt: skip
    elsewhere = other.organisation.code
    invite(email=body.secretary.email, role=Role.SCRUTINEER, organisation=elsewhere, valid_from=LONG_AGO)  # fmt: skip


def test_a_secretary_who_was_made_scrutineer_by_another_way_acts_as_secretary_alone():
    body = mutual()
    election = called(body)
    nominated(body, election)
    RoleHolding.objects.create(person=body.secretary, role=Role.SCRUTINEER, valid_from=LONG_AGO,
                               organisation=body.organisation.code)  # fmt: skip
    roll.freeze(election=election, by=body.secretary)
    with pytest.raises(NotAllowed, match="cannot act as its scrutineer"):
        trustees.name_demonstration_trustees(election=election, by=body.secretary)
    trustees.name_demonstration_trustees(election=election, by=body.scrutineer)
    with pytest.raises(NotAllowed):
        trustees.open_poll(election=election, by=body.secretary)
    trustees.open_poll(election=election, by=body.scrutineer)
    with pytest.raises(NotAllowed):
        elections.move("close", election=election, by=body.secretary)


def test_only_the_scrutineer_opens_and_the_secretary_cannot_be_one():
    body = mutual()
    election = called(body)
    nominated(body, election)
    roll.freeze(election=election, by=body.secretary)
    trustees.name_demonstration_trustees(election=election, by=body.scrutineer)
    with pytest.raises(NotAllowed):
        trustees.open_poll(election=election, by=body.secretary)
    with pytest.raises(NotPermitted):
        counting.count(election=election, by=body.scrutineer)
