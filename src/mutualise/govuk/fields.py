"""Form fields of the design system: a Django field that knows its own component.

A page writes ``{{ form.name.as_field_group() }}``; the settings name
``FORM_RENDERER = "django.forms.renderers.TemplatesSetting"``. Error messages follow the design
system's wording: they say what to do, with the label in them. Every field takes `label` and may
take `hint`, `page_heading`, what a Django field of its kind takes (`required`, `initial`,
`error_messages`, `max_length` …) and what its component needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField

from mutualise.govuk.dates import DateParts, Parts, parts_of, read_day

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


class Govuk(forms.Field):
    """What our fields share. `page_heading` makes the label the page's own h1."""

    component_name: ClassVar[str]
    first_input: ClassVar[str] = ""
    # {label} and {Label} stand for the label in the middle and at the head of a sentence.
    wording: ClassVar[Mapping[str, str]] = {"required": "Enter {label}"}

    def __init__(self, *, label: str, hint: str = "", page_heading: bool = False, **kwargs: Any):
        self.page_heading = page_heading
        messages = {
            code: text.format(label=lower_first(label), Label=label)
            for code, text in self.wording.items()
        }
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


class TextField(Govuk, forms.CharField):
    """One line. `width` in characters (2, 3, 4, 5, 10, 20 or 30); prefix and suffix are texts."""

    component_name = "input"
    input_type = "text"
    inputmode: str | None = None
    wording = {
        "required": "Enter {label}",
        "max_length": "{Label} must be %(limit_value)d characters or fewer",
        "min_length": "{Label} must be %(limit_value)d characters or more",
        "null_characters_not_allowed": "{Label} must not include null characters",
    }

    def __init__(
        self,
        *,
        width: int | None = None,
        prefix: str = "",
        suffix: str = "",
        autocomplete: str | None = None,
        spellcheck: bool | None = None,
        **kwargs: Any,
    ):
        self.width, self.prefix, self.suffix = width, prefix, suffix
        self.autocomplete, self.spellcheck = autocomplete, spellcheck
        super().__init__(**kwargs)

    def component(self, bound: GovukBoundField) -> Params:
        params: Params = {
            "label": self.label_params(),
            "type": self.input_type,
            "value": shown(bound.value()),
            "autocomplete": self.autocomplete,
            "inputmode": self.inputmode,
        }
        if self.spellcheck is not None:
            params["spellcheck"] = self.spellcheck
        if self.width:
            params["classes"] = f"govuk-input--width-{self.width}"
        if self.prefix:
            params["prefix"] = {"text": self.prefix}
        if self.suffix:
            params["suffix"] = {"text": self.suffix}
        return params


class EmailField(TextField, forms.EmailField):
    input_type = "email"
    wording = TextField.wording | {
        "invalid": "Enter an email address in the correct format, like name@example.com"
    }

    def __init__(self, **kwargs: Any):
        super().__init__(**({"autocomplete": "email", "spellcheck": False} | kwargs))


class DecimalField(TextField, forms.DecimalField):
    """An exact number; commas, spaces and a pound sign are read over."""

    inputmode = "decimal"
    wording = {
        "required": "Enter {label}",
        "invalid": "{Label} must be a number, like 1250 or 12.50",
        "min_value": "{Label} must be %(limit_value)s or more",
        "max_value": "{Label} must be %(limit_value)s or less",
        "max_decimal_places": "{Label} must have no more than %(max)s decimal places",
        "max_digits": "{Label} must have no more than %(max)s digits",
        "max_whole_digits": "{Label} must have no more than %(max)s digits before the point",
    }

    def __init__(self, **kwargs: Any):
        super().__init__(**({"width": 10} | kwargs))

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.replace(",", "").replace("£", "").replace(" ", "")
        return forms.DecimalField.to_python(self, value)


class TextArea(Govuk, forms.CharField):
    """Several lines; `rows` is the height shown."""

    component_name = "textarea"
    widget = forms.Textarea
    wording = TextField.wording

    def __init__(self, *, rows: int = 5, spellcheck: bool | None = None, **kwargs: Any):
        self.rows, self.spellcheck = rows, spellcheck
        super().__init__(**kwargs)

    def component(self, bound: GovukBoundField) -> Params:
        params = {"label": self.label_params(), "rows": self.rows, "value": shown(bound.value())}
        return params if self.spellcheck is None else params | {"spellcheck": self.spellcheck}


class SelectField(Govuk, forms.ChoiceField):
    component_name = "select"
    wording = {"required": "Select {label}", "invalid_choice": "Select {label} from the list"}

    def component(self, bound: GovukBoundField) -> Params:
        chosen = shown(bound.value()) or ""
        items = [
            {"value": str(value), "text": str(text), "selected": str(value) == chosen}
            for value, text in self.choices
        ]
        return {"label": self.label_params(), "items": items}


class RadioField(Govuk, forms.ChoiceField):
    """One of a few. `hints` gives a choice's value its own hint; `inline` sets them in a row."""

    component_name = "radios"
    widget = forms.RadioSelect
    wording = SelectField.wording

    def __init__(self, *, hints: Mapping[str, str] | None = None, inline: bool = False, **kw: Any):
        self.hints, self.inline = hints or {}, inline
        super().__init__(**kw)

    def component(self, bound: GovukBoundField) -> Params:
        items = choice_items(self.choices, {shown(bound.value()) or ""}, self.hints)
        size = "govuk-radios--inline" if self.inline else ""
        return {"fieldset": self.fieldset_params(), "items": items, "classes": size}


class CheckboxesField(Govuk, forms.MultipleChoiceField):
    """Any of a few."""

    component_name = "checkboxes"
    widget = forms.CheckboxSelectMultiple
    wording = SelectField.wording | {"invalid_list": "Select {label} from the list"}

    def __init__(self, *, hints: Mapping[str, str] | None = None, **kwargs: Any):
        self.hints = hints or {}
        super().__init__(**kwargs)

    def component(self, bound: GovukBoundField) -> Params:
        chosen = {str(value) for value in bound.value() or ()}
        items = choice_items(self.choices, chosen, self.hints)
        return {"fieldset": self.fieldset_params(), "items": items}


class CheckboxField(Govuk, forms.BooleanField):
    """One statement to tick; the label is the statement, in the first person or not."""

    component_name = "checkboxes"
    wording = {"required": "Select that {label}"}

    def component(self, bound: GovukBoundField) -> Params:
        ticked = bound.value() not in (None, False, "", "False", "false", "0")
        return {"items": [{"value": "on", "text": str(self.label), "checked": ticked}]}


class DateField(Govuk):
    """A day in three boxes; cleans to a date or None. ``?name=2014-07-23`` is read too."""

    component_name = "date"
    first_input = "-day"
    widget = DateParts
    wording = {
        "required": "Enter {label}",
        "incomplete": "{Label} must include a %(missing)s",
        "invalid": "{Label} must be a real date",
    }

    def to_python(self, value: object) -> date | None:
        parts = parts_of(value)
        if parts is None:
            return None
        try:
            return read_day(parts)
        except ValidationError as fault:
            code = str(fault.code)
            params = fault.params
            raise ValidationError(self.error_messages[code], code=code, params=params) from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return parts_of(initial) != parts_of(data)

    def component(self, bound: GovukBoundField) -> Params:
        parts = parts_of(bound.value()) or Parts()
        fault = " govuk-input--error" if bound.errors else ""
        items = [
            {"name": name, "value": text, "classes": f"govuk-input--width-{width}{fault}"}
            for name, text, width in zip(Parts._fields, parts, (2, 2, 4), strict=True)
        ]
        fieldset = self.fieldset_params()
        return {"namePrefix": bound.html_name, "fieldset": fieldset, "items": items}


class FileField(Govuk, forms.FileField):
    """An upload; `accept` lists endings for the file chooser, `most_bytes` is the largest read."""

    component_name = "file"
    wording = {
        "required": "Select {label}",
        "invalid": "Select {label} and send the form again",
        "missing": "Select {label}",
        "empty": "The selected file is empty",
        "max_length": "The name of the selected file must be %(max)d characters or fewer",
    }

    def __init__(self, *, accept: str = "", most_bytes: int | None = None, **kwargs: Any):
        self.accept, self.most_bytes = accept, most_bytes
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        if data and self.most_bytes and data.size > self.most_bytes:
            limit = f"{self.most_bytes / 1_000_000:g}MB"
            raise ValidationError(f"The selected file must be smaller than {limit}", "too_large")
        return super().clean(data, initial)

    def component(self, bound: GovukBoundField) -> Params:
        attributes = {"accept": self.accept} if self.accept else {}
        return {"label": self.label_params(), "attributes": attributes}


def choice_items(
    choices: Iterable[Any], chosen: set[str], hints: Mapping[str, str]
) -> list[Params]:
    return [
        {"value": str(value), "text": str(text), "checked": str(value) in chosen}
        | ({"hint": {"text": hints[str(value)]}} if str(value) in hints else {})
        for value, text in choices
    ]


def shown(value: object) -> str | None:
    return None if value is None else str(value)


def lower_first(label: str) -> str:
    """The label inside a sentence; "NHS body" and "VAT number" keep their capitals."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def error_list(form: forms.BaseForm) -> list[Params]:
    """Every error of a form with where to put it right, the form's own errors first."""
    found: list[Params] = [{"text": str(error)} for error in form.non_field_errors()]
    for name in form.errors:
        if name in form.fields:
            bound = form[name]
            href = getattr(bound, "error_href", f"#{bound.auto_id}")
            found += [{"text": str(error), "href": href} for error in bound.errors]
    return found
