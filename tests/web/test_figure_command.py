"""`mutualise figure` answers as the page and the bundle of the same figure do."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from mutualise.web.cli.commands import app

pytestmark = pytest.mark.django_db


def run(*arguments):
    return CliRunner().invoke(app, ["figure", *arguments])


def test_the_figure_of_a_day_is_that_of_its_page(client):
    asked = {"at": "2014-07-23", "definition": "PA-33"}
    page = client.get("/figures/live-mutuals.json", asked).json()
    found = run("live-mutuals", "--as-at", "2014-07-23", "--definition", "PA-33", "--json")
    printed = json.loads(found.stdout)
    assert (printed["value"], printed["upper"]) == (page["value"], page["upper"])
    assert found.exit_code == (0 if page["speaks"] else 1)


def test_a_figure_is_asked_as_known_at_a_day_before_anything_was_recorded():
    now = run("staff-feel-trusted", "--subject", "chcp", "--as-at", "2014-07-23")
    before = run(
        "staff-feel-trusted", "--subject", "chcp", "--as-at", "2014-07-23",
        "--as-known-at", "2001-01-01",
    )  # fmt: skip
    assert (now.exit_code, before.exit_code) == (0, 1)
    assert "Value     91%" in now.stdout
    assert "as known at 2001-01-0" in before.stdout
    assert "Reason" in before.stdout


def test_without_a_measure_they_are_listed():
    found = run()
    assert found.exit_code == 0
    assert "live-mutuals" in found.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["live-mutual"], "is not a measure"),
        (["live-mutuals", "--as-at", "2014-13-01"], "2014-13-01"),
        (["live-mutuals", "--definition", "X"], "X"),
        (["live-mutuals", "--area", "atlantis"], "atlantis"),
        (["staff-feel-trusted"], "--subject"),
        (["staff-feel-trusted", "--subject", "nobody"], "nobody"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_the_word_that_is_wrong(arguments, said):
    found = run(*arguments)
    assert found.exit_code == 2
    assert said in found.output
