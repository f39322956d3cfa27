"""Fields in which something is typed or handed over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from mutualise.govuk.fields.base import Govuk, GovukBoundField, Params, shown
from mutualise.govuk.fields.dates import DateParts, Parts, parts_of, read_day


class TextField(Govuk, forms.CharField):
    """One line. `width` in characters (2, 3, 4, 5, 10, 20 or 30); prefix and suffix are texts."""

    component_name = "input"
    input_type = "text"
    inputmode: str | None = None
    wording: ClassVar[Mapping[str, str]] = {
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
    wording: ClassVar[Mapping[str, str]] = {
        **TextField.wording,
        "invalid": "Enter an email address in the correct format, like name@example.com",
    }

    def __init__(self, **kwargs: Any):
        defaults: Params = {"autocomplete": "email", "spellcheck": False}
        super().__init__(**(defaults | kwargs))

    def clean(self, value: Any) -> Any:
        """An address as people have them: one with a part in quotation marks may hold anything."""
        address = super().clean(value)
        if '"' in address:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return address


class DecimalField(TextField, forms.DecimalField):
    """An exact number; commas, spaces and a pound sign are read over."""

    inputmode = "decimal"
    wording: ClassVar[Mapping[str, str]] = {
        "required": "Enter {label}",
        "invalid": "{Label} must be a number, like 1250 or 12.50",
        "min_value": "{Label} must be %(limit_value)s or more",
        "max_value": "{Label} must be %(limit_value)s or less",
        "max_decimal_places": "{Label} must have no more than %(max)s decimal places",
        "max_digits": "{Label} must have no more than %(max)s digits",
        "max_whole_digits": "{Label} must have no more than %(max)s digits before the point",
    }

    def __init__(self, **kwargs: Any):
        defaults: Params = {"width": 10}
        if kwargs.get("decimal_places") == 0:
            label = kwargs.get("label", "It")
            whole = {
                "max_decimal_places": f"{label} must be a whole number",
                "invalid": f"{label} must be a whole number, like 12",
            }
            kwargs["error_messages"] = whole | kwargs.get("error_messages", {})
        super().__init__(**(defaults | kwargs))

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.replace(",", "").replace("£", "").replace(" ", "")
        return forms.DecimalField.to_python(self, value)


class TextArea(Govuk, forms.CharField):
    """Several lines; `rows` is the height shown."""

    component_name = "textarea"
    widget = forms.Textarea
    wording: ClassVar[Mapping[str, str]] = TextField.wording

    def __init__(self, *, rows: int = 5, spellcheck: bool | None = None, **kwargs: Any):
        self.rows, self.spellcheck = rows, spellcheck
        super().__init__(**kwargs)

    def component(self, bound: GovukBoundField) -> Params:
        # The macro for several lines would print the word None.
        params: Params = {"label": self.label_params(), "rows": self.rows}
        params["value"] = shown(bound.value()) or ""
        return params if self.spellcheck is None else params | {"spellcheck": self.spellcheck}


class WordsArea(TextArea):
    """Several lines with a limit in words, which is said, and counted down where scripts run. The
    room that sets the limit checks it."""

    component_name = "words"

    def __init__(self, *, most_words: int, **kwargs: Any):
        self.most_words = most_words
        super().__init__(**kwargs)

    def component(self, bound: GovukBoundField) -> Params:
        return super().component(bound) | {"maxwords": self.most_words}


class DateField(Govuk):
    """A day in three boxes; cleans to a date or None. ``?name=2014-07-23`` is read too."""

    component_name = "date"
    first_input = "-day"
    widget = DateParts
    wording: ClassVar[Mapping[str, str]] = {
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
    wording: ClassVar[Mapping[str, str]] = {
        "required": "Select {label}",
        "invalid": "Select {label} and send the form again",
        "missing": "Select {label}",
        "empty": "The selected file is empty",
        "max_length": "The name of the selected file must be %(max)d characters or fewer",
    }

    def __init__(self, *, most_bytes: int, accept: str = "", **kwargs: Any):
        self.accept, self.most_bytes = accept, most_bytes
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        if data and data.size > self.most_bytes:
            limit = f"{self.most_bytes / 1_000_000:.3g}MB"
            raise ValidationError(f"The selected file must be smaller than {limit}", "too_large")
        return super().clean(data, initial)

    def component(self, bound: GovukBoundField) -> Params:
        attributes = {"accept": self.accept} if self.accept else {}
        return {"label": self.label_params(), "attributes": attributes}
