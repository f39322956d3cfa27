"""A frozen roll put right before the poll opens, for an objection that was accepted.

Nobody writes a name: what changes is read from the member register at the day of the cut-off, as it is
known now, and for one member number alone. So it takes the secretary, who corrects the register and
cannot touch the roll, and the scrutineer, who accepts the objection and cannot touch the register.
"""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

from django.db import transaction

from mutualise.accounts import actions as audit
from mutualise.chronicle import clock
from mutualise.governance.actions.elections import ElectionRefused
from mutualise.governance.models import (
    Contest,
    Election,
    IssuedCode,
    Objection,
    RollAmendment,
    RollEntry,
    RollMark,
)
from mutualise.governance.queries.constituents import constituent
from mutualise.governance.queries.elections import (
    check_scrutineer,
    event_called,
    polled_of,
    state_of,
)
from mutualise.governance.queries.roll import entry_on_roll, fixed_leaf, leaf_of, leaves_of
from mutualise.governance.rules.ballot_box.roll import new_salt, roll_hash
from mutualise.governance.rules.days import spoken
from mutualise.governance.rules.election_stages import State
from mutualise.governance.rules.nominations import too_small


@transaction.atomic
def amend_roll(*, objection: Objection, number: str, by: Any) -> list[RollAmendment]:
    """Put the roll right for the member with this number: on it or off it, as the register says.

    One new version for each contest that changes. Raises NotAllowed or ElectionRefused.
    """
    election = objection.election
    check_scrutineer(by, election)
    # The election first: a poll that opens meanwhile is then seen to be open.
    Election.objects.select_for_update().get(pk=election.pk)
    if state_of(election) is not State.ROLL:
        raise ElectionRefused("The roll is put right until the poll opens, and not after.")
    if Objection.objects.get(pk=objection.pk).outcome != Objection.Outcome.ACCEPTED:
        raise ElectionRefused("The roll is put right for an objection that was accepted.")
    if objection.amendments.exists():
        raise ElectionRefused("The roll was put right for this objection already.")
    frozen = event_called(election, "freeze_roll")
    assert frozen is not None  # noqa: S101 - the state says so
    cut_off = date.fromisoformat(frozen.detail["cut_off"])
    made = [_amended(each, objection, number, cut_off, by) for each in polled_of(election)]
    done = [each for each in made if each is not None]
    if not done:
        raise ElectionRefused(
            f"The member register of {spoken(cut_off)} has member {number} as the roll has. The company "
            "secretary corrects the register first, with effect from that day or before; then put the "
            "roll right.", "number",
        )  # fmt: skip
    for each in done:
        audit.record("governance.roll.amended", by=by, subject=election.reference,
                     contest=each.contest.code, version=each.version, sha256=each.after_sha256)  # fmt: skip
    return done


def _amended(
    contest: Contest, objection: Objection, number: str, cut_off: date, by: Any
) -> RollAmendment | None:
    """The new version of one contest's roll; None where roll and register say the same."""
    member, row = constituent(contest, number, cut_off), entry_on_roll(contest, number)
    if (member is None) == (row is None):
        return None
    before = roll_hash(leaves_of(contest)).hex()
    added = _added(contest, member) if member is not None else None
    if row is not None:
        _taken_off(contest, row)
    left = [each for each in leaves_of(contest) if row is None or each != fixed_leaf(row)]
    made: RollAmendment = RollAmendment.objects.create(
        contest=contest, version=contest.amendments.count() + 2, objection=objection,
        added=added, removed=row, before_sha256=before, after_sha256=roll_hash(left).hex(),
        at=clock.now(), by=by,
    )  # fmt: skip
    return made


def _added(contest: Contest, member: Any) -> RollEntry:
    if RollEntry.objects.filter(contest=contest, member_number=member.number).exists():
        raise ElectionRefused(
            f"Member {member.number} was taken off this roll before and cannot be put on it again. Cancel "
            "the election and call it once the register is right.", "number",
        )  # fmt: skip
    made = RollEntry(
        contest=contest, member_number=member.number, name=member.name, email=member.email,
        salt=new_salt().hex(),
    )  # fmt: skip
    made.leaf = leaf_of(made).hex()
    made.save()
    RollMark.objects.create(entry=made)
    return made


def _taken_off(contest: Contest, row: RollEntry) -> None:
    """A code of the name is dead from now on: the newest of a name works, and nobody has this one."""
    left = RollEntry.objects.in_force().filter(contest=contest).count() - 1
    if too_small(left) and not contest.election.small_class_accepted:
        raise ElectionRefused(
            f"“{contest.title}” would have {left} voters, fewer than ten: its members could be known by "
            "their votes. Cancel the election and call it again.", "number",
        )  # fmt: skip
    IssuedCode.objects.create(
        entry=row, number=IssuedCode.objects.filter(entry=row).count() + 1,
        channel=IssuedCode.Channel.LETTER, code_sha256=secrets.token_hex(32),
    )  # fmt: skip
