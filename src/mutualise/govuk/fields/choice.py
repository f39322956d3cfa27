"""Fields in which something is chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms

from mutualise.govuk.fields.base import Govuk, GovukBoundField, Params, listed, shown


class SelectField(Govuk, forms.ChoiceField):
    """One of a list. One that must be made begins empty: the first of a list is nobody's choice."""

    component_name = "select"
    wording: ClassVar[Mapping[str, str]] = {
        "required": "Select {label}",
        "invalid_choice": "Select {label} from the list",
    }

    def component(self, bound: GovukBoundField) -> Params:
        chosen = shown(bound.value()) or ""
        offered = listed(self.choices)
        if self.required and all(value for value, _ in offered):
            offered = [("", "Choose…"), *offered]
        items = [
            {"value": value, "text": text, "selected": value == chosen} for value, text in offered
        ]
        return {"label": self.label_params(), "items": items}


class RadioField(Govuk, forms.ChoiceField):
    """One of a few. `hints` gives a choice's value its own hint; `inline` sets them in a row."""

    component_name = "radios"
    widget = forms.RadioSelect
    wording: ClassVar[Mapping[str, str]] = SelectField.wording

    def __init__(self, *, hints: Mapping[str, str] | None = None, inline: bool = False, **kw: Any):
        self.hints, self.inline = hints or {}, inline
        super().__init__(**kw)

    def component(self, bound: GovukBoundField) -> Params:
        items = choice_items(listed(self.choices), {shown(bound.value()) or ""}, self.hints)
        size = "govuk-radios--inline" if self.inline else ""
        return {"fieldset": self.fieldset_params(), "items": items, "classes": size}


class CheckboxesField(Govuk, forms.MultipleChoiceField):
    """Any of a few."""

    component_name = "checkboxes"
    widget = forms.CheckboxSelectMultiple
    wording: ClassVar[Mapping[str, str]] = {
        **SelectField.wording,
        "invalid_list": "Select {label} from the list",
    }

    def __init__(self, *, hints: Mapping[str, str] | None = None, **kwargs: Any):
        self.hints = hints or {}
        super().__init__(**kwargs)

    def component(self, bound: GovukBoundField) -> Params:
        chosen = {str(value) for value in bound.value() or ()}
        items = choice_items(listed(self.choices), chosen, self.hints)
        return {"fieldset": self.fieldset_params(), "items": items}


class CheckboxField(Govuk, forms.BooleanField):
    """One statement to tick; the label is the statement, in the first person or not."""

    component_name = "checkboxes"
    wording: ClassVar[Mapping[str, str]] = {"required": "Select that {label}"}

    def component(self, bound: GovukBoundField) -> Params:
        ticked = bound.value() not in (None, False, "", "False", "false", "0")
        return {"items": [{"value": "on", "text": str(self.label), "checked": ticked}]}


def choice_items(
    choices: Iterable[tuple[str, str]], chosen: set[str], hints: Mapping[str, str]
) -> list[Params]:
    return [
        {"value": value, "text": text, "checked": value in chosen}
        | ({"hint": {"text": hints[value]}} if value in hints else {})
        for value, text in choices
    ]
