"""Opening, closing and unsealing: the scrutineer's steps around the box."""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from mutualise.accounts import actions as audit
from mutualise.chronicle import clock
from mutualise.governance.actions import marks
from mutualise.governance.actions.elections import ElectionRefused, move
from mutualise.governance.models import Box, Contest, Election, LayerList, Trustee
from mutualise.governance.queries.box import (
    entries_of,
    public_keys,
    size_and_head,
    step_of,
    trustees_of,
)
from mutualise.governance.queries.elections import box_name, check_scrutineer, polled_of, state_of
from mutualise.governance.queries.roll import marks_hash
from mutualise.governance.rules.ballot_box import lots, mix, seals
from mutualise.governance.rules.ballot_box.canonical import base64_text
from mutualise.governance.rules.election_stages import State
from mutualise.governance.rules.trustee_files import (
    TrusteeFileUnfit,
    input_file,
    opened,
    read_output,
)

BEFORE_POLL = (State.NOMINATING, State.NOMINATED, State.ROLL)


@transaction.atomic
def name_trustee(
    *, election: Election, by: Any, number: int, title: str, public_key: str,
    held_here: bool = False,
) -> Trustee:  # fmt: skip
    """Take in the public key of trustee 1, 2 or 3, before the poll. Raises ElectionRefused."""
    check_scrutineer(by, election)
    if state_of(election) not in BEFORE_POLL:
        raise ElectionRefused("Trustees are named before the poll opens.")
    text = public_key.strip().lower()
    if len(text) != 64 or not set(text) <= set("0123456789abcdef"):
        raise ElectionRefused(
            "A public key has 64 figures and letters a to f, as `mutualise trustee keys` prints it.",
            "public_key",
        )
    try:
        with transaction.atomic():
            made = Trustee.objects.create(
                election=election, number=number, title=title.strip(), public_key=text,
                held_here=held_here, at=clock.now(), by=by,
            )  # fmt: skip
    except IntegrityError as error:
        raise ElectionRefused(
            "This place is taken, or the key is another trustee’s.", "public_key"
        ) from error
    audit.record("governance.trustee.named", by=by, subject=election.reference, number=number)
    return made


def _demonstration_key(election: Election, number: int) -> bytes:
    text = f"demonstration trustee {election.reference} {number} {settings.SECRET_KEY}"
    return hashlib.sha256(text.encode()).digest()


def name_demonstration_trustees(*, election: Election, by: Any) -> None:
    """Three trustees whose keys this platform can work out: nothing is secret from it then."""
    _check_demonstration(election)
    titles = ("Scrutineer", "Staff council", "Company secretary")
    held = {each.number for each in trustees_of(election)}
    for number, title in enumerate(titles, start=1):
        if number not in held:
            key = seals.public_key(_demonstration_key(election, number))
            name_trustee(election=election, by=by, number=number, public_key=key.hex(),
                         title=f"{title} (demonstration key held here)", held_here=True)  # fmt: skip


def _check_demonstration(election: Election) -> None:
    if not election.demonstration:
        raise ElectionRefused("Keys are kept on this platform in a demonstration only.")


@transaction.atomic
def open_poll(*, election: Election, by: Any) -> str:
    """Open the poll; the scrutineer's secret for lots, in hexadecimal, to be kept until the count.

    Only its commitment is stored. In a demonstration it is worked out, so that nobody must keep it.
    """
    secret = _demonstration_key(election, 0) if election.demonstration else lots.new_secret()
    move("open", election=election, by=by,
         detail={"lot_commitment": lots.commitment(secret).hex()})  # fmt: skip
    return secret.hex()


def demonstration_secret(election: Election) -> str:
    _check_demonstration(election)
    return _demonstration_key(election, 0).hex()


@transaction.atomic
def close_poll(*, election: Election, by: Any) -> None:
    """Close the poll and keep each board's size and head. Votes under way are in or out whole."""
    names = sorted(box_name(each) for each in polled_of(election))
    for name in names:
        Box.objects.select_for_update().get(reference=name)
    heads = {each.code: list(size_and_head(each)) for each in polled_of(election)}
    # Held from here: a mark under way is in or out whole as well.
    marks.write_again(election)
    marked = {each.code: marks_hash(each) for each in polled_of(election)}
    move("close", election=election, by=by, detail={"boards": heads, "marks": marked})


def trustee_input(contest: Contest, trustee: int) -> dict[str, Any]:
    """The file for a trustee, once the one before him has given his. Raises ElectionRefused."""
    if state_of(contest.election) is not State.CLOSED:
        raise ElectionRefused("Trustees open their layers after the poll has closed.")
    before = step_of(contest, trustee - 1) if trustee > 1 else None
    if trustee > 1 and before is None:
        raise ElectionRefused(f"Trustee {trustee - 1} has not given a list yet.")
    closed = mix.close(entries_of(contest))
    return input_file(contest.election.reference, contest.code, trustee, closed, before)


@transaction.atomic
def take_layer(*, contest: Contest, trustee: int, by: Any, given: Any) -> LayerList:
    """Take in a trustee's list, if it adds up with the one before. Raises ElectionRefused."""
    election = contest.election
    check_scrutineer(by, election)
    Election.objects.select_for_update().get(pk=election.pk)
    trustee_input(contest, trustee)
    try:
        step = read_output(given, election.reference, contest.code, trustee)
    except TrusteeFileUnfit as error:
        raise ElectionRefused(str(error), "file") from error
    before = step_of(contest, trustee - 1) if trustee > 1 else None
    kept = len(before.outputs) if before else len(mix.close(entries_of(contest)).kept)
    # Only this step's own line: the steps before were checked when they came.
    if step.received != kept or step.received != len(step.outputs) + len(step.dropped):
        raise ElectionRefused(" ".join(mix.uneven([step], kept)), "file")
    try:
        with transaction.atomic():
            made = LayerList.objects.create(
                contest=contest, trustee=trustee, received=step.received,
                outputs=[base64_text(each) for each in step.outputs],
                dropped=[[digest.hex(), reason] for digest, reason in step.dropped],
                at=clock.now(), by=by,
            )  # fmt: skip
    except IntegrityError as error:
        raise ElectionRefused(f"Trustee {trustee} has given a list already.") from error
    audit.record("governance.layer.taken", by=by, subject=election.reference,
                 contest=contest.code, trustee=trustee)  # fmt: skip
    return made


@transaction.atomic
def open_with_demonstration_keys(*, election: Election, by: Any) -> None:
    """All three layers of every box at once, with the keys this platform works out."""
    _check_demonstration(election)
    if public_keys(election) != [
        seals.public_key(_demonstration_key(election, number)) for number in (1, 2, 3)
    ]:
        raise ElectionRefused("The trustees hold their own keys. Use their files.")
    for contest in polled_of(election):
        for number in (1, 2, 3):
            if step_of(contest, number) is None:
                given = opened(trustee_input(contest, number), _demonstration_key(election, number))
                take_layer(contest=contest, trustee=number, by=by, given=given)
