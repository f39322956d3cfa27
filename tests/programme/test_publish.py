"""The programme's own figures as evidence: dated, repeatable, never made up, and fit for claims."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from html import unescape

import pytest
from typer.testing import CliRunner

from mutualise.accounts.permissions import NotAllowed
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.claims import actions as claims
from mutualise.claims.queries.announcements import claims_now
from mutualise.claims.queries.resolve import checked
from mutualise.claims.rules.document import BadDocument
from mutualise.evidence.actions import record_observation
from mutualise.evidence.actions.programme import publish_programme_figures
from mutualise.evidence.models import Observation
from mutualise.evidence.rules.programme import ProgrammeFigure
from mutualise.programme.actions.confirmations import answer as answer_of
from mutualise.programme.actions.confirmations import ask
from mutualise.programme.actions.handling import name_sector
from mutualise.programme.actions.publish import NothingToPublish, publish
from mutualise.programme.models import Fund
from mutualise.programme.queries.confirmations import Achieved, Due, objectives_of
from mutualise.programme.queries.figures import figures, version
from mutualise.programme.rules.funnel import Passed
from mutualise.programme.rules.publication import SUBJECT, Counted, days_to_award, published
from mutualise.programme.rules.states import State
from mutualise.statistics.queries.figure import estimate
from mutualise.statistics.queries.measures import measures
from mutualise.statistics.queries.questions import question
from mutualise.web.cli.commands import app
from tests.programme.builders import (
    account,
    award_of,
    budget_of,
    case_at,
    give_objectives_and_baseline,
    holder,
    order_of,
    post,
    signed_in,
    stranger,
)  # fmt: skip

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)
SENTENCE = "Teams can turn to [a £10 million fund](claim:programme-fund-ceiling?at=2026-11-23)."


@pytest.fixture(autouse=True)
def _noon():
    with clock.at(datetime(2026, 11, 23, 12, tzinfo=UTC)):
        yield


def recorded(kind: str, subject: str = SUBJECT) -> list[Decimal]:
    rows = Observation.objects.known_at(None).filter(subject=subject, measure=kind)
    return [row.value for row in rows.order_by("period")]


def test_the_figures_of_a_day_are_recorded_once_and_again_only_when_they_differ():
    budget = budget_of(10_000_000_00)
    award_of(case_at(State.DELIVERING), 20_000_00, budget)
    case_at(State.DECLINED)
    assert publish(by=None, on=DAY) > 8
    assert recorded("programme-fund-ceiling") == [Decimal(10_000_000)]
    assert recorded("programme-fund-promised") == [Decimal(20_000)]
    assert recorded("programme-enquiries") == [2]
    assert recorded("programme-award-rate") == [50]
    assert publish(by=None, on=DAY) == 0
    case_at()
    assert publish(by=None, on=DAY) > 0
    assert recorded("programme-enquiries") == [3]


def test_a_demonstration_is_never_evidence():
    case_at(State.LAUNCHED, demonstration=True)
    Fund.objects.create(
        code="made-up", name="Made up", ceiling_pence=500_00, opens_on=date(2026, 4, 1),
        closes_on=date(2029, 3, 31), demonstration=True,
    )  # fmt: skip
    with pytest.raises(NothingToPublish):
        publish(by=None, on=DAY)
    budget_of(100_00)
    publish(by=None, on=DAY)
    assert recorded("programme-fund-ceiling") == [Decimal(100)]
    assert recorded("programme-enquiries") == [0]


def test_only_an_officer_or_the_clock_publishes():
    budget_of(500_00)
    for person in (stranger(), holder(Role.FINANCE_OFFICER)):
        with pytest.raises(NotAllowed):
            publish(by=person, on=DAY)
    assert publish(by=holder(Role.PROGRAMME_OFFICER), on=DAY) > 0


def test_a_claim_rests_on_the_fund_and_goes_stale_when_the_record_changes(editor, client):
    assert checked(SENTENCE).claims[0].verdict.value != "supported"
    kept = claims.keep(SENTENCE, by=editor)
    budget_of(10_000_000_00)
    officer = signed_in(holder(Role.PROGRAMME_OFFICER))
    assert officer.post("/programme/publish/").status_code == 302
    # The request that published had the claims checked again.
    [claim] = claims_now(kept)
    assert claim.outcome["verdict"] == "supported"
    budget_of(2_000_000_00)
    officer.post("/programme/publish/")
    [claim] = claims_now(kept)
    assert claim.outcome["verdict"] != "supported"


def test_the_measures_of_the_programme_have_pages(client):
    budget_of(10_000_000_00)
    publish(by=None, on=DAY)
    page = client.get("/figures/programme-fund-ceiling/?as_at=2026-11-23").content.decode()
    assert "£10,000,000" in page or "£10 million" in page


def test_nothing_to_publish_is_said_on_the_page_and_by_the_command():
    officer = signed_in(holder(Role.PROGRAMME_OFFICER))
    page = officer.post("/programme/publish/")
    assert page.status_code == 422
    assert "open a fund first" in page.content.decode()
    assert CliRunner().invoke(app, ["publish"]).exit_code == 2
    assert CliRunner().invoke(app, ["publish", "--on", "2027-01-01"]).exit_code == 2
    budget_of(500_00)
    done = CliRunner().invoke(app, ["publish", "--on", "2026-11-20"], catch_exceptions=False)
    assert done.exit_code == 0


LAST = "at=2026-11-23"


def awards_of_three_kinds() -> None:
    budget = budget_of(1_000_000_00)
    where = {"region": "london", "sector": "Health & care"}
    award_of(case_at(State.DELIVERING, **where), 20_000_00, budget, kind="GRANT")
    award_of(case_at(State.AWARDED), 30_000_00, budget, kind="GRANT")
    advised = award_of(case_at(State.DELIVERING), 5_000_00, budget)
    order = order_of(advised, pence=4_000_00)
    post(
        "CALL_OFF", account("COMMITTED", budget.fund, budget, advised),
        account("ORDERED", budget.fund, budget, advised, order=order), 4_000_00,
    )  # fmt: skip
    publish(by=None, on=DAY)


OF_ONE_PART = [
    f"We made [two grants](claim:programme-awards?kind=grant&{LAST}).",
    f"We gave [£50,000 in grants](claim:programme-awards-value?kind=grant&{LAST}).",
    f"We made [1 award](claim:programme-awards?sector=health-care&{LAST}).",
    f"We gave [£20,000 in London](claim:programme-awards-value?region=london&{LAST}).",
    f"We bought [1 piece of legal advice](claim:programme-orders?lot=legal&{LAST}).",
    f"We spent [£4,000 on legal advice](claim:programme-orders-value?lot=legal&{LAST}).",
    f"We made [0 awards](claim:programme-awards?region=wales&{LAST}).",
    f"We made [1 grant](claim:programme-awards?kind=grant&region=london&{LAST}).",
    f"We gave [£20,000](claim:programme-awards-value?kind=grant&region=london&sector=health-care&{LAST}).",
    f"We gave [£4,000 of advice](claim:programme-awards-value?lot=legal&kind=advice&sector=health&{LAST}).",
    f"We made [1 award](claim:programme-awards?kind=advice&sector=health&region=north-west&lot=legal&{LAST}).",
    f"We made [0 awards](claim:programme-awards?kind=grant&lot=legal&{LAST}).",
    f"We gave [£0 in Wales](claim:programme-awards-value?kind=grant&region=wales&{LAST}).",
    f"We had [1 enquiry](claim:programme-enquiries?sector=health-care&region=london&{LAST}).",
    f"We had [0 refusals](claim:programme-stops?reason=too-early&{LAST}).",
    f"We made [three awards](claim:programme-awards?{LAST}).",
    f"Support began for [two teams](claim:programme-reached?stage=delivering&{LAST}).",
    f"It began for [67 per cent of awards](claim:programme-conversion?stage=delivering&{LAST}).",
]


def test_a_claim_rests_on_the_figure_of_one_part():
    awards_of_three_kinds()
    found = checked("\n\n".join(OF_ONE_PART)).claims
    assert len(found) == len(OF_ONE_PART)
    assert [claim for claim in found if claim.verdict.value != "supported"] == []


def test_a_figure_of_one_part_can_fail_where_the_whole_would_pass():
    awards_of_three_kinds()
    [claim] = checked(f"We made [three grants](claim:programme-awards?kind=grant&{LAST}).").claims
    assert claim.verdict.value == "not supported"


NOT_A_PART = [
    ("programme-awards?kind=gift", "Use one of: advice, grant, match, mentoring"),
    ("programme-orders?lot=gardening", "Use one of: hr, legal, marketing"),
    ("programme-awards?sector=steel", "Use one of: health, health-care"),
    ("programme-awards?region=atlantis", "Use one of: east-midlands"),
    ("programme-enquiries?kind=grant", "not counted by kind, but by sector or region"),
    ("programme-fund-paid?kind=grant", "not counted by kind, only as a whole"),
    ("programme-awards?kind=grant&region=atlantis", "Use one of: east-midlands"),
    ("programme-awards?area=london", "write region= for area="),
]


def test_a_part_that_is_not_known_is_refused_with_those_that_are(client):
    awards_of_three_kinds()
    for asked, told in NOT_A_PART:
        with pytest.raises(BadDocument, match=re.escape(told)):
            checked(f"We made [two grants](claim:{asked}).")
        measure, _, query = asked.partition("?")
        page = client.get(f"/figures/{measure}/?{query}")
        assert page.status_code == 400, asked
        assert told in page.content.decode()


OUTCOMES = [
    f"Support led to [1 launch](claim:programme-launches-confirmed?{LAST}).",
    f"It met [1 objective](claim:programme-objectives-met?{LAST}).",
    f"A launch cost [£0](claim:programme-cost-a-launch?{LAST}).",
]


def verdicts() -> list[str]:
    publish(by=None, on=DAY)
    return [claim.verdict.value for claim in checked("\n\n".join(OUTCOMES)).claims]


def test_an_outcome_bears_out_a_claim_only_while_the_mutuals_last_word_confirms_it():
    case = case_at(State.LAUNCHED)
    give_objectives_and_baseline(case)
    assert "supported" not in verdicts(), "nobody was asked"
    asked = ask(Due(case, 6))
    assert "supported" not in verdicts(), "asked and not answered"
    [goal] = objectives_of(asked)
    answer_of(asked=asked, by=stranger(), confirmed=True, words="", counterfactual="LATER",
              achieved=[Achieved(goal, goal.target_value, DAY, confirmed=True)])  # fmt: skip
    assert verdicts() == ["supported"] * 3
    answer_of(asked=ask(Due(case, 12)), by=stranger(), confirmed=False, words="It came anyway",
              counterfactual="ANYWAY")  # fmt: skip
    assert "supported" not in verdicts(), "disputed at last"
    other = case_at(State.LAUNCHED)
    give_objectives_and_baseline(other)
    answer_of(asked=ask(Due(other, 6)), by=stranger(), confirmed=True, words="", counterfactual="LATER")  # fmt: skip
    assert [verdicts()[number] for number in (0, 2)] == ["supported"] * 2
    assert publish(by=None, on=DAY) == 0


def test_what_a_confirmed_launch_cost_holds_no_longer_than_the_confirmation():
    case = case_at(State.LAUNCHED)
    answer_of(asked=ask(Due(case, 6)), by=stranger(), confirmed=True, words="", counterfactual="LATER")  # fmt: skip
    publish(by=None, on=DAY - timedelta(days=1))
    with clock.at(datetime(2026, 11, 24, 12, tzinfo=UTC)):
        publish(by=None, on=DAY)
        assert recorded("programme-cost-a-launch") == [0]
        answer_of(asked=ask(Due(case, 12)), by=stranger(), confirmed=False, words="No",
                  counterfactual="ANYWAY")  # fmt: skip
        publish(by=None, on=clock.today())
        publish(by=None, on=clock.today())
        # As at the day before the dispute it stays what it was; from then on there is none.
        cost = measures()["programme-cost-a-launch"]
        said = [
            estimate(cost, question(cost, {"at": day.isoformat()})) for day in (DAY, clock.today())
        ]
        assert [each.value for each in said] == [0, None]
        assert "said no more on 24 November 2026" in said[1].reason


def test_a_launch_nobody_confirmed_is_claimed_by_no_other_measure():
    case_at(State.LAUNCHED)
    publish(by=None, on=DAY)
    for measure in ("programme-reached", "programme-conversion"):
        with pytest.raises(BadDocument, match="Use one of"):
            checked(f"We launched [1 mutual](claim:{measure}?stage=launched&{LAST}).")


def test_before_anything_is_published_no_part_is_known():
    with pytest.raises(BadDocument, match="nothing is recorded by kind yet"):
        checked("We made [two grants](claim:programme-awards?kind=grant).")


def test_the_parts_of_each_dimension_add_up_to_the_whole():
    awards_of_three_kinds()
    for measure in ("programme-awards", "programme-awards-value"):
        [whole] = recorded(measure)
        for dimension in ("kind", "sector", "region"):
            rows = Observation.objects.known_at(None).filter(
                measure=measure, subject__startswith=f"{SUBJECT}:{dimension}-"
            ).exclude(subject__contains="+")  # fmt: skip
            assert sum(row.value for row in rows) == whole
    assert publish(by=None, on=DAY) == 0


def test_a_part_by_several_dimensions_is_recorded_when_it_changes_and_falls_to_nothing():
    both = f"{SUBJECT}:kind-grant+region-london"
    awards_of_three_kinds()
    [first] = recorded("programme-awards-value", both)
    assert publish(by=None, on=DAY + timedelta(days=1))
    assert recorded("programme-awards-value", both) == [first]
    gone = ProgrammeFigure("programme-awards", Decimal(5), "count", "/support/figures/")
    publish_programme_figures(
        by=None, subject=SUBJECT, title="T", url="https://example.org/", on=DAY + timedelta(days=2),
        figures=[gone],
    )  # fmt: skip
    assert recorded("programme-awards-value", both) == [first, 0]
    assert answered("programme-awards-value", DAY + timedelta(days=1)) == first
    assert answered("programme-awards-value", DAY + timedelta(days=2)) == 0


def test_an_earlier_day_counted_late_leaves_the_later_day_as_it_was():
    awards_of_three_kinds()
    early = DAY - timedelta(days=1)
    figure = ProgrammeFigure(
        "programme-awards-value", Decimal(7), "GBP", "/support/figures/", "kind-grant+region-london"
    )
    publish_programme_figures(
        by=None, subject=SUBJECT, title="T", url="https://example.org/", on=early, figures=[figure]
    )
    assert answered("programme-awards-value", early) == 7
    assert answered("programme-awards-value", DAY) == 20_000


def answered(code: str, on: date) -> Decimal | None:
    measure = measures()[code]
    put = question(measure, {"at": on.isoformat(), "kind": "grant", "region": "london"})
    return estimate(measure, put).value


def test_the_page_of_a_measure_lists_its_parts_and_says_which_it_shows(client):
    awards_of_three_kinds()
    whole = client.get(f"/figures/programme-awards/?{LAST}").content.decode()
    assert "kind=grant" in whole
    assert "Yorkshire and The Humber" in whole
    part = client.get(f"/figures/programme-awards/?kind=grant&{LAST}").content.decode()
    assert "Awards of the support programme: grant" in part
    assert "kind=grant&amp;region=london" in part
    both = client.get(
        f"/figures/programme-awards/?kind=grant&region=london&{LAST}"
    ).content.decode()
    assert "Awards of the support programme: grant, London" in both


def test_what_cannot_be_said_is_not_said():
    nothing = Counted(0, 0, 0, 0, 0, 0, 0, None, 0, 0, 0)
    kinds = {row.kind for row in published(nothing)}
    assert not kinds & {"programme-award-rate", "programme-cost-a-launch", "programme-small-firm-share", "programme-days-to-award"}  # fmt: skip
    some = Counted(9, 8, 7_00, 4, 3, 2, 8, 40, 3, 1, 2)
    by_kind = {row.kind: row.value for row in published(some)}
    assert by_kind["programme-award-rate"] == 50
    assert by_kind["programme-small-firm-share"] == Decimal("33.3333")
    assert by_kind["programme-cost-a-launch"] == Decimal("3.50")


def test_days_to_an_award_run_from_the_first_step_to_the_first_offer():
    def at(case: int, state: State, day: int) -> Passed:
        return Passed(case, state, datetime(2026, 1, day, tzinfo=UTC))

    way = [at(1, State.ENQUIRY, 1), at(1, State.AWARDED, 11), at(2, State.ENQUIRY, 1),
           at(2, State.AWARDED, 21), at(3, State.ENQUIRY, 1)]  # fmt: skip
    assert days_to_award(way) == 15
    assert days_to_award(way[-1:]) is None


def test_the_figures_page_shows_awards_by_lot_with_what_was_set_aside_there(client):
    awards_of_three_kinds()
    found = figures(DAY, demonstration=False)
    assert list(found.by_award_lot) == [("Legal", 1, 4_000_00)]
    rows = client.get(f"/support/figures.csv?{LAST}").content.decode()
    assert "awards by lot,Legal,1,4000" in rows


def whole_number(text: str) -> Decimal:
    """The number in a text, as a page without decimal places shows it."""
    number = Decimal(re.search(r"[0-9,.]+", text)[0].replace(",", ""))
    return number.quantize(Decimal(1), ROUND_HALF_UP)


def test_every_number_of_the_figures_page_opens_to_dated_evidence_of_the_same_number(client):
    awards_of_three_kinds()
    page = client.get("/support/figures/").content.decode()
    found = re.findall(r'href="(/figures/([a-z-]+)/[^"]+)">([^<]*[0-9][^<]*)<', page)
    by_measure = {measure: (unescape(href), text) for href, measure, text in found}
    assert by_measure.keys() > {
        "programme-awards", "programme-awards-value", "programme-orders", "programme-reached",
        "programme-conversion", "programme-days-in-stage", "programme-small-firm-share",
    }  # fmt: skip
    for href, text in by_measure.values():
        opened = client.get(href).content.decode()
        [said] = re.findall(r'<p class="govuk-heading-l">([^<]+)</p>', opened)
        assert whole_number(said) == whole_number(text), href
        row = client.get(re.search(r'href="(/observations/obs[^"]+)"', opened)[1])
        assert "23 November 2026" in row.content.decode()


def test_made_up_figures_lead_to_no_evidence_and_the_page_says_so(client):
    award_of(case_at(State.DELIVERING, demonstration=True), 500_00)
    page = client.get("/support/figures/").content.decode()
    assert "never published as evidence" in page
    assert 'href="/figures/programme' not in page


def test_a_kept_page_of_figures_is_made_anew_when_anything_was_done(client):
    def enquiries() -> str:
        page = client.get("/support/figures.csv").content.decode()
        return re.search(r"stage,Enquiries,([0-9]+)", page)[1]

    first, officer = case_at(), holder(Role.PROGRAMME_OFFICER)
    assert [enquiries(), enquiries()] == ["1", "1"]
    case_at()
    assert enquiries() == "2"
    before = version()
    name_sector(case=first, by=officer, sector="Libraries")
    assert version() != before


def test_rows_of_an_editor_under_the_same_source_stay_beside_what_is_published():
    first = date(2026, 11, 1)
    figure = ProgrammeFigure("programme-awards", Decimal(5), "count", "/support/figures/")
    said = {"by": None, "subject": SUBJECT, "title": "T", "url": "https://example.org/"}
    publish_programme_figures(**said, on=first - timedelta(days=1), figures=[figure])
    source = Observation.objects.get(subject=SUBJECT).source
    editor = holder(Role.REGISTER_EDITOR)
    for subject, period, day in [(SUBJECT, "2026-11", first), (f"{SUBJECT}:rest", "", None)]:
        row = Observation(
            subject=subject, measure="programme-awards", value=Decimal(5), unit="count",
            period=period, valid_from=day, source=source, locator="a letter", digest=period or "none",
        )  # fmt: skip
        record_observation(by=editor, row=row)
    assert publish_programme_figures(**said, on=first, figures=[figure]) == 1
    assert recorded("programme-awards") == [5, 5, 5]
