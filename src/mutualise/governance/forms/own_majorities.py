"""The form in which a company secretary records a majority of the body's own rules."""

from __future__ import annotations

from typing import Any

from django import forms

from mutualise.governance.models import OwnMajority as Row
from mutualise.governance.rules.own_majority import MajorityUnfit, OwnMajority, read_share
from mutualise.governance.rules.resolution_kinds import Over
from mutualise.govuk.fields import CheckboxField, RadioField, TextField


class MajorityForm(forms.Form):
    title = TextField(
        label="What it is for",
        hint="Members read it in notices and results, such as: Change of our rules",
        max_length=120,
    )
    rule = TextField(
        label="Rule it stands in", hint="Such as: rule 12.3 of 4 May 2025", max_length=120,
        error_messages={"required": "Enter the rule it stands in"},
    )  # fmt: skip
    bound = RadioField(
        label="How much is asked", choices=[("least", "At least this share"), ("more", "More than this share")]
    )  # fmt: skip
    share = TextField(
        label="Share of the votes", hint="Such as 3/4 or 75%", max_length=12, width=5,
        error_messages={"required": "Enter the share of the votes"},
    )  # fmt: skip
    over = RadioField(
        label="Share of what", choices=Row.Over.choices,
        error_messages={"required": "Select what the share is of"},
    )  # fmt: skip
    turnout = TextField(
        label="Share of all votes that must be given",
        hint="Only where your rules ask for a turnout, such as 1/2 or 50%: for and against together",
        max_length=12, width=5, required=False,
    )  # fmt: skip

    to_register = CheckboxField(
        label="What is passed by it must be registered with the Financial Conduct Authority", required=False,
        hint="A change of a society’s rules has no effect until it is. You are reminded until you record that it was sent",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """`asked` is the majority, once both shares can be read."""
        given = super().clean() or {}
        shares = {}
        for name in ("share", "turnout"):
            if not given.get(name):
                continue
            try:
                shares[name] = read_share(given[name], name)
            except MajorityUnfit as unfit:
                self.add_error(unfit.field, str(unfit))
        if not self.errors:
            given["asked"] = OwnMajority(
                given["title"], given["rule"], shares["share"], given["bound"] == "more",
                Over(given["over"]), shares.get("turnout"),
                given["to_register"],
            )  # fmt: skip
        return given
