"""Fields show label, hint, value and error through the design system's components."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.template import engines

from mutualise.govuk import fields
from mutualise.govuk.fields.base import lower_first


class Return(forms.Form):
    name = fields.TextField(label="Name of body", hint="As registered", max_length=20)
    email = fields.EmailField(label="Email address")
    turnover = fields.DecimalField(label="Turnover", prefix="£", min_value=0, required=False)
    note = fields.TextArea(label="Note", required=False)
    region = fields.SelectField(label="Region", choices=[("", "Choose"), ("london", "London")])
    form = fields.RadioField(
        label="Legal form", choices=[("CIC", "CIC"), ("CBS", "Society")], hints={"CIC": "Most"}
    )
    sectors = fields.CheckboxesField(label="Sectors", choices=[("a", "Health"), ("b", "Care")])
    true = fields.CheckboxField(label="I am an editor")
    on = fields.DateField(label="Date of launch")
    file = fields.FileField(label="Accounts", accept=".csv", most_bytes=10, required=False)


GOOD = {
    "name": "Example",
    "email": "a@example.com",
    "turnover": "£12,345.60",
    "region": "london",
    "form": "CIC",
    "sectors": ["a", "b"],
    "true": "on",
    "on-day": "23",
    "on-month": "july",
    "on-year": "2014",
}


def test_a_good_form_cleans_to_exact_values():
    form = Return(query(GOOD))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["turnover"] == Decimal("12345.60")
    assert form.cleaned_data["on"] == date(2014, 7, 23)
    assert form.cleaned_data["sectors"] == ["a", "b"]


def query(data):
    made = QueryDict(mutable=True)
    for key, value in data.items():
        made.setlist(key, value if isinstance(value, list) else [value])
    return made


def test_a_list_that_must_be_chosen_from_begins_empty_and_refuses_it():
    class Lot(forms.Form):
        lot = fields.SelectField(label="Lot", choices=[("LEGAL", "Legal"), ("TAX", "Tax")])
        other = fields.SelectField(label="Other", choices=[("A", "A")], required=False)

    shown = str(Lot()["lot"].as_field_group())
    assert shown.index("Choose…") < shown.index("Legal")
    assert Lot({"lot": ""}).errors["lot"] == ["Select lot"]
    assert "Choose…" not in str(Lot()["other"].as_field_group())


@pytest.mark.parametrize("name", list(Return.base_fields))
def test_every_field_shows_its_label_and_its_error(name):
    form = Return({})
    html = str(form[name].as_field_group())
    assert Return.base_fields[name].label in html
    assert "govuk-form-group" in html
    if Return.base_fields[name].required:
        assert f'id="id_{name}-error"' in html
        assert "govuk-form-group--error" in html
    href = form[name].error_href
    assert f'id="{href[1:]}"' in html


def test_hint_and_value_are_shown_and_escaped():
    form = Return(query(GOOD | {"name": '"><script>x</script>'}))
    html = str(form["name"].as_field_group())
    assert "As registered" in html and 'aria-describedby="id_name-hint' in html
    assert "<script>" not in html and "&lt;script&gt;" in html


def test_choices_made_are_shown_again():
    form = Return(query(GOOD))
    assert str(form["sectors"].as_field_group()).count(" checked") == 2
    assert str(form["form"].as_field_group()).count(" checked") == 1
    assert "selected" in str(form["region"].as_field_group())
    assert 'value="july"' in str(form["on"].as_field_group())
    assert " checked" in str(form["true"].as_field_group())


@pytest.mark.parametrize(
    ("change", "name", "message"),
    [
        ({"name": ""}, "name", "Enter name of body"),
        ({"name": "x" * 21}, "name", "Name of body must be 20 characters or fewer"),
        ({"email": "nobody"}, "email", "Enter an email address in the correct format"),
        ({"turnover": "lots"}, "turnover", "Turnover must be a number"),
        ({"turnover": "NaN"}, "turnover", "Turnover must be a number"),
        ({"turnover": "-1"}, "turnover", "Turnover must be 0 or more"),
        ({"region": "mars"}, "region", "Select region from the list"),
        ({"on-day": "31", "on-month": "2"}, "on", "Date of launch must be a real date"),
        ({"on-day": "³"}, "on", "Date of launch must be a real date"),
        ({"on-year": "14"}, "on", "Date of launch must be a real date"),
        ({"on-day": "", "on-month": ""}, "on", "Date of launch must include a day and month"),
    ],
)
def test_an_error_says_what_to_do(change, name, message):
    form = Return(query(GOOD | change))
    assert message in form.errors[name][0]


def test_a_date_in_an_address_is_read():
    data = {key: value for key, value in GOOD.items() if not key.startswith("on-")}
    form = Return(query(data | {"on": "2014-07-23"}))
    assert form.is_valid() and form.cleaned_data["on"] == date(2014, 7, 23)


def test_an_initial_date_fills_the_boxes():
    html = str(Return(initial={"on": date(2014, 7, 3)})["on"].as_field_group())
    assert all(f'value="{part}"' in html for part in ("3", "7", "2014"))


def test_a_file_that_is_too_large_is_refused():
    file = SimpleUploadedFile("a.csv", b"x" * 11)
    form = Return(query(GOOD), {"file": file})
    assert "must be smaller than" in form.errors["file"][0]


def test_error_summary_leads_to_each_field():
    source = '{% from "govuk/macros.html" import error_summary %}{{ error_summary(form) }}'
    html = engines["jinja2"].env.from_string(source).render(form=Return({}))
    assert "There is a problem" in html
    assert 'href="#id_on-day"' in html and "Enter date of launch" in html
    assert 'href="#id_form"' in html


def test_a_label_keeps_its_capitals_inside_a_sentence():
    assert fields.TextField(label="VAT number").error_messages["required"] == "Enter VAT number"
    assert lower_first("I agree") == "I agree"


def test_an_empty_form_shows_no_word_for_nothing():
    html = "".join(str(field.as_field_group()) for field in Return())
    assert "None" not in html


@pytest.mark.parametrize(
    "given", ['"<script>"@example.org', '"a b"@example.org', "a@b", "<a@b.org>"]
)
def test_an_address_in_quotation_marks_is_none_that_people_have(given):
    form = Return({"email": given})
    assert form.errors["email"] == [
        "Enter an email address in the correct format, like name@example.com"
    ]
