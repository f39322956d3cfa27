"""The shipped register counted on the days of the acceptance, and why the counts differ."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from mutualise.evidence.queries.subject import source_called
from mutualise.register.actions import record_verdict
from mutualise.register.models import Organisation
from mutualise.register.queries.definitions import DEFAULT_DEFINITION, definitions
from mutualise.register.queries.facts import all_facts, facts_of
from mutualise.register.queries.population import counted
from mutualise.register.rules.assessment import assess
from mutualise.register.rules.counting import compare, placed
from mutualise.register.rules.course import Course, turning_days
from mutualise.register.rules.facts import Answer
from mutualise.register.rules.past import on_the_day

pytestmark = pytest.mark.django_db
DAYS = (date(2014, 7, 23), date(2015, 1, 1), date(2022, 1, 1))


@pytest.mark.parametrize("code", sorted(definitions()))
@pytest.mark.parametrize(("first", "second"), [(DAYS[0], DAYS[1]), (DAYS[1], DAYS[2])])
def test_counts_differ_exactly_by_bodies_with_events_between(code, first, second):
    moved = compare(definitions()[code], all_facts(), first, second)
    before, after = counted(code, first), counted(code, second)
    joined = {b.code for b in after.inside} - {b.code for b in before.inside}
    left = {b.code for b in before.inside} - {b.code for b in after.inside}
    assert joined | left == {m.code for m in moved if "in" in (m.before, m.after)}
    assert all(each.events for each in moved), [m.code for m in moved if not m.events]


@pytest.mark.parametrize("code", sorted(definitions()))
def test_between_two_recorded_days_no_shipped_body_stands_elsewhere(code):
    for facts in all_facts():
        course = Course(definitions()[code], facts)
        recorded = turning_days(facts)
        near = {day + timedelta(days=n) for day in recorded for n in (-1, 0, 1, 40)}
        for day in sorted(near | {date(1990, 1, 1), date(2030, 1, 1)}):
            then = on_the_day(facts, day)
            place, reason = placed(definitions()[code], facts, day)
            standing = course.on(day)
            assert (standing.place, standing.counted.name, standing.counted.reason) == (
                place, then.name, reason,
            )  # fmt: skip
            assert standing.area == (then.region or then.nation)


@pytest.mark.parametrize(
    ("code", "day", "outcome"),
    [
        ("mycsp", date(2012, 5, 2), Answer.MEETS),
        ("mycsp", date(2014, 7, 23), Answer.MEETS),
        ("mycsp", date(2015, 1, 1), Answer.UNCLEAR),
        ("mycsp", date(2022, 1, 1), Answer.UNCLEAR),
        ("bit", date(2014, 7, 23), Answer.MEETS),
        ("bit", date(2020, 1, 1), Answer.UNCLEAR),
        ("bit", date(2022, 1, 1), Answer.DOES_NOT_MEET),
        ("p2p", date(2017, 1, 1), Answer.DOES_NOT_MEET),
        # The last day before a stake changed, and the day itself.
        ("mycsp", date(2014, 10, 2), Answer.MEETS),
        ("mycsp", date(2014, 10, 3), Answer.UNCLEAR),
        ("bit", date(2019, 9, 30), Answer.MEETS),
        ("bit", date(2019, 10, 1), Answer.UNCLEAR),
        ("bit", date(2021, 12, 30), Answer.UNCLEAR),
        ("bit", date(2021, 12, 31), Answer.DOES_NOT_MEET),
    ],
)
def test_a_change_of_stake_changes_the_verdict_on_its_day(code, day, outcome):
    assert assess(definitions()["CO-2011"], facts_of(code), day).outcome is outcome


def test_a_body_is_no_longer_live_on_the_day_it_ended():
    last, ended = counted("CO-2011", date(2025, 11, 30)), counted("CO-2011", date(2025, 12, 1))
    assert "mycsp" in {body.code for body in last.unclear}
    assert "mycsp" in {body.code for body in ended.not_live}


def test_a_reopened_verdict_is_marked_on_the_public_page(client):
    page = client.get("/register/mycsp/?as_at=2015-01-01").content.decode()
    assert "reopened the verdict" in page
    assert "Nobody has decided since" in page
    assert (
        "reopened the verdict"
        not in client.get("/register/mycsp/?as_at=2014-07-23").content.decode()
    )


def test_deciding_closes_a_reopened_verdict(editor):
    from mutualise.evidence.models import Source
    from mutualise.register import actions
    from mutualise.register.models import Organisation

    day = date(2015, 1, 1)
    actions.record_verdict(
        by=editor, organisation=Organisation.objects.get(code="mycsp"), definition="CO-2011",
        outcome=Answer.MEETS, decided_for=date(2014, 10, 31), reasons="The trust keeps its director.",
        source=Source.objects.first(),
    )  # fmt: skip
    assert assess(definitions()["CO-2011"], facts_of("mycsp"), day).outcome is Answer.MEETS
    assert assess(definitions()["CO-2011"], facts_of("mycsp"), date(2022, 1, 1)).reopened


def test_an_assessor_who_decides_again_the_same_day_is_followed(editor):
    for outcome in (Answer.MEETS, Answer.DOES_NOT_MEET):
        record_verdict(
            by=editor, organisation=Organisation.objects.get(code="mycsp"), definition="CO-2011",
            outcome=outcome, decided_for=date(2014, 10, 31), reasons="Read again.",
            source=source_called("pcs-2014-10-03"),
        )  # fmt: skip
        assert assess(definitions()["CO-2011"], facts_of("mycsp"), DAYS[1]).outcome is outcome


def test_a_body_that_ended_is_counted_nowhere():
    found = counted("CO-2011", date(2026, 1, 1))
    assert "mycsp" in {body.code for body in found.not_live}


@pytest.mark.parametrize(
    "address",
    [
        "/register/",
        "/register/map/",
        "/register/mycsp/",
        "/register/bit/?as_at=2022-01-01",
        "/definitions/",
        "/definitions/CO-2011/?as_at=2014-07-23",
        "/definitions/compare/?as_at=2015-01-01&against=2014-07-23",
        "/register.csv",
        "/register.json",
        "/register.xlsx",
        "/register/mycsp.json",
        "/register/map.csv",
        "/definitions/PA-33.csv",
        "/sources/",
        "/sources.csv",
        "/observations/obs-1/",
        "/observations/obs-1.json",
        "/sources/pcs-2014-10-03/",
    ],
)
def test_pages_of_the_register_open(client, address):
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("q=knowsley+youth", "kym"),
        ("q=plymouth+community", "livewell"),
        ("q=06273905", "chcp"),
        ("q=GB-COH-06273905", "chcp"),
        ("q=nudge+unit", "bit"),
        ("parent_body=hull", "chcp"),
        ("launch_year=2012&sector=libraries", "suflib"),
    ],
)
def test_search_finds_by_former_name_identifier_and_parent(client, query, code):
    rows = client.get(f"/register.json?{query}").json()["rows"]
    assert code in [row["code"] for row in rows]
    assert len(rows) < 20


def test_filters_narrow_and_sorting_orders(client):
    rows = client.get("/register.json?area=wales").json()["rows"]
    assert [row["code"] for row in rows] == ["mvh"]
    ended = client.get("/register.json?status=ENDED&as_at=2026-01-01").json()["rows"]
    assert {"mycsp", "seqol"} <= {row["code"] for row in ended}
    years = [
        row["launched"]
        for row in client.get("/register.json?sort=launched").json()["rows"]
        if row["launched"]
    ]
    assert years == sorted(years)


def test_a_body_not_yet_recorded_says_so(client):
    page = client.get("/register/mycsp/?as_known_at=2001-01-01")
    assert page.status_code == 404
    assert "Not recorded yet" in page.content.decode()


def test_unknown_body_and_bad_dates(client):
    assert client.get("/register/no-such-body/").status_code == 404
    assert client.get("/register/?as_at=2014-99-01").status_code == 400


def test_formula_in_a_name_is_harmless_in_downloads(client, editor):
    from mutualise.evidence.models import Source
    from mutualise.register import actions
    from mutualise.register.models import Entry

    evil = '=HYPERLINK("http://x")<script>alert(1)</script>'
    actions.add_organisation(
        by=editor,
        code="evil",
        entry=Entry(name=evil, entry_class="mutual", source=Source.objects.first()),
    )
    assert "'=HYPERLINK" in client.get("/register.csv?q=evil").content.decode()
    assert "<script>alert" not in client.get("/register/evil/").content.decode()


def test_a_reopened_verdict_is_marked_on_the_home_page_the_listing_and_its_downloads(
    client, editor
):
    def marked(day="2022-06-01"):
        rows = client.get(f"/register.json?as_at={day}").json()["rows"]
        return {
            row["code"]: row["verdict_reopened_on"] for row in rows if row["verdict_reopened_on"]
        }

    assert marked()["bit"] == "2021-12-31"
    assert "bit" not in marked("2018-06-01")
    for address in ("/", "/register/"):
        page = client.get(f"{address}?as_at=2022-06-01").content.decode()
        assert "Verdict reopened" in page
    assert (
        "2021-12-31" in client.get("/register.csv?q=behavioural&as_at=2022-06-01").content.decode()
    )
    home = client.get("/headlines.json?as_at=2022-06-01").json()["verdicts_reopened"]
    assert "bit" in {each["code"] for each in home}
    record_verdict(
        by=editor, organisation=Organisation.objects.get(code="bit"), outcome=Answer.DOES_NOT_MEET,
        definition=DEFAULT_DEFINITION, decided_for=date(2022, 1, 1), reasons="One charity owns it.",
        source=source_called("bbc-26030205"),
    )  # fmt: skip
    assert "bit" not in marked(), "the mark goes when somebody has decided"


def test_a_body_that_moved_alike_under_every_definition_is_shown_once(client):
    asked = "as_at=2022-01-01&against=2014-07-23"
    moved = client.get(f"/definitions/compare.json?{asked}").json()["moved"]
    page = client.get(f"/definitions/compare/?{asked}").content.decode()
    rows = page.partition("What moved between")[2]
    assert {each["name"].replace("&", "&amp;") for each in moved} <= set(
        re.findall(r"register/[^>]*>([^<]+)</a>", rows)
    )
    assert "Every definition" in rows
    assert rows.count("<tr") < len(moved) / 2
