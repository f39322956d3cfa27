"""What a voter does, in two acts that share nothing in the database; and the assisted way of both.

Handing out looks at the roll: it marks the name and signs a token. Casting looks at the box: it
takes a sealed ballot from whoever holds a signed token. They are separate requests and separate
transactions; neither writes a line to the audit trail, which would give a vote a time. Here the
server seals; `sealed_voting` has both acts for a ballot that the voter's browser seals.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection

from mutualise.chronicle import clock
from mutualise.chronicle.prepared import PreparedRow, at_once
from mutualise.chronicle.together import durably
from mutualise.governance.actions import issuer_keys, marks
from mutualise.governance.models import (
    BoardEntry,
    Contest,
    Election,
    RollEntry,
    RollMark,
)
from mutualise.governance.queries import polls
from mutualise.governance.queries.elections import box_name, notice_timetable, timetable_of
from mutualise.governance.rules.ballot_box import assisted, board, seals, tokens
from mutualise.governance.rules.ballot_box.board import Entry, Receipt
from mutualise.governance.rules.election_stages import State
from mutualise.governance.rules.election_timetable import may_open, takes_votes
from mutualise.governance.rules.one_time_codes import assisted_token, normal, stored

NOT_ISSUED = "This voting paper was not issued here. Start again with your code."


_ENTRY = PreparedRow(BoardEntry)


class VoteRefused(Exception):
    """The vote cannot be taken; the message says why and what to do.

    `reason` is a word for programs (docs/reference/voting-posts.md); `next_turn` the turn that is
    free, where another ballot of the same voter has taken the one asked for.
    """

    def __init__(self, words: str, reason: str = "refused", next_turn: int | None = None) -> None:
        self.reason, self.next_turn = reason, next_turn
        super().__init__(words)


@dataclass(frozen=True)
class Permission:
    """A token of an assisted vote, and what lets its holder cast in one contest. Kept by the voter."""

    contest: Contest
    token: bytes
    permit: bytes


@dataclass(frozen=True)
class Sent:
    """A code that was sent to a name on the roll of a contest, and how the name is marked."""

    code: str
    entry: RollEntry
    kind: str


def sent(typed: str) -> Sent:
    """The name a code was sent to. Raises VoteRefused without saying which part is wrong."""
    code = normal(typed)
    return _sent(code, polls.SENT.rows(stored(code)) if code else [])


def _sent(code: str | None, rows: list[tuple[Any, ...]]) -> Sent:
    if not rows or code is None:
        raise VoteRefused(
            "This code is not known. Check it against your letter, mail or text message: it has 16 letters and numbers.",
            "unknown-code",
        )
    key, contest, newer, state, kind, _ = rows[0]
    if newer:
        raise VoteRefused("A newer code was sent to you. Use that one.", "newer-letter")
    entry = RollEntry.from_db(connection.alias, ["id", "contest_id"], [key, contest])
    entry.contest = polls.contest_numbered(contest)
    _check_open(entry.contest, state)
    return Sent(code, entry, kind)


def check_open(contest: Contest) -> None:
    """Raises VoteRefused unless the contest takes votes now."""
    _check_open(contest, polls.state_now(contest.election_id))


def _check_open(contest: Contest, state: str | None) -> None:
    if state == State.ROLL:
        raise VoteRefused(_not_open(contest.election), "not-open")
    if state != State.OPEN or not _in_time(contest.election):
        raise VoteRefused("The poll has closed. No more votes are taken.", "closed")


def _in_time(election: Election) -> bool:
    """Whether a vote that comes now is in time. An extension only lengthens a poll, so no vote before
    the last day of the notice asks the database for one."""
    now = clock.now()
    return takes_votes(*notice_timetable(election), now) or takes_votes(
        *timetable_of(election), now
    )


def _not_open(election: Election) -> str:
    """Why a poll whose roll is frozen takes no votes."""
    days, kind = notice_timetable(election)
    if clock.today() < days.opens_on:
        return f"The poll opens on {days.opens_on:%-d %B %Y}. Keep your code."
    if may_open(days, kind, clock.now()):
        return "The scrutineer has not opened the poll yet. Keep your code and try again later."
    return (
        "The poll was never opened, and its last day has passed: no votes are taken. The public page of the "
        "election says what comes next."
    )


def contest_for(typed: str) -> Contest:
    """The contest a code is for, while its poll is open; nothing is marked. Raises VoteRefused."""
    return sent(typed).entry.contest


def hand_out_assisted(typed: str) -> Permission:
    """Mark the name and permit the token that its code makes; the same code gets the same.

    Raises VoteRefused for an unknown code, a poll that is not open, or a name that votes another
    way.
    """

    def marked() -> Sent:
        had = sent(typed)
        mark(had, RollMark.Kind.ASSISTED)
        return had

    had = durably(marked)
    contest = had.entry.contest
    box = box_name(contest)
    token = assisted_token(box, had.code)
    return Permission(contest, token, assisted.permit(issuer_keys.assisted_secret(box), box, token))


def mark(to: Sent, kind: RollMark.Kind, blinded_sha256: str = RollMark.NOTHING) -> None:
    """Mark a name as having had its voting paper, once, by the code it was sent.

    Inside a transaction of the caller's. The same again changes nothing. Raises VoteRefused when
    the name has another paper.
    """
    _, again = at_once(marks.locking(to.entry), (polls.SENT, (stored(to.code),)))
    ((*_, had, had_blinded),) = again
    if had == RollMark.Kind.BLANK:
        # Asked again once the row was held: a newer code was sent meanwhile, or the poll closed.
        _sent(to.code, again)
        marks.write(to.entry, kind, blinded_sha256)
        return
    check_kind(had, kind)
    if had_blinded != blinded_sha256:
        raise VoteRefused(
            "Your voting paper was given to another browser or device already. Vote, or vote "
            "again, there. If that device is lost or was cleared, nobody can give you a second "
            "paper, because it would be a second vote: tell the scrutineer.",
            "other-device",
        )


def check_kind(had: str, wanted: str) -> None:
    """Raises VoteRefused when a name that votes in one way asks for a paper of another."""
    if had == wanted:
        return
    if had == RollMark.Kind.PAPER:
        raise VoteRefused("Your paper vote has come. You cannot vote online as well.", "paper")
    if had == RollMark.Kind.BLIND:
        raise VoteRefused(
            "Your voting paper was given to a browser that seals votes itself. Vote, or vote "
            "again, in that browser on that device, with scripts on.",
            "other-device",
        )
    raise VoteRefused(
        "You began with a vote that the server seals. Go on in that way: your code is enough.",
        "assisted",
    )


def next_counter(contest: Contest, token: bytes) -> int:
    """The turn of the next ballot under a token, from 1."""
    box, _ = polls.box_numbered(contest.pk)
    last = polls.TURN.first(box, tokens.token_hash(token).hex())
    return (last[0] if last else 0) + 1


def seal_assisted(permission: Permission, ranking: tuple[int, ...]) -> tuple[bytes, str]:
    """Seal a vote on the voter's behalf: the sealed bytes and the check code. Nothing is stored."""
    contest = permission.contest
    ballot = seals.new_ballot(contest.election.reference, contest.code, ranking)
    keys = polls.trustee_keys(contest.pk)
    sealed = seals.seal(seals.plain_text(ballot), keys, tokens.token_hash(permission.token))
    return sealed, ballot.code


def cast(permission: Permission, *, counter: int, sealed: bytes) -> Receipt:
    """Put a ballot that the server sealed in the box; the receipt is given once it is stored.

    The same post again gives the same receipt, also after the poll has closed. Raises VoteRefused.
    """
    entry = Entry(tokens.token_hash(permission.token), counter, sealed, "assisted")
    check_form(entry)
    _check_issued(permission)
    return durably(lambda: append(entry, permission.contest)[1])


def check_form(entry: Entry) -> None:
    """Raises VoteRefused unless the sealed ballot has its length and its turn is a turn."""
    if len(entry.sealed) != seals.SEALED_BYTES[1] or not 1 <= entry.counter < 10_000:
        raise VoteRefused("The sealed ballot is damaged. Go back and send it again.", "damaged")


def append(entry: Entry, contest: Contest) -> tuple[bool, Receipt]:
    """Add a ballot to the board inside a transaction of the caller's, or find it there.

    Returns whether it is new, and the receipt. Raises VoteRefused when its turn is taken, the poll is
    closed, or the token's ballots were sealed in the other way.
    """
    box, opening_head = polls.box_numbered(contest.pk)
    token = entry.token_hash.hex()
    # In a statement of its own after the lock, so that it sees what the last holder wrote.
    _, ((number, head, turns, mode, state),) = at_once(
        (polls.LOCKED, (box,)), (polls.BOARD, (box, token, contest.election_id))
    )
    if turns and mode != entry.mode:
        raise VoteRefused("This voting paper was used in the other way.", "not-issued")
    turn = (turns or 0) + 1
    if entry.counter < turn and (before := polls.SAME.first(box, token, entry.counter)):
        return False, _same(before, entry, turn)
    _check_open(contest, state)
    if entry.counter != turn:
        raise VoteRefused(
            "A later vote of yours is in the box. Start again to change it.", "turn-taken", turn
        )
    receipt = Receipt((number or 0) + 1, board.append(bytes.fromhex(head or opening_head), entry))
    _ENTRY.write(
        box_id=box, number=receipt.number, token_hash=token, counter=entry.counter,
        sealed=entry.sealed, mode=entry.mode, head=receipt.head.hex(),
        hour=clock.now().replace(minute=0, second=0, microsecond=0),
    )  # fmt: skip
    return True, receipt


def _same(before: tuple[Any, ...], entry: Entry, turn: int) -> Receipt:
    """The receipt of a ballot that is in the box. Raises VoteRefused when it is another one."""
    number, head, sealed = before
    if bytes(sealed) != entry.sealed:
        raise VoteRefused(
            "Another vote was sent under this voting paper at the same time, and was taken. "
            "Start again with your code if you want to change it.",
            "turn-taken", turn,
        )  # fmt: skip
    return Receipt(number, bytes.fromhex(head))


def check_permission(permission: Permission) -> None:
    """Raises VoteRefused unless the voting paper was issued here and the poll is open."""
    _check_issued(permission)
    check_open(permission.contest)


def _check_issued(permission: Permission) -> None:
    box = box_name(permission.contest)
    secret = issuer_keys.assisted_secret(box)
    if not assisted.is_permitted(secret, box, permission.token, permission.permit):
        raise VoteRefused(NOT_ISSUED, "not-issued")
