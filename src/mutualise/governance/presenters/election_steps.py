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
    ISSUING,
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
        "waits": ([NOMINATED] if nominated else []) + _waits(awaited, actors),
        "codes": _codes(election, state) if Actor.SECRETARY in actors else [],
        "contests": [
            {
                "contest": each,
                "polled": each.pk in polled,
                "nominations": asking.nominations_of(each),
                "unmet": _unmet(each) if state in (State.NOMINATING, State.NOMINATED) else "",
                "sizes": sizes(each),
                "turnout": turnout(each),
                "sheets": sheet_lines(each) if state in (State.CLOSED, State.UNSEALED) else [],
                "layers": len(steps_of(each)),
                "links": _contest_links(election, each, state, actors, clerk),
            }
            for each in asking.contests_of(election)
        ],
        "trustees": trustees_of(election),
        "objections": objections_of(election),
        "decides": bool(actors) and not nominated,
        "scrutineer": Actor.SCRUTINEER in actors,
        "report": report_of(election)
        if state in (State.COUNTED, State.DECLARED, State.VOID)
        else None,
        "signed": signed_report(election),
        "closes": asking.closes_on(election),
        "letters": letters_about(election),
        "ending": asking.ending_of(election),
        "sitting": [each.name for each in sitting_still(election)] if state is State.VOID else [],
    }


def _codes(election: Election, state: State | None) -> list[str]:
    """What the secretary is told of codes: whose mail or text did not leave, and that texts are off."""
    if state not in ISSUING:
        return []
    lost = unsent_codes(election).count()
    told = (
        f"The mail or text with a code is not known to have left for {counted(lost, 'name')}. Any page that "
        "issues codes names them, and can make new ones."
    )
    return ([told] if lost else []) + ([] if offered() else [TEXTS_OFF])


def _unmet(contest: Any) -> str:
    """What a contest with reserved places still lacks before any result is possible; "" if nothing."""
    standing = asking.standing(contest)
    if outcome_possible(asking.seats_of(contest), standing):
        return ""
    able = sum(each.in_category for each in standing)
    return (
        f"Of those who stand {able} {'qualifies' if able == 1 else 'qualify'} for the reserved places, and the "
        f"notice reserves {contest.reserved}. If it stays so no result is possible, and the election can only be cancelled."
    )


def sheet_lines(contest: Any) -> list[str]:
    """Where the reading of the paper sheets of a contest stands, by their numbers; not what is on them."""
    whole = sizes(contest)["paper"]
    if not whole:
        return []
    read = {each.number: each for each in sheets_of(contest)}
    agreed = sum(1 for each in read.values() if each.agreed is not None)
    once = [n for n, each in read.items() if len(each.readings) == 1]
    differ = [n for n, each in read.items() if len(each.readings) > 1 and each.agreed is None]
    lines = [f"Paper sheets: {whole}. Read alike by two clerks: {agreed}."]
    for words, which in (
        ("Not read yet", [n for n in range(1, whole + 1) if n not in read]),
        ("Read by one clerk alone", once),
        ("Read differently, so a third clerk must read and decide", differ),
    ):
        if which:
            lines.append(f"{words}: sheet{'' if len(which) == 1 else 's'} {_numbers(which)}.")
    return lines


def _awaited(election: Election, state: State | None) -> dict[str, list[str]]:
    """For each step that takes a poll on from here, what it still waits for."""
    return {
        name: election_guards.awaited(name, election)
        for name in AWAITING
        if state in BY_NAME[name].sources and state is not BY_NAME[name].target
    }


def _waits(awaited: dict[str, list[str]], actors: frozenset[Actor]) -> list[str]:
    """The next step, and what or whom it waits for, where the reader cannot make it."""
    told = []
    for name, missing in awaited.items():
        step = BY_NAME[name]
        if missing:
            told.append(f"Next: “{step.label}”. {' '.join(missing)}")
        elif not actors & set(step.actors):
            told.append(f"Next: “{step.label}”. The scrutineer does this.")
    return told


def _numbers(which: list[int]) -> str:
    """The first numbers, and how many more there are."""
    shown = ", ".join(str(each) for each in sorted(which)[:20])
    return shown + (f" and {len(which) - 20} more" if len(which) > 20 else "")


def _deeds(
    election: Election, state: State | None, actors: frozenset[Actor], awaited: dict[str, list[str]]
) -> list[Any]:
    """What the person can try now."""
    found = [
        _link(OWN_PAGES[each.name], election, each.label) if each.name in OWN_PAGES
        else _step(election, each.name)
        for each in (open_steps(state, actors) if state else [])
        if each.name not in ENDINGS and not awaited.get(each.name)
    ]  # fmt: skip
    if Actor.SCRUTINEER in actors:
        found += _scrutineers(election, state)
    if Actor.SECRETARY in actors and state in ISSUING:
        found.append(_link("issue-codes", election, "Issue codes by letter"))
        found.append(_link("mail-codes", election, "Issue codes by mail"))
        if offered():
            found.append(_link("text-codes", election, "Issue codes by text message"))
    if state is State.ROLL:
        found.append(_link("inspect-roll", election, "See the roll as its members do"))
        found.append(_link("enter-objection", election, "Enter an objection to the roll"))
    if Actor.SECRETARY in actors and state is State.OPEN:
        found.append(_link("remind-voters", election, "Remind those who have not voted"))
    if Actor.SECRETARY in actors and state is State.DECLARED:
        found.append(_link("election-seats", election, "Enter the elected directors"))
    if Actor.SECRETARY in actors and state is State.VOID and sitting_still(election):
        found.append(
            _link("end-void-terms", election, "End the terms of those who took office by it")
        )
    if actors and state is State.DECLARED:
        found.append(_link("election-vacancies", election, "Places that fell vacant"))
    ends = [
        each.name for each in (open_steps(state, actors) if state else ()) if each.name in ENDINGS
    ]
    return found + [_step(election, name) for name in ends]


def step_obstacles(verb: str, election: Election, person: Any) -> list[str]:
    """Why somebody who opened the page of a step cannot make it now, a sentence each."""
    if verb in BY_NAME:
        return election_guards.obstacles(verb, election, person)
    mine = Actor.SCRUTINEER in asking.actors_of(person, election)
    offered = _scrutineers(election, asking.state_of(election)) if mine else []
    return [] if _step(election, verb) in offered else ["This step is not open to you now."]


def _scrutineers(election: Election, state: State | None) -> list[Any]:
    before = state in (State.NOMINATING, State.NOMINATED, State.ROLL)
    found = []
    if before and len(trustees_of(election)) < 3:
        found.append(_link("name-trustee", election, "Name a trustee"))
        if election.demonstration:
            found.append(_step(election, "demonstration_trustees"))
    if state in (State.ROLL, State.OPEN) and rolls_elsewhere(election):
        found.append(_link("issuer-roll", election, "The roll for your signing machine"))
        found.append(_link("ask-issuer", election, "Ask whether your signing machine answers"))
    if state is State.CLOSED and keys_here(election) == 3:
        found.append(_step(election, "demonstration_unseal"))
    if state is State.COUNTED and signed_report(election) is None:
        found.append(_link("sign-report", election, STEP_WORDS["sign"][0]))
    return found


def _contest_links(
    election: Election, contest: Any, state: State | None, actors: frozenset[Actor], clerk: bool
) -> list[Any]:
    found = []
    if Actor.SECRETARY in actors and state is State.NOMINATING:
        found.append(_link("nominate", election, "Enter a nomination", contest=contest.code))
    if state in (State.ROLL, State.OPEN):
        found.append(_link("election-roll", election, "See the roll", contest=contest.code))
        if Actor.SECRETARY in actors:
            found.append(_link("code-again", election, "A new code", contest=contest.code))
    if clerk and state is State.OPEN:
        found.append(_link("mark-envelope", election, "An envelope came", contest=contest.code))
    if clerk and state in (State.CLOSED, State.UNSEALED):
        found.append(_link("read-sheet", election, "Read paper sheets", contest=contest.code))
    if Actor.SCRUTINEER in actors and state in (State.NOMINATING, State.NOMINATED):
        found.append(
            _link("own-signing-key", election, "Your own signing key", contest=contest.code)
        )
    after = state in (State.CLOSED, State.UNSEALED, State.COUNTED)
    if Actor.SCRUTINEER in actors and after and kept_elsewhere(contest):
        found.append(
            _link(
                "signatures-given", election, "Signatures your machine gave", contest=contest.code
            )
        )
    if Actor.SCRUTINEER in actors and state is State.CLOSED:
        number = len(steps_of(contest)) + 1
        if number <= 3:
            more = {"contest": contest.code, "number": number}
            found.append(_link("layer-input", election, f"File for trustee {number}", **more))
            found.append(_link("layer", election, f"Take in the list of trustee {number}", **more))
    return found
