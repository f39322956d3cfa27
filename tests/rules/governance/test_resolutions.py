"""What passes a resolution, to the single vote, and why."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualise.governance.rules.days import (
    clear_days,
    deemed_given,
    earliest_meeting,
    latest_notice,
    proxies_until,
)
from mutualise.governance.rules.meetings import (
    Form,
    Present,
    channel_check,
    lapses_on,
    notice_check,
    quorum_check,
    special_notice_check,
    words_check,
)
from mutualise.governance.rules.resolution_kinds import (
    Channel,
    Over,
    ResolutionUnreadable,
    parse_kind,
)
from mutualise.governance.rules.resolutions import (
    Count,
    CountImpossible,
    Meeting,
    Verdict,
    Votes,
    decide,
    least,
)

FOLDER = Path(__file__).resolve().parents[3] / "definitions/resolutions"
KINDS = {path.stem: parse_kind(path.read_text(), path.name) for path in FOLDER.glob("*.yaml")}
DAY = date(2026, 3, 2)


def at(votes_for, against, eligible, *, day=DAY, **more):
    return Meeting(day, Votes(Count(votes_for, against, eligible, **more)))


def test_a_special_resolution_at_exactly_75_per_cent_passes_and_one_vote_less_fails():
    passed = decide(KINDS["company-special"], at(75, 25, 300))
    assert passed.passed
    assert (
        "75 of 100 valid votes were for; at least three quarters are needed, which is 75"
        in passed.words
    )
    assert "Companies Act 2006 section 283(4) and (5)" in passed.words
    assert not decide(KINDS["company-special"], at(74, 26, 300)).passed
    assert not decide(KINDS["company-special"], at(749_999, 250_001, 10**6)).passed


def test_an_ordinary_resolution_at_exactly_50_per_cent_fails_and_one_vote_more_passes():
    failed = decide(KINDS["company-ordinary"], at(50, 50, 300))
    assert failed.verdict is Verdict.NOT_PASSED
    assert "50 of 100 valid votes were for; more than half are needed, which is 51" in failed.words
    assert "Companies Act 2006 section 282(3) and (4)" in failed.words
    assert decide(KINDS["company-ordinary"], at(51, 50, 300)).passed


def test_a_written_resolution_with_60_per_cent_of_votes_cast_but_40_per_cent_of_members_fails():
    votes = at(48, 32, 120)
    assert decide(KINDS["company-ordinary"], votes).passed
    failed = decide(KINDS["company-ordinary-written"], votes)
    assert not failed.passed
    assert (
        "48 of 120 votes of everybody entitled were for; more than half are needed, which is 61"
        in failed.words
    )
    assert "whoever did not sign counts as not for" in failed.words
    assert "Companies Act 2006 section 282(2)" in failed.words


def test_a_society_conversion_with_80_per_cent_for_and_45_per_cent_turnout_fails():
    failed = decide(KINDS["society-conversion"], at(72, 18, 200))
    assert failed.verdict is Verdict.NOT_PASSED
    assert [clause.section for clause in failed.failing] == [
        "Co-operative and Community Benefit Societies Act 2014 section 113(2)(b)"
    ]
    assert (
        "90 of 200 votes of everybody entitled were given; at least half are needed, which is 100"
        in failed.words
    )
    assert "section 113(2)(a)" not in failed.words  # the majority was met


def test_a_society_conversion_needs_a_second_meeting_inside_14_days_to_one_month():
    kind, first = KINDS["society-conversion"], at(80, 20, 200)
    waiting = decide(kind, first)
    assert waiting.verdict is Verdict.AWAITS_SECOND
    assert (waiting.second_from, waiting.second_until) == (date(2026, 3, 16), date(2026, 4, 2))
    assert "from 16 March 2026 to 2 April 2026" in waiting.words
    for day, verdict in (
        (date(2026, 3, 15), Verdict.NOT_PASSED),
        (date(2026, 3, 16), Verdict.PASSED),
        (date(2026, 4, 2), Verdict.PASSED),
        (date(2026, 4, 3), Verdict.NOT_PASSED),
    ):
        assert decide(kind, first, at(30, 20, 200, day=day)).verdict is verdict
    tie = decide(kind, first, at(25, 25, 200, day=date(2026, 3, 20)))
    assert [clause.section[-9:] for clause in tie.failing] == ["113(2)(d)"]


def test_a_society_conversion_goes_to_the_authority_within_14_days_of_the_second_meeting():
    kind, first = KINDS["society-conversion"], at(80, 20, 200)
    done = decide(kind, first, at(30, 20, 200, day=date(2026, 3, 20)))
    assert done.file_by == date(2026, 4, 3)
    assert "It takes effect only when they have registered it." in done.words
    assert "those of section 113 were not read" in done.words


def test_an_amalgamation_is_two_thirds_then_a_majority_and_is_filed_within_14_days():
    kind = KINDS["society-amalgamation"]
    assert not decide(kind, at(199, 101, 900)).passed
    done = decide(kind, at(200, 100, 900), at(51, 49, 900, day=date(2026, 3, 20)))
    assert done.passed and done.file_by == date(2026, 4, 3)
    assert "takes effect only when they have registered it" in done.words


def test_abstentions_and_spoiled_papers_stand_apart_and_enter_no_fraction():
    without = decide(KINDS["company-special"], at(75, 25, 300))
    with_them = decide(KINDS["company-special"], at(75, 25, 300, abstained=60, spoiled=7))
    assert without.clauses == with_them.clauses
    assert "Abstentions: 60. Spoiled papers: 7. Neither is a vote." in with_them.words


def test_nobody_voting_passes_nothing():
    for kind in KINDS.values():
        nothing = Votes(Count(0, 0, 0), {"staff": Count(0, 0, 0)}, Count(0, 0, 0))
        assert decide(kind, Meeting(DAY, nothing)).verdict is Verdict.NOT_PASSED


def test_a_double_majority_needs_every_class():
    kind = KINDS["double-majority"]
    votes = Votes(Count(90, 20, 200), {"staff": Count(85, 10, 150), "users": Count(5, 10, 50)})
    failed = decide(kind, Meeting(DAY, votes))
    assert [clause.number for clause in failed.failing] == [5]
    assert "of the class “users”" in failed.words
    with pytest.raises(CountImpossible, match="count each class"):
        decide(kind, at(90, 20, 200))


def test_a_special_resolution_is_filed_within_15_days():
    assert decide(KINDS["company-special"], at(3, 1, 9)).file_by == date(2026, 3, 17)


def test_impossible_counts_are_refused_with_a_remedy():
    with pytest.raises(CountImpossible, match="101 votes were given and only 100 may be"):
        Count(60, 41, 100)
    with pytest.raises(CountImpossible, match="votes for"):
        Count(-1, 0, 100)
    with pytest.raises(CountImpossible, match="0.5"):
        Count(0.5, 0, 100)
    with pytest.raises(CountImpossible, match="one meeting"):
        decide(KINDS["company-special"], at(3, 1, 9), at(3, 1, 9, day=date(2026, 4, 1)))


@given(
    st.sampled_from(sorted(KINDS)),
    st.integers(0, 10**6),
    st.integers(0, 10**6),
    st.integers(0, 10**6),
)
def test_one_more_vote_for_never_turns_a_pass_into_a_failure(name, votes_for, against, silent):
    eligible = votes_for + against + silent + 1

    def outcome(number):
        count = Count(number, against, eligible)
        result = decide(KINDS[name], Meeting(DAY, Votes(count, {"staff": count}, count)))
        return result.verdict is not Verdict.NOT_PASSED

    assert outcome(votes_for) <= outcome(votes_for + 1)


@given(st.sampled_from(sorted(KINDS)), st.integers(1, 10**12))
def test_the_number_needed_is_the_exact_boundary(name, base):
    for stage in KINDS[name].stages:
        for test in stage.tests:
            needed = least(test, base)
            share, below = Fraction(needed, base), Fraction(needed - 1, base)
            if test.strict:
                assert share > test.fraction >= below
            else:
                assert share >= test.fraction > below


@given(st.sampled_from(sorted(KINDS)), st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_a_vote_in_silence_never_helps(name, votes_for, against, silent):
    kind = KINDS[name]
    if any(test.over is Over.ELIGIBLE for test in kind.stages[0].tests):
        fewer = Count(votes_for, against, votes_for + against + silent)
        more = Count(votes_for, against, votes_for + against + silent + 1)
        passes = [
            decide(kind, Meeting(DAY, Votes(each))).verdict is not Verdict.NOT_PASSED
            for each in (fewer, more)
        ]
        assert passes[1] <= passes[0]


def test_notice_is_14_clear_days_weekends_counted_and_21_for_a_public_companys_annual_meeting():
    sent = date(2026, 11, 2)
    assert notice_check(Form.PRIVATE_COMPANY, sent, date(2026, 11, 17), annual=False).holds
    short = notice_check(Form.PRIVATE_COMPANY, sent, date(2026, 11, 16), annual=False)
    assert not short.holds
    assert (
        "is 13 clear days; 14 are needed, so it had to be given by 1 November 2026" in short.words
    )
    assert not notice_check(Form.PUBLIC_COMPANY, sent, date(2026, 11, 23), annual=True).holds
    assert notice_check(Form.PUBLIC_COMPANY, sent, date(2026, 11, 24), annual=True).holds
    assert not notice_check(
        Form.PRIVATE_COMPANY, sent, date(2026, 11, 17), annual=False, own=21
    ).holds
    assert notice_check(Form.SOCIETY, sent, date(2026, 11, 10), annual=False, own=7).holds


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 60))
def test_the_earliest_meeting_and_the_latest_notice_agree(day, notice):
    meeting = earliest_meeting(day, notice)
    assert clear_days(day, meeting) == notice
    assert latest_notice(meeting, notice) == day


def test_days_agree_with_the_explanatory_notes_of_the_act():
    # Note 573: Tuesday after a bank holiday Monday, back to the previous Thursday.
    assert proxies_until(datetime(2026, 5, 26, 15)) == datetime(2026, 5, 21, 15)
    # Note 1475: posted Friday at 3 pm, delivered Tuesday at 3 pm, or Wednesday after a bank holiday.
    assert deemed_given(datetime(2026, 5, 15, 15)) == datetime(2026, 5, 19, 15)
    assert deemed_given(datetime(2026, 5, 22, 15)) == datetime(2026, 5, 27, 15)


def test_a_removal_needs_a_meeting_and_28_clear_days_special_notice():
    kind = KINDS["company-remove-director"]
    refused = channel_check(kind, Channel.WRITING)
    assert not refused.holds and "section 288(2)(a)" in refused.words
    meeting = date(2026, 6, 30)
    assert special_notice_check(kind, date(2026, 6, 1), date(2026, 5, 1), meeting).holds
    late = special_notice_check(kind, date(2026, 6, 2), date(2026, 5, 1), meeting)
    assert not late.holds and "27 clear days" in late.words
    # Called after the notice came in, for a day 28 days or less ahead: in time (section 312(4)).
    assert special_notice_check(kind, date(2026, 6, 2), date(2026, 6, 3), meeting).holds
    assert not special_notice_check(kind, None, date(2026, 5, 1), meeting).holds


def test_the_removal_of_a_director_is_notified_to_companies_house_within_14_days():
    done = decide(KINDS["company-remove-director"], at(51, 49, 200))
    assert done.file_by == date(2026, 3, 16)
    assert (
        "Send notice that the director has left (form TM01) to Companies House by 16 March 2026"
        in done.words
    )
    assert "section 167G, which replaced section 167 on 18 November 2025" in done.words
    auditor = decide(KINDS["company-remove-auditor"], at(51, 49, 200))
    assert auditor.file_by is None and "Send" not in auditor.words


def test_a_special_resolution_is_special_only_when_the_text_says_so():
    kind = KINDS["company-special"]
    assert words_check(
        kind, "To pass as a Special\n  Resolution: that the articles be changed"
    ).holds
    refused = words_check(kind, "That the articles be changed")
    assert not refused.holds and "does not say “special resolution”" in refused.words


def test_two_proxies_of_one_member_are_no_quorum():
    a, b = Present("a", "a"), Present("b", "b")
    assert quorum_check([a, b]).holds
    assert not quorum_check([a]).holds
    assert quorum_check([a], members=1).holds
    assert not quorum_check([Present("p", "a", False), Present("q", "a", False)]).holds
    assert quorum_check([Present("p", "a", False), Present("q", "b", False)]).holds
    # One person who is a member and another's proxy is one person.
    assert not quorum_check([b, Present("b", "a", False)]).holds


def test_a_written_resolution_lapses_28_days_from_circulation_that_day_counted():
    assert lapses_on(date(2026, 11, 1), KINDS["company-special-written"].lapse_days) == date(
        2026, 11, 28
    )


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        (
            'at_least: "3/4"',
            "at_least: 0.75",
            r"stages\[1\]\.tests\[1\]\.at_least: 0\.75: write a ratio",
        ),
        ('at_least: "3/4"', 'at_least: "5/4"', "at most one"),
        ("over: cast", "over: present", "use one of: cast, eligible"),
        ("code: company-special", "code: special", "name the file"),
        ("review_by: 2027-09-30", "", "add this key"),
        ("channel: meeting", "channel: meeting\nmajority: high", "remove it"),
    ],
)
def test_an_unreadable_kind_names_file_key_value_and_remedy(old, new, place):
    text = (FOLDER / "company-special.yaml").read_text().replace(old, new, 1)
    with pytest.raises(ResolutionUnreadable, match=place) as refused:
        parse_kind(text, "company-special.yaml")
    assert str(refused.value).startswith("company-special.yaml: ")


def test_no_float_stands_in_the_rules_of_governance():
    folder = Path(__file__).resolve().parents[3] / "src/mutualise/governance/rules"
    names = ("resolutions.py", "resolution_kinds.py", "meetings.py", "days.py")
    for name in names:
        text = (folder / name).read_text()
        assert "float(" not in text and " / " not in text.replace('"/"', ""), name


def test_every_kind_says_who_checked_it_and_which_sections_were_read():
    assert len(KINDS) >= 12
    for kind in KINDS.values():
        assert kind.sources and kind.checked_by and kind.review_by > kind.valid_from
    assert KINDS["company-special"].wholly_read
    assert not KINDS["company-remove-director"].wholly_read
