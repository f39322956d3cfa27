"""An election on the desk of those who run it: where it stands and what each can do next."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from mutualise.accounts.actions.texts import offered
from mutualise.governance.actions.code_letters import TEXTS_OFF
from mutualise.governance.models import Election
from mutualise.governance.queries import election_guards
from mutualise.governance.queries import elections as asking
from mutualise.governance.queries.box import keys_here, steps_of, trustees_of, turnout
from mutualise.governance.queries.codes import unsent_codes
from mutualise.governance.queries.counting_rules import rule_choices
from mutualise.governance.queries.counts import sheets_of
from mutualise.governance.queries.deeds import letters_about
from mutualise.governance.queries.report import report_of, signed_report
from mutualise.governance.queries.roll import objections_of, sizes
from mutualise.governance.queries.seats import sitting_still
from mutualise.governance.queries.tokens import kept_elsewhere, rolls_elsewhere
from mutualise.governance.rules.election_stages import (
    AWAITING,
    BY_NAME,
    ENDINGS,
    STATE_LABELS,
    Actor,
    State,
    open_steps,
)
from mutualise.governance.rules.nominations import outcome_possible
from mutualise.govuk.figures import counted

STEP_WORDS = {
    "close_nominations": ("Close nominations", "No more nominations are taken. Candidates may still withdraw until the day in the notice."),
    "declare_uncontested": ("Declare without a poll", "No contest has more candidates than places, so those who stand are elected. No withdrawal is taken later."),
    "freeze_roll": ("Freeze the roll", "Enter first every withdrawal that was received in time: none is taken later. The members of each class today become the roll. Members may look and object until the poll opens; until then an accepted objection can put one member on it or off it."),
    "open": ("Open the poll", "Voters can vote from now on. You will be shown a secret for lots: keep it until the count."),
    "close": ("Close the poll", "No more votes are taken. The head of every board is kept."),
    "unseal": ("Take in the trustees’ lists", "All lists are in. The opened votes go to the count; every voter can look for their own by its check code."),
    "declare": ("Declare the result", "The result is published and stands: it is not corrected. If a court, or the procedure for complaints in your own rules, sets it aside later, you declare the election void, with the reasons, and it is held again."),
    "cancel": ("Cancel the election", "Say why: everybody can read it. The record stays; the election ends without a result."),
    "void": ("Declare the election void", "For an election that cannot stand: a court, or the procedure for complaints in your own rules, has set it aside, or its figures cannot be made to agree. Say who decided this, when and why: everybody can read it. The record stays, and the result no longer stands. It cannot be undone. Directors who took office by it stay in the register of directors until the company secretary ends their terms, with one button on the page of this election."),
    "sign": ("Sign the report", "You sign the report as it stands. Say what you checked, and anything a member should know."),
    "demonstration_trustees": ("Use demonstration trustees", "The platform works out the keys of those not named yet. With all three nothing is secret from it: for a demonstration only."),
    "demonstration_unseal": ("Open the box with the demonstration keys", "All three layers of every box are opened here, with keys the platform works out: for a demonstration only."),
}  # fmt: skip

NOMINATED = "You are nominated here, so its scrutineer or another company secretary decides on nominations and withdrawals."
# Steps that ask for more than words.
OWN_PAGES = {"count": "count-election", "extend": "extend-poll"}


def _link(name: str, election: Election, text: str, **more: Any) -> dict[str, str]:
    return {"href": reverse(name, kwargs={"reference": election.reference} | more), "text": text}


def _step(election: Election, verb: str) -> dict[str, str]:
    return _link("election-step", election, STEP_WORDS[verb][0], verb=verb.replace("_", "-"))


def desk_of(election: Election, person: Any) -> dict[str, Any]:
    """Everything the desk's template needs."""
    state = asking.state_of(election)
    actors = asking.actors_of(person, election)
    clerk = asking.is_clerk(person, election)
    polled = {each.pk for each in asking.polled_of(election)}
    awaited = _awaited(election, state)
    early = state in (State.NOMINATING, State.NOMINATED)
    nominated = early and bool(actors) and asking.stands_in(person, election, undecided=True)
    return {
        "election": election,
        "rule": dict(rule_choices())[election.rule],
        "state": state,
        "label": STATE_LABELS[state] if state else "",
        "keys_here": keys_here(election),
        "deeds": _deeds(election, state, actors, awaited),
        "codes": _codes(election, state) if Actor.SECRETARY in actors else [],
