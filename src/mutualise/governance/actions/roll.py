"""The roll: frozen from the member register at the cut-off, and the codes sent to its names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from mutualise.accounts import actions as audit
from mutualise.accounts.permissions import NotAllowed
from mutualise.chronicle import clock
from mutualise.governance.actions import issuer_keys, marks
from mutualise.governance.actions.elections import ElectionRefused, move
from mutualise.governance.actions.own_issuer import key_from
from mutualise.governance.models import (
    Box,
    Contest,
    Election,
    IssuedCode,
    IssuerKey,
    RollEntry,
    RollMark,
)
from mutualise.governance.queries.codes import ISSUED_WHILE, entries_to_issue, mobiles_of
from mutualise.governance.queries.constituents import constituents
from mutualise.governance.queries.elections import (
    actors_of,
    box_name,
    check_clerk,
    polled_of,
    state_of,
)
from mutualise.governance.queries.roll import leaf_of, roll_hashes
from mutualise.governance.queries.tokens import offered_key
from mutualise.governance.rules.ballot_box.board import opening_head
from mutualise.governance.rules.ballot_box.canonical import base64_text
from mutualise.governance.rules.ballot_box.roll import new_salt
from mutualise.governance.rules.election_stages import ISSUING, Actor, State
from mutualise.governance.rules.one_time_codes import new_code, stored


@transaction.atomic
def freeze(*, election: Election, by: Any) -> None:
    """Copy the register's members at today's date to the roll of each contest, and hash it.

    Raises NotAllowed, NotPermitted, GuardsUnmet or ElectionRefused.
    """
    cut_off = clock.today()
    for contest in polled_of(election):
        named = constituents(contest, cut_off)
        if not named:
            raise ElectionRefused(
                f"No member can vote in “{contest.title}”. Check its constituency."
            )
        rows = [
            RollEntry(
                contest=contest, member_number=each.number, name=each.name, email=each.email,
                salt=new_salt().hex(),
            )
            for each in named
        ]  # fmt: skip
        for row in rows:
            row.leaf = leaf_of(row).hex()
        RollEntry.objects.bulk_create(rows, batch_size=500)
        marks.make_blank(contest)
        Box.objects.create(
            reference=box_name(contest),
            opening_head=opening_head(election.notice.encode(), contest.code).hex(),
        )
    event = move(
        "freeze_roll", election=election, by=by,
        detail={"cut_off": cut_off.isoformat(), "rolls": roll_hashes(election)},
    )  # fmt: skip
    for contest in polled_of(election):
        offered = offered_key(contest)
        issuer_keys.make(box_name(contest), key_from(offered) if offered else None)
        box = Box.objects.get(reference=box_name(contest))
        for issuer in issuer_keys.ISSUERS:
            IssuerKey.objects.create(
                box=box, issuer=issuer, held_by="scrutineer" if offered and issuer == "scrutineer" else "platform",
                public_key=base64_text(issuer_keys.public_of(box.reference, issuer)),
            )  # fmt: skip
    assert event.number  # noqa: S101 - the step was recorded before any key was made


@dataclass(frozen=True)
class Letter:
    """A code as it is shown once, for a letter, a mail or a text; it is kept nowhere."""

    contest: Contest
    name: str
    number: str
    email: str
    mobile: str
    code: str
    issued: IssuedCode


def _may_issue(by: Any, election: Election) -> None:
    if not actors_of(by, election) & {Actor.SECRETARY, Actor.SCRUTINEER}:
        raise NotAllowed("Only the company secretary or the scrutineer may issue codes.")
    if state_of(election) not in ISSUING:
        raise ElectionRefused(ISSUED_WHILE)


@transaction.atomic
def issue_codes(*, election: Election, by: Any, channel: str, again: bool = False) -> list[Letter]:
    """Make a code for every name that has none, to be sent by `channel`; each is returned once.

    With MAIL only the names that have an address, with TEXT those whose mobile number is theirs alone.
    With `again` also those whose mail or text is not known to have left and who had no voting paper: their
    earlier code dies. Raises NotAllowed or ElectionRefused.
    """
    _may_issue(by, election)
    Election.objects.select_for_update().get(pk=election.pk)
    listed = [
        (each, had + 1)
        for each, had in entries_to_issue(election, channel, again=again)
        # The mail may have left all the same, and its reader be voting at this moment.
        if not had or marks.locked(each).kind == RollMark.Kind.BLANK
    ]
    letters = _letters([each for each, _ in listed], channel, {e.pk: n for e, n in listed})
    audit.record("governance.codes.issued", by=by, subject=election.reference,
                 channel=channel, number=len(letters))  # fmt: skip
    return letters


@transaction.atomic
def issue_again(*, entry: RollEntry, by: Any, channel: str = IssuedCode.Channel.LETTER) -> Letter:
    """A new code for a name whose letter was lost, so long as it has not voted; the old one dies.

    Refused once the name is marked, since a second token would be a second vote, and by a way that the
    name has no address or number of its own for. Raises NotAllowed or ElectionRefused.
    """
    election = entry.contest.election
    _may_issue(by, election)
    _check_in_force(entry)
    _check_reached(entry, channel)
    if marks.locked(entry).kind != RollMark.Kind.BLANK:
        raise ElectionRefused(
            "This name has had its voting paper. A second code would be a second vote."
        )
    number = IssuedCode.objects.filter(entry=entry).count() + 1
    letter = _letters([entry], channel, {entry.pk: number})[0]
    audit.record("governance.codes.again", by=by, subject=election.reference, channel=channel)
    return letter


def _check_reached(entry: RollEntry, channel: str) -> None:
    """Refused by mail without an address on the roll, and by text without a number of one's own."""
    if channel == IssuedCode.Channel.MAIL and not entry.email:
        raise ElectionRefused(
            "The roll has no email address of this name. Use a letter.", "channel"
        )
    if channel == IssuedCode.Channel.TEXT:
        alone, shared = mobiles_of(entry.contest.election)
        others = next((each for each in shared.values() if int(entry.member_number) in each), [])
        if others:
            raise ElectionRefused(
                f"Members {', '.join(map(str, others))} have one mobile number. Use a letter.", "channel"
            )  # fmt: skip
        if entry.member_number not in alone:
            raise ElectionRefused(
                "The member register has no mobile number of this member. Enter it there, or use a letter.",
                "channel",
            )  # fmt: skip


def _letters(entries: Sequence[RollEntry], channel: str, numbers: dict[int, int]) -> list[Letter]:
    codes = [new_code() for _ in entries]
    issued = IssuedCode.objects.bulk_create(
        [
            IssuedCode(
                entry=entry, number=numbers[entry.pk], channel=channel, code_sha256=stored(code)
            )
            for entry, code in zip(entries, codes, strict=True)
        ],
        batch_size=500,
    )
    texted = bool(entries) and channel == IssuedCode.Channel.TEXT
    mobiles = mobiles_of(entries[0].contest.election)[0] if texted else {}
    return [
        Letter(
            entry.contest, entry.name, entry.member_number, entry.email,
            mobiles.get(entry.member_number, ""), code, row,
        )
        for entry, code, row in zip(entries, codes, issued, strict=True)
    ]  # fmt: skip


def _check_in_force(entry: RollEntry) -> None:
    if not RollEntry.objects.in_force().filter(pk=entry.pk).exists():
        raise ElectionRefused("This name was taken off the roll for an accepted objection.")


@transaction.atomic
def mark_paper(*, entry: RollEntry, by: Any) -> None:
    """A clerk marks a name whose paper envelope came, before the envelope is opened.

    Refused for a name that had an online paper: its envelope stays shut.
    """
    election = entry.contest.election
    check_clerk(by, election)
    _check_in_force(entry)
    # The row first: a poll that closes meanwhile is then seen to be closed.
    had = marks.locked(entry)
    if state_of(election) is not State.OPEN:
        raise ElectionRefused("Envelopes are marked while the poll is open.")
    if had.kind != RollMark.Kind.BLANK:
        raise ElectionRefused(
            "This name has voted online or its envelope has come already. Keep this envelope shut "
            "and hand it to the scrutineer."
        )
    # No line in the audit trail: it would give the mark a time.
    marks.write(entry, RollMark.Kind.PAPER)
