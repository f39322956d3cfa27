"""A made-up election of staff directors, from the notice to seats on the board, by the deeds people do.

Who stands, who votes and how is drawn from a fixed seed, so the result is the same each time; codes,
keys and sealed ballots are drawn anew, as in any election. Most votes are sealed by the server, since
no browser takes part; a few are on paper, read by two clerks.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from mutualise.accounts.models import Person
from mutualise.chronicle import clock
from mutualise.governance import models
from mutualise.governance.actions import (
    counting,
    directors,
    elections,
    nominations,
    objections,
    paper_votes,
    roll,
    seats,
    trustees,
    voting,
)
from mutualise.governance.ingest.demonstration_meetings import moment
from mutualise.governance.ingest.made_up import CODE, NAME
from mutualise.governance.queries.members import electors
from mutualise.governance.queries.roll import entry_on_roll
from mutualise.governance.rules.election_timetable import Kind, model
from mutualise.governance.rules.nominations import Seats
from mutualise.governance.rules.notice import ContestNotice
from mutualise.governance.rules.seats import After, Vacancies

SEED = 2026
TITLE = "Election of staff directors 2026"
NOTICE, CLOSES, BEGINS, ENDS = (
    date(2026, 7, 1), date(2026, 8, 27), date(2026, 9, 1), date(2029, 9, 1),
)  # fmt: skip
NURSES, SUPPORT = "nurses", "support"
CONTESTS = (
    ContestNotice(NURSES, "Directors of the nurses and therapists", NURSES, Seats(2)),
    ContestNotice(SUPPORT, "Directors of support and administration", SUPPORT, Seats(2, 1, "night worker")),
)  # fmt: skip
# How much each candidate is liked, by number; the last of each contest withdraws before the poll.
LIKED = {NURSES: (34, 24, 20, 17, 11, 1), SUPPORT: (38, 30, 20, 12)}
NIGHT_WORKERS = (3,)
WITHDREW = {NURSES: 6}
# How many vote online, and how many on paper.
VOTES = {NURSES: (132, 8), SUPPORT: (70, 5)}
STATEMENTS = (
    "I would report to you after every meeting of the board, in plain words.",
    "Rotas are the first thing I would bring to the board, and pay the second.",
    "I have worked in both clinics and would speak for the smaller one.",
    "I would ask what each decision does to the time we have for patients.",
    "Training was promised to everybody. I would ask every quarter where it is.",
    "I would listen before I speak.",
)
STATEMENT = {
    "register": "OWN", "matter": "I compared every tenth name with the payroll list. All agreed.",
    "rules": "yes", "security": "yes", "free": "yes",
    "counted_by": "The platform stored the sealed votes; the scrutineer ran both counts.",
}  # fmt: skip
Tell = Callable[[str], None]


def hold_an_election(
    people: dict[str, Person], register: models.MemberRegister, tell: Tell
) -> None:
    """Hold it whole: called, voted, counted twice, signed, declared, and the elected in office."""
    by, scrutineer = people["company-secretary"], people["scrutineer"]
    chance = random.Random(SEED)  # noqa: S311 - made-up data
    tell("an election: notice and nominations")
    election = _call(by, register)
    _nominate(by, election)
    codes = _freeze(by, scrutineer, election)
    with clock.at(moment(election.opens_on, 9)):
        trustees.name_demonstration_trustees(election=election, by=scrutineer)
        trustees.open_poll(election=election, by=scrutineer)
    clerks = [people[f"election-clerk-{number}"] for number in (1, 2)]
    for contest in election.contests.order_by("code"):
        tell(f"votes: {contest.title}")
        _vote(contest, codes[contest.code], clerks[0], chance)
    tell("the count of the election")
    _count(election, scrutineer, clerks, chance)
    with clock.at(moment(BEGINS)):
        _take_office(by, register, election)


def _call(by: Person, register: models.MemberRegister) -> models.Election:
    with clock.at(moment(NOTICE)):
        return elections.call(
            by=by, organisation=register.organisation, name=NAME, title=TITLE, rule="scottish",
            kind=Kind.MODEL_RULES, days=model(CLOSES, NOTICE), contests=CONTESTS,
            demonstration=True, after=After(BEGINS, ENDS, Vacancies.COUNTBACK),
        )  # fmt: skip


def _nominate(by: Person, election: models.Election) -> None:
    """Candidates from all over each class; all are valid, and one withdraws in time."""
    for contest in election.contests.order_by("code"):
        listed = electors(CODE, election.notice_on, contest.constituency)
        wanted = len(LIKED[contest.code])
        with clock.at(moment(election.notice_on + timedelta(days=2))):
            for place in range(wanted):
                who = listed[(place + 1) * len(listed) // (wanted + 1)]
                made = nominations.nominate(
                    contest=contest, by=by, member_number=who.number, name=who.name,
                    statement=STATEMENTS[place],
                    in_category=bool(contest.reserved) and place + 1 in NIGHT_WORKERS,
                )  # fmt: skip
                nominations.decide(nomination=made, by=by, valid=True)
    with clock.at(moment(election.nominations_close_on + timedelta(days=1))):
        elections.move("close_nominations", election=election, by=by)
    with clock.at(moment(election.withdrawals_until)):
        for code, number in WITHDREW.items():
            nominations.withdraw(
                nomination=models.Nomination.objects.get(
                    contest__election=election, contest__code=code, number=number
                ),
                by=by, words="In writing, today.",
            )  # fmt: skip


def _freeze(
    by: Person, scrutineer: Person, election: models.Election
) -> dict[str, list[tuple[str, str]]]:
    """Freeze the roll, send texts and letters, decide one objection; number and code of each, by contest."""
    codes: dict[str, list[tuple[str, str]]] = {each.code: [] for each in CONTESTS}
    with clock.at(moment(election.withdrawals_until + timedelta(days=1))):
        roll.freeze(election=election, by=by)
        texts = roll.issue_codes(election=election, by=by, channel="TEXT")
        # Nobody has these telephones: that a text left is written down, and none is sent.
        models.CodeSent.objects.bulk_create(models.CodeSent(code=each.issued) for each in texts)
        letters = roll.issue_codes(election=election, by=by, channel="LETTER")
        in_order = sorted((*texts, *letters), key=lambda each: (each.contest.code, each.name))
        for letter in in_order:
            codes[letter.contest.code].append((letter.number, letter.code))
        made = objections.enter_objection(
            election=election, by=by, kind="OMITTED", about="A former employee",
            reason="Told the secretary that they were not on the roll.",
        )  # fmt: skip
    with clock.at(moment(election.withdrawals_until + timedelta(days=4))):
        objections.decide_objection(
            objection=made, by=scrutineer, outcome="REFUSED",
            reason="Their membership ended before the roll was frozen.",
        )  # fmt: skip
    return codes


def _vote(
    contest: models.Contest, sent: Sequence[tuple[str, str]], clerk: Person, chance: random.Random
) -> None:  # fmt: skip
    """Voters in a drawn order, spread over the poll; three change their minds, some use paper."""
    online, on_paper = VOTES[contest.code]
    drawn = chance.sample(list(sent), online + on_paper)
    codes = [code for _, code in (*drawn[:online], *drawn[:3])]
    opens, whole = moment(contest.election.opens_on, 10), timedelta(days=13)
    for place, code in enumerate(codes):
        with clock.at(opens + whole * place // len(codes)):
            _cast(code, _ranking(contest.code, chance))
    with clock.at(moment(contest.election.closes_on, 11)):
        for number, _ in drawn[online:]:
            entry = entry_on_roll(contest, number)
            assert entry is not None  # noqa: S101 - their letter went to a name on the roll
            roll.mark_paper(entry=entry, by=clerk)


def _cast(code: str, ranking: tuple[int, ...]) -> None:
    permission = voting.hand_out_assisted(code)
    sealed, _ = voting.seal_assisted(permission, ranking)
    turn = voting.next_counter(permission.contest, permission.token)
    voting.cast(permission, counter=turn, sealed=sealed)


def _ranking(code: str, chance: random.Random) -> tuple[int, ...]:
    """One to all of those who stand, the better liked the earlier."""
    left = [n for n, _ in enumerate(LIKED[code], 1) if n != WITHDREW.get(code)]
    found = []
    for _ in range(chance.randint(1, len(left))):
        found.append(chance.choices(left, [LIKED[code][n - 1] for n in left])[0])
        left.remove(found[-1])
    return tuple(found)


def _count(
    election: models.Election, scrutineer: Person, clerks: Sequence[Person], chance: random.Random
) -> None:
    """Close at 5pm; clerks read the sheets; unseal, count, sign and declare the next day."""
    with clock.at(moment(election.closes_on, 17)):
        trustees.close_poll(election=election, by=scrutineer)
    with clock.at(moment(election.closes_on + timedelta(days=1))):
        for contest in election.contests.order_by("code"):
            for sheet in range(1, VOTES[contest.code][1] + 1):
                ranking = () if sheet == 1 else _ranking(contest.code, chance)
                for clerk in clerks:
                    paper_votes.read_sheet(
                        contest=contest, by=clerk, sheet=sheet, ranking=ranking,
                        spoiled=sheet == 1,
                    )  # fmt: skip
        trustees.open_with_demonstration_keys(election=election, by=scrutineer)
        elections.move("unseal", election=election, by=scrutineer)
        counting.count(election=election, by=scrutineer)
        counting.sign(election=election, by=scrutineer, statement=STATEMENT,
                      words="Made up: nobody voted, and nobody counted by hand.")  # fmt: skip
        counting.declare(election=election, by=scrutineer)


def _take_office(by: Person, register: models.MemberRegister, election: models.Election) -> None:
    """The first directors of both classes make way for the elected."""
    for term in models.DirectorTerm.objects.known_at(None).filter(
        register=register, constituency__code__in=(NURSES, SUPPORT), valid_until=None
    ):
        directors.end_term(by=by, term=term, on=BEGINS, reason="In office until the first election")
    seats.enter_elected(election=election, by=by)
