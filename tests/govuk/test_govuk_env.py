"""A page cannot show a blank where a figure should be."""

from datetime import date
from decimal import Decimal

import pytest
from django.contrib.messages import SUCCESS, WARNING
from django.contrib.messages.storage.base import Message
from django.template import engines
from jinja2 import TemplateRuntimeError, UndefinedError

from mutualise.govuk import identity


@pytest.fixture
def env():
    return engines["jinja2"].env


def page(env, source, **context):
    return env.from_string(source).render(**context)


@pytest.mark.parametrize(
    "source",
    [
        "{{ estimat }}",
        "{{ estimat.value }}",
        "{{ estimate.valu }}",
        "{{ estimate['valu'] }}",
        "{{ estimate.range.lower }}",
        "{% for row in rowz %}{{ row }}{% endfor %}",
        "{{ rowz | length }}",
        "{{ estimate.valu | whole }}",
    ],
)
def test_a_missing_name_raises_instead_of_printing_nothing(env, source):
    with pytest.raises((UndefinedError, TypeError)):
        page(env, source, estimate={"value": Decimal(3)})


def test_a_missing_name_handed_to_a_macro_of_the_design_system_raises(env):
    source = (
        '{% from "govuk_frontend_jinja/components/tag/macro.html" import govukTag %}'
        '{{ govukTag({"text": estimat}) }}'
    )
    with pytest.raises(UndefinedError):
        page(env, source)


def test_a_missing_name_may_be_asked_for(env):
    assert page(env, "{% if estimat %}yes{% else %}no{% endif %}") == "no"


def test_html_in_a_name_is_shown_as_text(env):
    name = "<script>alert(1)</script>"
    source = '{% from "govuk/macros.html" import data_table %}{{ data_table(n, [n], [[n]]) }}'
    html = page(env, source, n=name)
    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 4


def test_a_cell_that_is_not_known_says_so(env):
    source = (
        '{% from "govuk/macros.html" import data_table %}{{ data_table("T", ["A"], [[none]]) }}'
    )
    assert "not known" in page(env, source)


def test_filters_are_there_for_every_page(env):
    source = "{{ v | whole }} {{ v | money }} {{ 1 | share }} {{ v | quantity('people') }}"
    assert page(env, source, v=1234) == "1,234 £1,234 100% 1,234 people"


BARE = '{% extends "govuk/layout.html" %}{% block title %}Home{% endblock %}'


def test_layout_carries_no_script_or_style_of_its_own(env):
    html = page(env, BARE + "{% block main %}<h1>Hello</h1>{% endblock %}", navigation=[])
    assert "style=" not in html and "<style" not in html and " onclick" not in html
    assert html.count("<script") == html.count("<script src=") + html.count(
        '<script type="module" src='
    )
    assert "<title>Home – Mutualise</title>" in html
    assert 'href="#main-content"' in html and 'id="main-content"' in html


def test_layout_names_the_page_we_are_on(env):
    entries = [{"text": "Register", "href": "/register/", "active": True}]
    for navigation in (entries, lambda: entries):
        html = page(env, BARE, navigation=navigation)
        assert 'aria-current="true"' in html and "/register/" in html


def test_a_page_without_a_title_is_refused(env):
    with pytest.raises(TemplateRuntimeError, match="title"):
        page(env, '{% extends "govuk/layout.html" %}')


def contrast(one, other="#ffffff"):
    def light(colour):
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        parts = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_colours_of_words_pass_double_a():
    for colour in (identity.BRAND, identity.LINK, identity.INK, identity.QUIET):
        assert contrast(colour) >= 4.5 and contrast(colour, identity.SURFACE) >= 4.5
    assert all(contrast(colour) >= 4.5 for colour in identity.HOLDER_COLOURS.values())


def test_style_sheet_and_drawings_have_the_same_face():
    from mutualise.govuk import build_assets

    scss = (build_assets.HERE / "scss" / "mutualise.scss").read_text()
    for name in ("BRAND", "ACCENT", "LINK", "INK", "QUIET", "RULE", "SURFACE"):
        assert f"${name.lower()}: {getattr(identity, name)};" in scss
    assert f"$font: {identity.FONT};" in scss
    assert "GDS Transport" not in scss.split("@use", 1)[1]


def test_messages_to_the_reader_are_shown_and_escaped(env, rf):
    request = rf.get("/")
    request._messages = [Message(SUCCESS, "Saved <b>"), Message(WARNING, "Late")]
    html = page(env, BARE, request=request)
    assert "Saved &lt;b&gt;" in html and "govuk-notification-banner--success" in html
    assert html.count('data-module="govuk-notification-banner"') == 2


def test_a_date_control_keeps_the_question_and_shows_its_errors(env):
    source = (
        '{% from "govuk/macros.html" import date_control %}'
        '{{ date_control("/x/", d, none, [("q", "<b>")], {"as_at": "As at must be a real date"}) }}'
    )
    html = page(env, source, d=date(2014, 7, 23))
    assert 'type="date" id="as_at" name="as_at" value="2014-07-23"' in html
    assert 'name="q" value="&lt;b&gt;"' in html
    assert 'aria-describedby="as_at-hint as_at-error"' in html
    assert 'method="get"' in html
