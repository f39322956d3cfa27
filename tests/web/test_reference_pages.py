"""Pages drawn from the code say what the code says."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mutualise.chronicle import clock
from mutualise.governance.queries.kinds import kinds
from mutualise.governance.rules.counting import RULES
from mutualise.programme.actions import delivery, reminders
from mutualise.programme.models import Letter, Milestone
from mutualise.programme.rules.stages import TRANSITIONS
from mutualise.programme.rules.states import State
from mutualise.web.cli.commands import app
from mutualise.web.cli.reference import pages
from mutualise.web.cli.rule_pages import PLAINLY
from tests.programme.builders import budget_of, case_at

FOLDER = Path(__file__).resolve().parents[2] / "docs/reference"


@pytest.mark.parametrize("name", ["stages.md", "routes.md", "resolutions.md", "counting-rules.md"])
def test_reference_page_is_up_to_date(name):
    assert (FOLDER / name).read_text() == pages()[name], "run `mutualise reference`"


def test_the_page_of_stages_has_every_step_and_that_of_routes_leaves_none_open_to_nobody():
    assert all(f"| {step.label} |" in pages()["stages.md"] for step in TRANSITIONS)
    shut = [line for line in pages()["routes.md"].splitlines() if line.endswith("| nobody |")]
    assert all("`/accounts/" in line for line in shut)


def test_the_page_of_resolutions_names_every_kind_and_what_was_not_read():
    page = pages()["resolutions.md"]
    assert all(f"## {kind.title}" in page and f"`{code}`" in page for code, kind in kinds().items())
    assert "at least three quarters (3/4) of valid votes for it." in page
    assert "filing with the authority (**not read**)" in page


def test_the_page_of_counting_rules_has_every_rule_in_plain_words_and_in_steps():
    page = pages()["counting-rules.md"]
    for code, rule in RULES.items():
        assert f"`--rule {code}`" in page and rule.text.strip() in page and PLAINLY[code] in page


@pytest.mark.django_db
def test_one_letter_a_week_names_every_step_that_is_late_or_due_soon():
    case = case_at(State.DELIVERING)
    lead = case.members.get().person
    delivery.begin_plan(case=case, by=lead, launch_on=clock.today() + timedelta(days=700))
    assert reminders.remind(clock.today()) == 0
    first = min(row.due for row in Milestone.objects.filter(case=case))
    assert reminders.remind(first - timedelta(days=15)) == 0
    assert reminders.remind(first - timedelta(days=14)) == 1
    # Months on, with most steps late, it is still one letter in seven days.
    monday = first + timedelta(days=280 - first.weekday())
    for days in range(7):
        reminders.remind(monday + timedelta(days=days))
    _, late = Letter.objects.filter(to=lead.email, template="reminder")
    assert late.body.count("late: it was due on") >= 3
    assert "Options appraisal" in late.body
    assert late.subject.endswith("steps to launch are late or due soon")
    assert late.body.startswith("These steps of ")


@pytest.mark.django_db
def test_the_command_line_says_where_the_fund_stands_as_the_page_does(client):
    assert CliRunner().invoke(app, ["fund"]).exit_code == 2
    budget = budget_of(1_234_56)
    told = CliRunner().invoke(app, ["fund", "--json"])
    rows = json.loads(told.stdout)["position"]
    page = client.get("/support/fund.json").json()["rows"]
    assert [row["available"] for row in rows] == [row["available"] for row in page] == ["1234.56"] * 2  # fmt: skip
    assert CliRunner().invoke(app, ["fund", budget.fund.code]).exit_code == 0
    assert "1,234.56" in CliRunner().invoke(app, ["fund"]).stdout
