"""Sentences of press releases as a stranger wrote them: each was once misread, missed, or found where none was."""

import pytest

from mutualise.claims.rules.characters import plain_figures
from mutualise.claims.rules.compile import NotCompilable, compile_quantity
from mutualise.claims.rules.document import BadDocument
from mutualise.claims.rules.interval import in_words
from mutualise.claims.rules.quantities import find_quantities

EMPLOYEES = "claim:employees?at=2014-07-23"


@pytest.mark.parametrize(
    ("sentence", "unit", "test"),
    [
        ("It manages £1·5bn of care.", "GBP", "£1.45 billion ≤ x < £1.55 billion"),
        ("£1.5bn's worth of services", "GBP", "£1.45 billion ≤ x < £1.55 billion"),
        ("£1.5 billion's worth of services", "GBP", "£1.45 billion ≤ x < £1.55 billion"),
        ("It broke the £1bn barrier.", "GBP", "x > £1 billion"),
        ("It went through the £1bn mark.", "GBP", "x > £1 billion"),
        ("It won through the £1bn fund.", "GBP", "£500 million ≤ x < £1.5 billion"),
        ("up by nought point one per cent", "per cent", "0.05 ≤ x < 0.15 per cent"),
        ("It fell short of 90%.", "per cent", "x < 90 per cent"),
        ("Trust is as high as 90%.", "per cent", "x ≤ 90 per cent"),
        ("Trust is as low as 5%.", "per cent", "x ≥ 5 per cent"),
        ("One employee in four owns shares.", "per cent", "23.75 ≤ x ≤ 26.25 per cent"),
        ("Nearly one employee in two", "per cent", "47.5 ≤ x < 50 per cent"),
        ("One of every four employees", "per cent", "23.75 ≤ x ≤ 26.25 per cent"),
        ("Every second member holds office.", "per cent", "47.5 ≤ x ≤ 52.5 per cent"),
        ("Almost every fourth employee", "per cent", "23.75 ≤ x < 25 per cent"),
        ("a near doubling of its headcount", "ratio", "1.9 ≤ x < 2"),
        ("a near-doubling of its headcount", "ratio", "1.9 ≤ x < 2"),
        ("grew by a factor of three", "ratio", "x ≥ 3"),
        ("Our mutuals number 100.", "count", "95 ≤ x < 105"),
        ("employs ３５，０００ people", "people", "34,500 ≤ x < 35,500 people"),
        ("employs 35,000¹ people", "people", "34,500 ≤ x < 35,500 people"),
        ("near-100 per cent of staff", "per cent", "99.5 ≤ x < 100 per cent"),
    ],
)
def test_it_is_read_as_a_careful_reader_reads_it(sentence, unit, test):
    (quantity,) = find_quantities(sentence)
    assert in_words(compile_quantity(quantity, unit), unit) == test


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("It reported double-digit growth.", "double-digit"),
        ("Growth was in single digits.", "single digits"),
        ("The number is in double figures.", "double figures"),
        ("A three-figure sum", "three-figure"),
    ],
)
def test_figures_known_by_their_digits_alone_are_found_and_untestable(sentence, words):
    (quantity,) = find_quantities(sentence)
    assert quantity.text == words
    with pytest.raises(NotCompilable):
        compile_quantity(quantity, "per cent")


@pytest.mark.parametrize(
    ("sentence", "figures"),
    [
        ("rose from £2m in 2011 to £6m in 2014", ["£2m", "£6m"]),
        ("rose from 2m in 2011 to 6m in 2014", ["2m", "6m"]),
        ("One team in three counties left.", ["three"]),
        ("We see every third year how it goes.", []),
        ("Tier 4 services and Band 5 nurses", []),
        ("Key Stage 2 pupils and Year 6 pupils", []),
        ("Stage 3 applications closed; 40 applications won.", ["40"]),
        ("cohort 2 of the scheme", []),
        ("ISBN 978-0-10-123456-7", []),
        ("certified to ISO 27001:2013 and BS 5750", []),
        ("a FTSE 100 company with 35 staff", ["35"]),
        ("since July '14", []),
        ("ext. 1234", []),
        ("press notice 45/14", []),
        ("v2.1 of the form", []),
        ("art 7(1)(f) and ss 33-34", []),
        ("it's 33 mutuals", ["33"]),
        ("[2014] EWCA Civ 123", []),
        ("a 4G network", []),
        ("70mph", ["70mph"]),
        ("1. Background", []),
        ("2.1 What 40 people did", ["40"]),
        ("2.1 million people", ["2.1 million"]),
        ("100 mutuals and counting", ["100"]),
        ("He did it for nought.", []),
    ],
)
def test_these_figures_are_found_and_no_others(sentence, figures):
    assert [quantity.text for quantity in find_quantities(sentence)] == figures


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("100<br>people", ["100"]),
        ("100<br/>200", ["100", "200"]),
        ("<b>35</b>,000 people", ["35,000"]),
        ("<p><b>35</b>,000 people</p>", ["35,000"]),
        ("35,000<sup>1</sup> people", ["35,000"]),
        ("<p>35,000<sup>[1]</sup> people</p>", ["35,000"]),
        ("35\u200b,000 people", ["35,000"]),
        ("35\u00ad,000 people", ["35,000"]),
    ],
)
def test_markup_and_what_is_invisible_cut_no_figure_and_join_none(world, text, figures):
    assert [one.text for one in world.check(text).unchecked] == figures


@pytest.mark.parametrize("block", ["{}", "<p>{}</p>"])
def test_a_claim_as_a_link_of_html_is_refused_with_its_line(world, block):
    link = block.format(f'<a href="{EMPLOYEES}">35,000 people</a>')
    with pytest.raises(BadDocument, match=r"Line 3: A claim is a link in HTML"):
        world.check(f"First.\n\n{link}\n")


def test_plain_figures_keep_every_place():
    text = "£1·5bn, ３５％, 35¹, ٣٥, a·b"
    assert plain_figures(text) == "£1.5bn, 35%, 35^, 35, a·b"


JOBS = "additional-jobs?at=2014-07-23&years=3"
MUTUALS = "live-mutuals?at=2014-07-23"
VALUE = "services-value?at=2014-07-23"
GROWTH = "staff-productivity-growth?subject=mycsp&at=2014-07-23"


@pytest.mark.parametrize(
    ("words", "link", "sentence"),
    [
        ("100 mutuals", MUTUALS, "In 2012 there were {}."),
        ("100 mutuals", MUTUALS, "By March 2013, {} had begun."),
        ("over 3,000 jobs", JOBS, "[100 mutuals](claim:live-mutuals?at=2014-07-23) made {} in two years."),
        ("raised productivity by 15 per cent month on month", GROWTH, "It has {}."),
    ],
)  # fmt: skip
def test_another_day_or_length_of_time_is_a_fault(world, words, link, sentence):
    claim = world.check(sentence.format(f"[{words}](claim:{link})")).claims[-1]
    assert {fault.code for fault in claim.faults} <= {"different-period", "wrong-unit"}
    assert claim.faults
    assert str(claim.verdict) in {"not supported", "cannot say"}


@pytest.mark.parametrize(
    ("words", "link", "sentence"),
    [
        ("100 mutuals", MUTUALS, "In 2010 there were nine; now there are {}."),
        ("100 mutuals", MUTUALS, "In 2010 ministers asked for more, and there are {}."),
        ("100 mutuals", MUTUALS, "In July 2014 there were {}."),
        ("over 3,000 jobs", JOBS, "[100 mutuals](claim:live-mutuals?at=2014-07-23) made {} in three years."),
    ],
)  # fmt: skip
def test_the_same_day_and_length_of_time_are_none(world, words, link, sentence):
    claim = world.check(sentence.format(f"[{words}](claim:{link})")).claims[-1]
    assert claim.faults == ()


@pytest.mark.parametrize("whom", ["for each mutual", "to every mutual"])
def test_a_sum_for_each_is_no_total(world, whom):
    claim = world.claim(f"nearly £1.5 billion {whom}", VALUE)
    assert [fault.code for fault in claim.faults] == ["wrong-unit"]


@pytest.mark.parametrize(
    ("day", "sentence", "codes"),
    [
        ("2014-07-23", "There are now {}.", []),
        ("2014-08-05", "There are now {}.", []),
        ("2012-07-23", "There are now {}.", ["older-figure"]),
        ("2012-07-23", "At midsummer of 2012 there were {}.", []),
        ("2018-07-23", "There are now {}.", ["different-period"]),
        ("2018-07-23", "There will be {} in 2018.", []),
    ],
)
def test_a_figure_of_another_day_than_the_announcements_must_say_so(world, day, sentence, codes):
    link = f"[100 mutuals](claim:live-mutuals?at={day})"
    (claim,) = world.check(f"---\ndate: 2014-07-23\n---\n{sentence.format(link)}").claims
    assert [fault.code for fault in claim.faults] == codes
