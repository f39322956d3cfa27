"""What is asked of a measure: as at which day, as known when, where, of whom, over which window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Question:
    """The question an estimate answers.

    `as_known_at` None means with everything that stands now. Both ends of the window are days
    that belong to it. `vintage` is the day by which a release must have been published. An empty
    text means the measure's own default.
    """

    as_at: date
    as_known_at: datetime | None = None
    area: str = ""
    subject: str = ""
    window_from: date | None = None
    window_to: date | None = None
    years: int | None = None
    vintage: date | None = None
    definition: str = ""

    def asked(self) -> dict[str, object]:
        """Everything asked except the moment of knowledge, which lineage must not depend on."""
        facts = self.to_dict()
        del facts["as_known_at"]
        return facts

    def to_dict(self) -> dict[str, object]:
        return {
            key: value.isoformat() if isinstance(value, date) else value
            for key, value in vars(self).items()
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, object]) -> Question:
        """The inverse of `to_dict`. Raises KeyError or ValueError for a damaged mapping."""
        years = data["years"]
        known = data["as_known_at"]
        return cls(
            as_at=date.fromisoformat(str(data["as_at"])),
            as_known_at=datetime.fromisoformat(str(known)) if known else None,
            area=str(data["area"]),
            subject=str(data["subject"]),
            window_from=_day(data["window_from"]),
            window_to=_day(data["window_to"]),
            years=int(str(years)) if years is not None else None,
            vintage=_day(data["vintage"]),
            definition=str(data["definition"]),
        )


def _day(value: object) -> date | None:
    return date.fromisoformat(str(value)) if value else None
