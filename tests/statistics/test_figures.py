"""Figures from the shipped evidence: pages, bundles, dates and revisions."""

from __future__ import annotations

import copy
import json
from datetime import date

import pytest
from typer.testing import CliRunner

from mutualise.claims.queries.resolve import asked
from mutualise.claims.rules.measured import ClaimReference
from mutualise.evidence import actions
from mutualise.statistics.queries import figure
from mutualise.statistics.queries.measures import measures
from mutualise.statistics.queries.revisions import revisions
from mutualise.web.cli.commands import app
from tests.claims.test_announcement import observation

pytestmark = pytest.mark.django_db
TRUSTED = "/figures/staff-feel-trusted/bundle.json?subject=chcp&at=2014-07-23"


def bundle_of(client, address: str, folder) -> tuple[dict, str]:
    content = client.get(address).content
    file = folder / "bundle.json"
    file.write_bytes(content)
    return json.loads(content), str(file)


def evaluate(file: str):
    return CliRunner().invoke(app, ["evaluate", file, "--json"], catch_exceptions=False)


@pytest.mark.parametrize("code", sorted(measures()))
def test_a_downloaded_bundle_gives_the_identical_figure(client, tmp_path, code):
    extra = {
        "staff-feel-trusted": "&subject=chcp",
        "staff-productivity-growth": "&subject=mycsp&from=2012-05-01&to=2014-05-01",
        "headcount-ratio": "&subject=bit&from=2014-02-05&to=2014-08-05",
        "public-service-productivity-growth": "&from=1997&to=2010",
    }.get(code, "")
    address = f"/figures/{code}/bundle.json?at=2014-07-23{extra}"
    published = client.get(address.replace("/bundle.json", ".json")).json()
    _, file = bundle_of(client, address, tmp_path)
    done = evaluate(file)
    again = json.loads(done.stdout)
    assert done.exit_code == 0
    assert again["identical"] is True
    for key in ("value", "lower", "upper", "lineage", "reason", "coverage_number"):
        assert again["estimate"][key] == published[key]


def test_one_changed_row_changes_the_digest_and_is_named(client, tmp_path):
    content, file = bundle_of(client, TRUSTED, tmp_path)
    before = json.loads(evaluate(file).stdout)["digest"]
    changed = copy.deepcopy(content)
    row = changed["evidence"][0]
    row["content"]["value"] = "99"
    (tmp_path / "bundle.json").write_text(json.dumps(changed))
    done = evaluate(file)
    found = json.loads(done.stdout)
    assert done.exit_code == 1
    assert found["changed_rows"] == [row["reference"]]
    assert found["digest"] != before


def test_a_file_that_is_no_bundle_is_bad_input(tmp_path):
    for content in ("{", "[]", "{}", '{"format": "other"}'):
        file = tmp_path / "b.json"
        file.write_text(content)
        assert evaluate(str(file)).exit_code == 2


def test_as_known_at_leaves_out_what_was_recorded_later(editor):
    measure, put = asked(
        ClaimReference(
            "headcount-ratio", {"subject": "bit", "from": "2014-02-05", "to": "2014-08-05"}
        )
    )
    assert not figure.estimate(measure, put).speaks
    row = actions.record_observation(by=editor, row=observation())
    now = figure.estimate(measure, put)
    assert (now.lower, now.upper) != (None, None)
    from dataclasses import replace
    from datetime import timedelta

    then = replace(put, as_known_at=row.recorded_at - timedelta(microseconds=1))
    assert not figure.estimate(measure, then).speaks


def test_every_revision_is_shown_with_its_cause(editor):
    measure, put = asked(
        ClaimReference("staff-feel-trusted", {"subject": "chcp", "at": "2014-07-23"})
    )
    from mutualise.evidence.models import Observation

    old = Observation.objects.get(subject="chcp", measure="staff-feel-trusted", value=91)
    from mutualise.chronicle.models import Change

    new = observation(
        subject="chcp", measure="staff-feel-trusted", value=88, unit="per cent", base="respondents",
        quality="OBSERVED", valid_from=date(2013, 5, 1), valid_until=date(2013, 6, 1),
    )  # fmt: skip
    actions.replace_observation(
        by=editor, old=old, row=new, change=Change.CORRECTION, reason="Misread."
    )
    newest = revisions(measure, put)[0]
    assert (newest.before, newest.after) == ("91%", "88%")
    assert newest.causes == "correction: −3%"


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/figures/",
        "/figures/employees/?at=2014-07-23",
        "/figures/live-mutuals/?at=2014-07-23&definition=PA-33",
        "/figures/services-value/?at=2014-07-23",
        "/figures/additional-jobs/?at=2014-07-23",
        "/figures/staff-feel-trusted/",
        "/figures/public-service-productivity-growth/?from=1997&to=2010",
        "/figures/employees.csv",
        "/figures.json",
        "/headlines.json",
        "/figures/employees-stated/?at=2014-07-23",
    ],
)
def test_pages_of_figures_open(client, address):
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "at=2014-02-30",
        "area=narnia",
        "years=many",
        "from=2014&to=2010",
        "subject=chcp",
        "definition=X",
    ],
)
def test_a_bad_parameter_is_explained(client, query):
    page = client.get(f"/figures/employees/?{query}")
    assert page.status_code == 400
    assert "There is a problem" in page.content.decode()


def test_three_clicks_from_a_headline_to_a_row_of_evidence(client):
    import re

    home = client.get("/").content.decode()
    figure_page = (
        re.search(r'href="(/figures/employees/[^"]*)"', home).group(1).replace("&amp;", "&")
    )
    row = re.search(
        r'href="(/observations/[^"]*)"', client.get(figure_page).content.decode()
    ).group(1)
    source = re.search(r'href="(/sources/[a-z0-9-]+/)"', client.get(row).content.decode()).group(1)
    assert client.get(source).status_code == 200
