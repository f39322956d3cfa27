"""Form fields of the design system: a Django field that knows its own component.

A page writes ``{{ form.name.as_field_group() }}``; the settings name
``FORM_RENDERER = "django.forms.renderers.TemplatesSetting"``. Error messages follow the design
system's wording: they say what to do, with the label in them. Every field takes `label` and may
take `hint`, `page_heading`, what a Django field of its kind takes (`required`, `initial`,
`error_messages`, `max_length` …) and what its component needs.
"""

from mutualise.govuk.fields.base import Govuk, GovukBoundField, error_list
from mutualise.govuk.fields.choice import CheckboxesField, CheckboxField, RadioField, SelectField
from mutualise.govuk.fields.entry import (
    DateField,
    DecimalField,
    EmailField,
    FileField,
    TextArea,
    TextField,
    WordsArea,
)

__all__ = [
    "CheckboxField",
    "CheckboxesField",
    "DateField",
    "DecimalField",
    "EmailField",
    "FileField",
    "Govuk",
    "GovukBoundField",
    "RadioField",
    "SelectField",
    "TextArea",
    "TextField",
    "WordsArea",
    "error_list",
]
