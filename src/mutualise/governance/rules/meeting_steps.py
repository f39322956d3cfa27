"""The steps of a meeting, from its call to its end; no other step is possible."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """Where a meeting stands."""

    CALLED = "CALLED"
    NOTICED = "NOTICED"
    OPEN = "OPEN"
    CLOSED = "CLOSED"
    CANCELLED = "CANCELLED"


LABELS = {
    State.CALLED: "Being prepared",
    State.NOTICED: "Notice given",
    State.OPEN: "Under way",
    State.CLOSED: "Held",
    State.CANCELLED: "Cancelled",
}

SENTENCES = {
    State.CALLED: "the meeting is being prepared",
    State.NOTICED: "notice of the meeting was given, and it is not open",
    State.OPEN: "the meeting is under way",
    State.CLOSED: "the meeting was held and is closed",
    State.CANCELLED: "the meeting is cancelled",
}

# name: (from, to); "" is before the meeting exists.
STEPS: dict[str, tuple[tuple[str, ...], State]] = {
    "call": (("",), State.CALLED),
    "notice": ((State.CALLED,), State.NOTICED),
    "open": ((State.NOTICED,), State.OPEN),
    "adjourn": ((State.NOTICED, State.OPEN), State.NOTICED),
    "close": ((State.OPEN,), State.CLOSED),
    "cancel": ((State.CALLED, State.NOTICED), State.CANCELLED),
}


class NotThisStep(Exception):
    """The meeting does not stand where the step begins; the message says where it stands."""


def after(name: str, state: str) -> State:
    """Where a step leads from a state. Raises NotThisStep.

    >>> after("open", "NOTICED").value
    'OPEN'
    """
    sources, target = STEPS[name]
    if state not in sources:
        stands = SENTENCES[State(state)] if state else "the meeting is not called"
        raise NotThisStep(f"This cannot be done now: {stands}.")
    return target
