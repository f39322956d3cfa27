"""The sector of a service: one of the register's, or another in the team's own words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from mutualise.govuk.fields import SelectField, TextField
from mutualise.programme.rules.sectors import settled

OTHER = "other"


class SectorForm(forms.Form):
    """`sectors` are those of the register; cleans to one spelling in `sector`."""

    sector = SelectField(
        label="Sector", choices=(), error_messages={"required": "Select a sector, or “Other”"}
    )
    sector_other = TextField(
        label="If it is another sector, say which", max_length=120, required=False
    )

    def __init__(self, *args: Any, sectors: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sectors = sectors
        listed = [(each, each[:1].upper() + each[1:]) for each in sectors]
        self.fields["sector"].choices = [("", "Select"), *listed, (OTHER, "Other")]  # type: ignore[attr-defined]
        first = settled(str(self.initial.get("sector") or ""), sectors)
        if first and first not in sectors:
            self.initial.update(sector=OTHER, sector_other=first)
        else:
            self.initial["sector"] = first

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        chosen, other = given.get("sector"), given.pop("sector_other", "")
        if chosen == OTHER:
            if not other:
                self.add_error("sector_other", "Say which sector it is")
            given["sector"] = settled(other, self.sectors)
        elif chosen and other:
            self.add_error("sector_other", "Select “Other” above, or leave this empty")
        return given
