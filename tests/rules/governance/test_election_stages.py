"""The law of an election's life, written out once more: no step, actor or condition comes or goes unseen."""

from __future__ import annotations

from mutualise.governance.rules.election_stages import TRANSITIONS

# step: from, to, who, on what conditions
LAW = {
    "call": ("", "NOMINATING", "SECRETARY", ""),
    "close_nominations": ("NOMINATING", "NOMINATED", "SECRETARY", "NOMINATIONS_DAY NOMINATIONS_DECIDED"),
    "declare_uncontested": (
        "NOMINATED", "DECLARED", "SCRUTINEER",
        "WITHDRAWAL_DAY OUTCOME_POSSIBLE NOT_CONTESTED SCRUTINEER_INDEPENDENT",
    ),
    "freeze_roll": (
        "NOMINATED", "ROLL", "SECRETARY", "WITHDRAWAL_DAY CONTESTED OUTCOME_POSSIBLE CLASSES_LARGE_ENOUGH",
    ),
    "open": (
        "ROLL", "OPEN", "SCRUTINEER", "OPENING_DAY OBJECTIONS_DECIDED TRUSTEES_NAMED SCRUTINEER_INDEPENDENT",
    ),
    "extend": ("OPEN", "OPEN", "SCRUTINEER", "SCRUTINEER_INDEPENDENT"),
    "close": ("OPEN", "CLOSED", "SCRUTINEER", "CLOSING_MOMENT SCRUTINEER_INDEPENDENT"),
    "unseal": ("CLOSED", "UNSEALED", "SCRUTINEER", "ALL_LAYERS_OPEN SCRUTINEER_INDEPENDENT"),
    "count": ("UNSEALED COUNTED", "COUNTED", "SCRUTINEER", "PAPERS_AGREE SCRUTINEER_INDEPENDENT"),
    "declare": (
        "COUNTED", "DECLARED", "SCRUTINEER", "ENGINES_AGREE RECONCILED REPORT_SIGNED SCRUTINEER_INDEPENDENT",
    ),
    "cancel": (
        "NOMINATING NOMINATED ROLL OPEN CLOSED UNSEALED", "CANCELLED", "SECRETARY SCRUTINEER", "",
    ),
    "void": ("COUNTED DECLARED", "VOID", "SCRUTINEER", "SCRUTINEER_INDEPENDENT"),
}  # fmt: skip
WORDED = {"extend", "cancel", "void"}


def test_every_step_of_an_election_is_the_one_written_here():
    found = {
        each.name: tuple(
            " ".join(part)
            for part in ((s or "" for s in each.sources), (each.target,), each.actors, each.guards)
        )
        for each in TRANSITIONS
    }
    assert found == LAW
    assert {each.name for each in TRANSITIONS if each.worded} == WORDED
