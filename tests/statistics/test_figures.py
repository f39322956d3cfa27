"""Figures from the shipped evidence: pages, bundles, dates and revisions."""

from __future__ import annotations

import copy
import csv
import io
import json
from datetime import date, datetime, timedelta
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.utils import timezone
from typer.testing import CliRunner

from mutualise.claims.queries.resolve import asked
from mutualise.claims.rules.measured import ClaimReference
from mutualise.evidence import actions
from mutualise.statistics.queries import figure
from mutualise.statistics.queries.measures import measures
from mutualise.statistics.queries.revisions import revisions
from mutualise.statistics.rules.versions import parse_measure
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


def test_every_revision_is_shown_and_downloaded_with_its_cause(client, editor):
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
    newest = revisions(measure, put).items[0]
    assert (newest.before, newest.after) == ("91%", "88%")
    assert newest.causes == "correction: −3%"
    address = "/figures/staff-feel-trusted/revisions.csv?subject=chcp&at=2014-07-23"
    row, *_ = csv.DictReader(io.StringIO(client.get(address).content.decode()))
    assert [Decimal(row[name]) for name in ("before", "after", "amount")] == [91, 88, -3]
    assert (row["unit"], row["cause"], row["speaks_after"]) == ("per cent", "correction", "true")
    assert datetime.fromisoformat(row["recorded_at"]) == newest.moment


def raised(monkeypatch, code: str, was: str, now: str, version_1: str):
    """A measure raised to version 2 tomorrow, with the day moved to the day after."""
    today = timezone.localdate()
    monkeypatch.setattr(timezone, "localdate", lambda at=None: (
        at.astimezone(timezone.get_default_timezone()).date() if at else today + timedelta(days=2)
    ))  # fmt: skip
    text = measures()[code].text.replace("version: 1", "version: 2").replace(was, now)
    text = text.replace("2014-01-01", f"{today + timedelta(days=1)}")
    text += f"earlier:\n  - {{version: 1, valid_from: 2014-01-01, {version_1}}}\n"
    monkeypatch.setitem(measures(), code, parse_measure(text, f"{code}.yaml"))
    return timezone.now().isoformat()


def test_a_raised_measure_is_a_revision_by_method_and_the_past_is_answered_as_it_was(
    client, monkeypatch, tmp_path
):
    known = raised(
        monkeypatch, "employees-stated", "max_age_months: 24", "max_age_months: 60",
        "rule: {max_age_months: 24}",
    )  # fmt: skip
    measure, put = asked(ClaimReference("employees-stated", {"at": "2017-07-23"}))
    newest = revisions(measure, put).items[0]
    assert (newest.before, newest.after) == ("40,000 people", "35,000 people")
    assert newest.causes == "method: −5,000 people"
    address = "/figures/employees-stated"
    now = client.get(f"{address}.json?at=2017-07-23").json()
    asked_then = {"at": "2017-07-23", "known_at": known}
    then = client.get(f"{address}.json", asked_then).json()
    assert (now["measure_version"], now["value"]) == (2, "35000")
    assert (then["measure_version"], then["value"]) == (1, "40000")
    page = client.get(f"{address}/?at=2017-07-23").content.decode()
    assert "Versions of this measure" in page
    query = urlencode(asked_then)
    bundle, file = bundle_of(client, f"{address}/bundle.json?{query}", tmp_path)
    assert bundle["measure"]["version"] == 1
    assert evaluate(file).exit_code == 0
    listed = client.get("/api/v1/measures", {"as_known_at": known, "per_page": "99"}).json()
    assert [e["version"] for e in listed["items"] if e["code"] == "employees-stated"] == [1]


def test_a_measure_of_another_definition_is_a_revision_by_definition(monkeypatch):
    raised(
        monkeypatch, "live-mutuals", "population: CO-2011", "population: PA-33",
        "population: CO-2011",
    )  # fmt: skip
    measure, put = asked(ClaimReference("live-mutuals", {"at": "2014-07-23"}))
    assert put.definition == "PA-33"
    newest = revisions(measure, put).items[0]
    assert newest.causes.startswith("definition")


def test_every_revision_can_be_reached(client, editor):
    subject = {"subject": "chcp", "measure": "staff-feel-trusted", "unit": "per cent"}
    loaded = timezone.now()
    for day in range(1, 28):
        made = observation(
            **subject, value=50 + day, base="respondents", quality="OBSERVED",
            valid_from=date(2014, 6, day), valid_until=date(2014, 6, day + 1),
        )  # fmt: skip
        made.recorded_at = loaded + timedelta(seconds=day)
        actions.record_observation(by=editor, row=made)
    measure, put = asked(
        ClaimReference("staff-feel-trusted", {"subject": "chcp", "at": "2014-07-23"})
    )
    pages = [revisions(measure, put, {"revisions": str(n)}) for n in (1, 2)]
    seen = [each.after for page in pages for each in page.items]
    assert pages[0].pages == 2
    assert seen == [f"{50 + day}%" for day in range(27, 0, -1)]
    assert revisions(measure, put, {"revisions": "99"}) == pages[1]
    address = "/figures/staff-feel-trusted/?subject=chcp&at=2014-07-23"
    first = client.get(address).content.decode()
    assert "revisions=2#revisions" in first and "Page 1 of 2" in first
    second = client.get(f"{address}&revisions=2").content.decode()
    assert "revisions=1#revisions" in second and "Revisions, page 2 of 2 (CSV)" in second
    download = client.get(f"{address}&revisions=2".replace("/?", "/revisions.csv?"))
    assert "revisions-2-of-2.csv" in download["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(download.content.decode())))
    changed = list(dict.fromkeys(row["recorded_at"] for row in rows))
    assert changed == [each.moment.isoformat() for each in pages[1].items]


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


def test_bodies_that_left_during_the_window_are_told_beside_the_change(client):
    page = client.get("/figures/additional-jobs/?as_at=2022-06-30").content.decode()
    assert "left the population during the window" in page
