"""Why a change to the record is refused, whichever room it is in."""

from __future__ import annotations


class AlreadyRecorded(Exception):
    """The same fact, or one with the same key, is recorded already."""


class NoLongerStands(Exception):
    """The row was replaced, withdrawn or decided by somebody else meanwhile."""


class NothingChanged(Exception):
    """What was given is what is recorded."""

    def __init__(self) -> None:
        super().__init__("Nothing is different from what is recorded: change what is wrong.")


class ReasonMissing(Exception):
    """A change to the record needs a reason."""

    def __init__(self) -> None:
        super().__init__("Say why: the reason stays in the record.")
