"""The scrutineer's own signing key of a contest: its public half before the freeze, its number after the close."""

from __future__ import annotations

import base64
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key
from django.db import transaction

from mutualise.accounts import actions as audit
from mutualise.governance.actions.elections import ElectionRefused
from mutualise.governance.models import Contest, Election, OfferedKey, SignaturesGiven
from mutualise.governance.queries.elections import check_scrutineer, state_of
from mutualise.governance.queries.report import signed_report
from mutualise.governance.queries.tokens import kept_elsewhere
from mutualise.governance.rules.ballot_box import tokens
from mutualise.governance.rules.ballot_box.canonical import base64_text
from mutualise.governance.rules.election_stages import State

BEFORE_ROLL = (State.NOMINATING, State.NOMINATED)
AFTER_POLL = (State.CLOSED, State.UNSEALED, State.COUNTED)
MOST_BITS = 4096


@transaction.atomic
def offer_key(*, contest: Contest, by: Any, public_key: str) -> OfferedKey:
    """Take in the public half, before the roll is frozen; one given in later takes its place.

    Raises ElectionRefused.
    """
    # The freeze holds the same row: a key is in the frozen poll or is refused.
    election = _held(contest, by)
    if state_of(election) not in BEFORE_ROLL:
        raise ElectionRefused("A key is given in before the roll is frozen.")
    text = base64_text(tokens.public_der(key_from(public_key)))
    # A key is the permission to vote in one contest: with one for two, a vote would do for both.
    if OfferedKey.objects.filter(public_key=text).exclude(contest=contest).exists():
        raise ElectionRefused(
            "This is the key of another contest. Make one for each.", "public_key"
        )
    audit.record("governance.issuer.offered", by=by, subject=election.reference,
                 contest=contest.code)  # fmt: skip
    return OfferedKey.objects.create(contest=contest, public_key=text, by=by)


def key_from(text: str) -> RSAPublicKey:
    """The key that `mutualise issuer keys` printed. Raises ElectionRefused."""
    try:
        found = load_der_public_key(base64.b64decode("".join(text.split()), validate=True))
    except (ValueError, UnsupportedAlgorithm):
        found = None
    if not isinstance(found, RSAPublicKey) or (
        not tokens.KEY_BITS <= found.key_size <= MOST_BITS or found.public_numbers().e != 65537
    ):
        raise ElectionRefused(
            f"This is no public key of {tokens.KEY_BITS} bits. Copy the whole line “public key” that "
            "“mutualise issuer keys” printed.",
            "public_key",
        )
    return found


def _held(contest: Contest, by: Any) -> Election:
    """The election, held still for its scrutineer. Raises NotAllowed."""
    election = contest.election
    check_scrutineer(by, election)
    Election.objects.select_for_update().get(pk=election.pk)
    return election


@transaction.atomic
def enter_given(*, contest: Contest, by: Any, given: int) -> SignaturesGiven:
    """How many signatures the machine gave, once the poll is closed, until the report is signed.

    Raises ElectionRefused.
    """
    election = _held(contest, by)
    if state_of(election) not in AFTER_POLL or signed_report(election) is not None:
        raise ElectionRefused("The number is entered after the poll, before the report is signed.")
    if not kept_elsewhere(contest):
        raise ElectionRefused("The platform keeps both keys of this contest.")
    audit.record("governance.issuer.given", by=by, subject=election.reference,
                 contest=contest.code, given=given)  # fmt: skip
    return SignaturesGiven.objects.create(contest=contest, given=given, by=by)
