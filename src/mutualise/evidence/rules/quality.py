"""How good the reading of a fact is, best first.

The order decides which of two facts about the same thing is used. The kind of source decides the
quality, never whether the number is welcome.
"""

from collections.abc import Iterable
from enum import StrEnum


class Quality(StrEnum):
    """Quality of an observation. Members are listed best first."""

    AUDITED = "AUDITED"
    FILED = "FILED"
    RETURNED = "RETURNED"
    OBSERVED = "OBSERVED"
    STATED = "STATED"
    CLAIMED = "CLAIMED"

    @property
    def rank(self) -> int:
        """0 for the best quality; a lower rank is preferred."""
        return list(Quality).index(self)

    @property
    def wording(self) -> str:
        """What the quality means, for a reader."""
        return WORDINGS[self]

    @property
    def is_measurement(self) -> bool:
        """Whether a figure may rest on it: an announcement's own assertion never counts."""
        return self is not Quality.CLAIMED


WORDINGS = {
    Quality.AUDITED: "from audited accounts",
    Quality.FILED: "from accounts or forms filed with a registrar",
    Quality.RETURNED: "reported by the body itself on a return",
    Quality.OBSERVED: "read from a page about the body",
    Quality.STATED: "an official statement of a total",
    Quality.CLAIMED: "an announcement's own assertion, without a method",
}


class QualityUnknown(ValueError):
    """The text is not the name of a quality."""

    def __init__(self, text: str) -> None:
        self.text, self.remedy = text, f"write one of {', '.join(Quality)}"
        super().__init__(f"{text[:20]!r} is not a quality: {self.remedy}")


def quality_of(text: str) -> Quality:
    """The quality with this name, in any case of letters. Raises QualityUnknown."""
    try:
        return Quality(text.strip().upper())
    except ValueError:
        raise QualityUnknown(text) from None


def best(qualities: Iterable[Quality]) -> Quality:
    """The best of several qualities. Raises ValueError when there are none."""
    return min(qualities, key=lambda quality: quality.rank)
