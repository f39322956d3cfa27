"""What a voter does, in two acts that share nothing in the database; and the assisted way of both.

Handing out looks at the roll: it marks the name and signs a token. Casting looks at the box: it
takes a sealed ballot from whoever holds a signed token. They are separate requests and separate
transactions; neither writes a line to the audit trail, which would give a vote a time. Here the
server seals; `sealed_voting` has both acts for a ballot that the voter's browser seals.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass

from django.db import connection, transaction

from mutualise.chronicle import clock
from mutualise.governance.actions import issuer_keys, marks
from mutualise.governance.models import (
    BoardEntry,
    Box,
    Contest,
    IssuedCode,
    RollEntry,
    RollMark,
    SignedToken,
)
from mutualise.governance.queries.box import public_keys
from mutualise.governance.queries.elections import box_name, state_of, timetable_of
from mutualise.governance.rules.ballot_box import board, seals, tokens
from mutualise.governance.rules.ballot_box.board import Entry, Mode, Receipt
from mutualise.governance.rules.ballot_box.tokens import Signature
from mutualise.governance.rules.election_stages import State
from mutualise.governance.rules.election_timetable import takes_votes
from mutualise.governance.rules.one_time_codes import assisted_token, normal, stored

NOT_ISSUED = "This voting paper was not issued here. Start again with your code."


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
    """A signed token: what lets its holder cast in one contest. Kept by the voter, not here."""

    contest: Contest
    token: bytes
    signature: Signature


def entry_of(typed: str) -> tuple[RollEntry, str]:
    """The name a code was sent to. Raises VoteRefused without saying which part is wrong."""
    code = normal(typed)
    row = (
        IssuedCode.objects.select_related("entry__contest__election__organisation")
        .filter(code_sha256=stored(code))
        .first()
        if code
        else None
    )
    if row is None or code is None:
        raise VoteRefused(
            "This code is not known. Check it against your letter: it has 16 letters and numbers.",
            "unknown-code",
        )
    if IssuedCode.objects.filter(entry=row.entry, number__gt=row.number).exists():
        raise VoteRefused(
            "A newer letter was sent to you. Use the code in that one.", "newer-letter"
        )
    check_open(row.entry.contest)
    return row.entry, code


def check_open(contest: Contest) -> None:
    """Raises VoteRefused unless the contest takes votes now."""
    state = state_of(contest.election)
    if state is State.ROLL:
        raise VoteRefused(
            f"The poll opens on {contest.election.opens_on:%-d %B %Y}. Keep your code.",
            "not-open",
        )
    days, kind = timetable_of(contest.election)
    if state is not State.OPEN or not takes_votes(days, kind, clock.now()):
        raise VoteRefused("The poll has closed. No more votes are taken.", "closed")


def contest_for(typed: str) -> Contest:
    """The contest a code is for, while its poll is open; nothing is marked. Raises VoteRefused."""
    return entry_of(typed)[0].contest


def hand_out_assisted(typed: str) -> Permission:
    """Mark the name and sign the token that its code makes; the same code gets the same token.

    Raises VoteRefused for an unknown code, a poll that is not open, or a name that votes another
    way.
    """
    with transaction.atomic():
        entry, code = entry_of(typed)
        mark(entry, typed, RollMark.Kind.ASSISTED)
    token = assisted_token(box_name(entry.contest), code)
    return Permission(entry.contest, token, issuer_keys.sign_seen(box_name(entry.contest), token))


def mark(
    entry: RollEntry, typed: str, kind: RollMark.Kind, blinded_sha256: str = RollMark.NOTHING
) -> None:
    """Mark a name as having had its voting paper, once, by the code it was sent.

    Inside a transaction of the caller's. The same again changes nothing. Raises VoteRefused when
    the name has another paper.
    """
    had = marks.locked(entry)
    if had.kind == RollMark.Kind.BLANK:
        # Asked again now that the row is held: a newer code was sent meanwhile, or the poll closed.
        entry_of(typed)
        marks.write(entry, kind, blinded_sha256)
        return
    check_kind(had.kind, kind)
    if had.blinded_sha256 != blinded_sha256:
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
    rows = BoardEntry.objects.filter(
        box__reference=box_name(contest), token_hash=tokens.token_hash(token).hex()
    )
    last = rows.order_by("-counter").values_list("counter", flat=True).first()
    return (last or 0) + 1


def seal_assisted(permission: Permission, ranking: tuple[int, ...]) -> tuple[bytes, str]:
    """Seal a vote on the voter's behalf: the sealed bytes and the check code. Nothing is stored."""
    contest = permission.contest
    ballot = seals.new_ballot(contest.election.reference, contest.code, ranking)
    keys = public_keys(contest.election)
    sealed = seals.seal(seals.plain_text(ballot), keys, tokens.token_hash(permission.token))
    return sealed, ballot.code


def cast(permission: Permission, *, counter: int, sealed: bytes, mode: Mode) -> Receipt:
    """Put a ballot that the server sealed in the box; the receipt is given once it is stored.

    The same post again gives the same receipt, also after the poll has closed. Raises VoteRefused.
    """
    contest, token = permission.contest, permission.token
    box = box_name(contest)
    entry = Entry(tokens.token_hash(token), counter, sealed, mode)
    check_form(entry)
    if mode != "assisted" or SignedToken.objects.filter(box__reference=box, token=token.hex()):
        raise VoteRefused("A vote under this voting paper must be sealed in its browser.")
    if not issuer_keys.signed_here(box, token, permission.signature):
        raise VoteRefused(NOT_ISSUED, "not-issued")
    with durable():
        return append(box, entry, contest)[1]


def check_form(entry: Entry) -> None:
    """Raises VoteRefused unless the sealed ballot has its length and its turn is a turn."""
    if len(entry.sealed) != seals.SEALED_BYTES[1] or not 1 <= entry.counter < 10_000:
        raise VoteRefused("The sealed ballot is damaged. Go back and send it again.", "damaged")


def append(reference: str, entry: Entry, contest: Contest) -> tuple[BoardEntry, Receipt]:
    """Add a ballot to the board inside a transaction of the caller's, or find it there.

    Raises VoteRefused when its turn is taken or the poll is closed.
    """
    box = Box.objects.select_for_update().get(reference=reference)
    mine = BoardEntry.objects.filter(box=box, token_hash=entry.token_hash.hex())
    before = mine.order_by("-counter").first()
    turn = before.counter + 1 if before else 1
    same = mine.filter(counter=entry.counter).first()
    if same is not None:
        if bytes(same.sealed) == entry.sealed:
            return same, Receipt(same.number, bytes.fromhex(same.head))
        raise VoteRefused(
            "Another vote was sent under this voting paper at the same time, and was taken. "
            "Start again with your code if you want to change it.",
            "turn-taken", turn,
        )  # fmt: skip
    check_open(contest)
    if entry.counter != turn:
        raise VoteRefused(
            "A later vote of yours is in the box. Start again to change it.", "turn-taken", turn
        )
    last = BoardEntry.objects.filter(box=box).order_by("-number").first()
    head = board.append(bytes.fromhex(last.head if last else box.opening_head), entry)
    made = BoardEntry.objects.create(
        box=box, number=last.number + 1 if last else 1, token_hash=entry.token_hash.hex(),
        counter=entry.counter, sealed=entry.sealed, mode=entry.mode, head=head.hex(),
        hour=clock.now().replace(minute=0, second=0, microsecond=0),
    )  # fmt: skip
    return made, Receipt(made.number, head)


def durable() -> AbstractContextManager[object]:
    """A transaction that is on the disk when it ends, whatever the rest of the site uses."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=FULL")
    return transaction.atomic()


def check_permission(permission: Permission) -> None:
    """Raises VoteRefused unless the token was signed here and the poll is open."""
    if not issuer_keys.signed_here(
        box_name(permission.contest), permission.token, permission.signature
    ):
        raise VoteRefused(NOT_ISSUED, "not-issued")
    check_open(permission.contest)
