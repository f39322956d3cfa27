"""A vote that the voter's own browser seals: the two acts of `voting`, with tokens signed unseen.

The first act knows the name and signs two blinded messages it cannot read. The second knows a token
signed by both issuers and a ballot signed by the token, and no name.
"""

from __future__ import annotations

from dataclasses import dataclass

from mutualise.chronicle.prepared import PreparedRow
from mutualise.chronicle.together import durably
from mutualise.governance.actions import issuer_keys, issuer_relay, voting
from mutualise.governance.actions.issuer_keys import ISSUERS, Issuer
from mutualise.governance.actions.voting import VoteRefused
from mutualise.governance.models import (
    BallotSignature,
    Contest,
    RollMark,
    SignedToken,
)
from mutualise.governance.queries import polls
from mutualise.governance.queries.elections import box_name
from mutualise.governance.rules.ballot_box import token_keys, tokens
from mutualise.governance.rules.ballot_box.board import Entry, Receipt
from mutualise.governance.rules.ballot_box.canonical import base64_text, digest
from mutualise.governance.rules.ballot_box.tokens import BadToken, Signature

# What the page calls the way in which a name began to vote; empty: it has not begun.
BEGAN = {
    RollMark.Kind.BLANK: "", RollMark.Kind.BLIND: "sealed", RollMark.Kind.ASSISTED: "assisted",
}  # fmt: skip


def begin(typed: str) -> tuple[Contest, str]:
    """The contest a code is for, and the way in which its name began to vote; nothing is marked.

    Raises VoteRefused for an unknown code, a poll that is not open, or a paper vote that has come.
    """
    to = voting.sent(typed)
    if to.kind == RollMark.Kind.PAPER:
        voting.check_kind(to.kind, RollMark.Kind.BLIND)
    return to.entry.contest, BEGAN[RollMark.Kind(to.kind)]


def hand_out(typed: str, blinded: dict[Issuer, bytes]) -> dict[Issuer, bytes]:
    """Mark the name and sign a token unseen, by both issuers. Returns the blind signatures.

    The same blinded messages again get the same signatures, so an answer that was lost on the way
    can be asked for once more. Raises VoteRefused as `begin`, and for other blinded messages than
    those of the first time, because a second token would be a second vote. Where the scrutineer's
    key is on another machine also when that does not answer: then nothing is marked or, where it stopped in
    between, the name stays marked, for the same again.
    """
    to = voting.sent(typed)
    box = box_name(to.entry.contest)
    away = {issuer: issuer_keys.elsewhere(box, issuer) for issuer in ISSUERS}
    keys = {issuer: issuer_keys.key_of(box, issuer) for issuer in ISSUERS if not away[issuer]}
    try:
        for issuer in ISSUERS:
            tokens.check_fits(
                keys.get(issuer) or issuer_keys.public_key_of(box, issuer), blinded[issuer]
            )
    except BadToken as error:
        raise VoteRefused(str(error), "damaged") from error
    if any(away.values()) and to.kind == RollMark.Kind.BLANK:
        issuer_relay.check_answers(to.entry.contest.election.reference)
    asked = digest(*(digest(blinded[issuer]) for issuer in ISSUERS)).hex()
    durably(lambda: voting.mark(to, RollMark.Kind.BLIND, asked))
    # Signed after the mark is stored, and outside its transaction: it takes time, and can be
    # asked for again.
    return {
        issuer: tokens.sign(keys[issuer], blinded[issuer]) if issuer in keys
        else issuer_relay.ask(to.entry, box, blinded[issuer])
        for issuer in ISSUERS
    }  # fmt: skip


@dataclass(frozen=True)
class SealedPost:
    """What the browser sends: a token signed by both issuers, and a sealed ballot it signed."""

    contest: Contest
    token: bytes
    signatures: dict[Issuer, Signature]
    counter: int
    sealed: bytes
    signature: bytes


def cast(post: SealedPost) -> Receipt:
    """Put a sealed ballot in the box; the receipt is given only once it is durably stored.

    The same post again gives the same receipt, also after the poll has closed. Raises VoteRefused.
    """
    box = box_name(post.contest)
    entry = Entry(tokens.token_hash(post.token), post.counter, post.sealed, "online")
    voting.check_form(entry)
    for issuer in ISSUERS:
        if not issuer_keys.signed_here(box, post.token, post.signatures[issuer], issuer):
            raise VoteRefused(voting.NOT_ISSUED, "not-issued")
    message = token_keys.ballot_message(box, post.counter, post.sealed)
    if not token_keys.is_signed(post.token, message, post.signature):
        raise VoteRefused(
            "The ballot was not signed by the device that holds the voting paper. Nothing was "
            "stored. Load the page again and send it once more.",
            "not-signed",
        )

    def put() -> Receipt:
        new, receipt = voting.append(entry, post.contest)
        if new:
            _keep(post, receipt.number)
        return receipt

    return durably(put)


_TOKEN = PreparedRow(SignedToken)
_SIGNATURE = PreparedRow(BallotSignature, entry_id=polls.ENTRY)


def _keep(post: SealedPost, number: int) -> None:
    """Beside a new ballot its signature, and with the first of a token the token."""
    box, _ = polls.box_numbered(post.contest.pk)
    if post.counter == 1:
        _TOKEN.write(box_id=box, token=post.token.hex(), signatures=published(post.signatures))
    _SIGNATURE.write(entry_id=(box, number), value=post.signature)


def published(signatures: dict[Issuer, Signature]) -> dict[str, dict[str, str]]:
    """Signatures of a token as the archive shows them."""
    return {
        issuer: {"prefix": each.prefix.hex(), "value": base64_text(each.value)}
        for issuer, each in signatures.items()
    }
