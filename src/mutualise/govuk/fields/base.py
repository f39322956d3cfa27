"""What every field of ours shares: its component's parameters, and messages with its label."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, cast

from django import forms
from django.forms import BoundField

Params = dict[str, Any]


class GovukBoundField(BoundField):
    """A field on a form, with the parameters of its component's macro."""

    field: Govuk

    @property
    def params(self) -> Params:
        params: Params = {"id": self.auto_id, "idPrefix": self.auto_id, "name": self.html_name}
        if self.help_text:
            params["hint"] = {"text": str(self.help_text)}
        if self.errors:
            params["errorMessage"] = {"text": " ".join(str(error) for error in self.errors)}
        return params | self.field.component(self)

    @property
    def error_href(self) -> str:
        """Where the error summary leads: the first thing that can be filled in."""
        return f"#{self.auto_id}{self.field.first_input}"


# A label that begins so is a question that “Select …” cannot go on with.
ASKS = frozenset({"Are", "Did", "Do", "Does", "Has", "Have", "Is", "Was", "Were", "Will"})


class Govuk(forms.Field):
    """What our fields share. `page_heading` makes the label the page's own h1."""

    component_name: ClassVar[str]
    first_input: ClassVar[str] = ""
    # {label} and {Label} stand for the label in the middle and at the head of a sentence; a question
    # is quoted.
    wording: ClassVar[Mapping[str, str]] = {"required": "Enter {label}"}

    def __init__(self, *, label: str, hint: str = "", page_heading: bool = False, **kwargs: Any):
        self.page_heading = page_heading
        asks = label.split(" ", 1)[0] in ASKS or label.endswith("?")
        if asks:
            said = {"label": f"an answer to “{label}”", "Label": f"The answer to “{label}”"}
        else:
            said = {"label": lower_first(label), "Label": label}
        messages = {code: text.format_map(said) for code, text in self.wording.items()}
        messages |= kwargs.pop("error_messages", None) or {}
        kwargs |= {"label": label, "help_text": hint, "error_messages": messages}
        super().__init__(template_name=f"govuk/fields/{self.component_name}.html", **kwargs)

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> GovukBoundField:
        return GovukBoundField(form, self, field_name)

    def component(self, bound: GovukBoundField) -> Params:
        """The parameters of this field's macro besides name, hint and error."""
        raise NotImplementedError

    def label_params(self) -> Params:
        return self._titled("govuk-label", "s")

    def fieldset_params(self) -> Params:
        return {"legend": self._titled("govuk-fieldset__legend", "s")}

    def _titled(self, block: str, size: str) -> Params:
        size = "l" if self.page_heading else size
        title = {"text": str(self.label), "classes": f"{block}--{size}"}
        return title | {"isPageHeading": self.page_heading}


def shown(value: object) -> str | None:
    return None if value is None else str(value)


def lower_first(label: str) -> str:
    """The label inside a sentence; "NHS body", "VAT number" and "I agree" keep their capitals."""
    kept = label[1:2].isupper() or label.startswith("I ")
    return label if kept else label[:1].lower() + label[1:]


def error_list(form: forms.BaseForm) -> list[Params]:
    """Every error of a form with where to put it right, the form's own errors first."""
    found: list[Params] = [{"text": str(error)} for error in form.non_field_errors()]
    for name in form.errors:
        if name in form.fields:
            bound = form[name]
            href = getattr(bound, "error_href", f"#{bound.auto_id}")
            found += [{"text": str(error), "href": href} for error in bound.errors]
    return found


def listed(choices: object) -> list[tuple[str, str]]:
    """Choices as pairs of texts; Django types them more widely than a flat list."""
    return [(str(value), str(text)) for value, text in cast("Iterable[tuple[Any, Any]]", choices)]
