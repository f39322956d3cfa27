"""What a form of the editor says of a mistake: whole sentences, once, and never the machinery's own page."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def errors(page) -> list[str]:
    found = re.findall(r"govuk-error-message[^>]*>(.*?)</p>", page.content.decode(), re.DOTALL)
    return [
        re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", each)))
        .strip()
        .removeprefix("Error: ")
        for each in found
    ]


def test_an_empty_form_asks_in_whole_sentences_and_once(as_editor):
    assert errors(as_editor.post("/editor/register/mycsp/verdict/add/", {"reasons": ""})) == [
        "Select the definition the verdict is under",
        "Select verdict",
        "Enter the day for whose facts you decide",
        "Enter reasons",
        "Enter source",
    ]
    assert errors(as_editor.post("/editor/register/mycsp/stakes/add/", {"note": ""})) == [
        "Enter the day from which the shares were held",
        "Select what the shares are of",
        "Enter source",
    ]
    observation = errors(as_editor.post("/editor/observations/add/", {"note": ""}))
    assert "Enter the code of the body the figure is of" in observation
    assert "Select what the source says: exactly, about, more or less" in observation


def test_what_is_wrong_with_a_cell_is_told_after_its_label(as_editor):
    wrong = {
        "subject": "bit", "measure": "employees", "qualifier": "=", "value": "36", "unit": "GBP", "period": "2014-13-45",
        "quality": "OBSERVED", "source": "bbc-26030205", "locator": "x" * 900,
    }  # fmt: skip
    told = errors(as_editor.post("/editor/observations/add/", wrong))
    assert any(each.startswith("What is measured: employees is not measured in") for each in told)
    assert any(each.startswith("When it was true: '2014-13-45' is not a date") for each in told)
    assert any(each.startswith("Where in the source has 900 characters.") for each in told)


def test_a_form_sent_without_its_token_is_answered_by_a_page_of_the_site(as_editor):
    client = Client(enforce_csrf_checks=True)
    client.cookies = as_editor.cookies
    page = client.post("/editor/sources/add/", {"source": "x", "title": "X"})
    assert page.status_code == 403
    assert "This form is out of date" in page.content.decode()
    assert "CSRF" not in page.content.decode()


def test_a_verdict_decided_under_one_definition_leaves_the_others_open(as_editor):
    stakes = {
        "date-day": "1", "date-month": "3", "date-year": "2023", "instrument": "equity",
        "source": "bbc-26030205", "share-employees": "30", "share-partner": "70",
    }  # fmt: skip
    assert as_editor.post("/editor/register/bit/stakes/add/", stakes).status_code == 302
    said = "has reopened the verdict on this body"
    assert f"{said}. " in as_editor.get("/register/bit/").content.decode()
    verdict = {
        "definition": "DCMS-2019", "outcome": "DOES_NOT_MEET", "decided_for-day": "1", "decided_for-month": "4",
        "decided_for-year": "2023", "reasons": "A partner holds 70 per cent.", "source": "bbc-26030205",
    }  # fmt: skip
    assert as_editor.post("/editor/register/bit/verdict/add/", verdict).status_code == 302
    page = as_editor.get("/register/bit/").content.decode()
    (left,) = re.findall(rf"{said} under ([^.]*)\. ", page)
    assert "CO-2011" in left
    assert "DCMS-2019" not in left
