"""Which figures are found in a text, and what looks like a figure and is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualise.claims.rules.quantities import find_quantities

NO_FIGURE = """
23 July 2014 | July 2014 | on 23rd July 2014 | the 23rd of July | July 23, 2014 | 2013-14 | 2013/14
2013–2014 | 1997-2010 | 1997 to 2010 | from 1997 to 2010 | in 2012 | since 2010 | 23/07/2014
23.07.2014 | 2014-07-23 | between 1997 and 2010 | between April 2012 and March 2014 | by 2015
the 1990s | FY2021 | Q2 2014 | 23–25 July 2014 | 1 to 3 May | about 2010 | up to 2014
the Companies Act 2006 | the 2014 announcement | as of 2014 | early 2012 | mid-2014 | pre-1997
the first mutual | a third party | the third sector | 21st century | 3rd | twenty-first century
the fifth anniversary | a third wave of pathfinders | first half | second half of the year
section 3 | sections 3, 4 and 5 | s.33(6) | page 4 | pp. 4-7 | Part 2 | Part Two | chapter 12
Annex 1 | Table 4 shows | paragraph 3.2.1 | version 1.2.3 | step 1 | phase two | No. 10 | Number 10
SI 2024/692 | HC 538 | Article 50 | B2B | COVID-19 | 3BM | G7 | A4 | H1N1 | 4x4 | 2D | CO-2011 | #100
one of the best | no one | one record | one day we will | each one | one another | one-to-one
at 9.30am | 10:30 | 17:00 hours | at 5 pm | 9am to 5pm | ten o'clock | 24/7 | net zero
call 020 7276 0000 | +44 20 7276 0000 | https://example.org/2014/35000 | press@example.org
zero-hours contracts | half-term | double glazing | the double-decker | a flat structure | a flat rate
in the last quarter | May I say | in May | someone | weightless | often
"""
FIGURES = """
100 mutuals in 2014 = 100
In 2014, 100 mutuals = 100
in 2014 35,000 people were employed = 35,000
On 23 July 2014 there were 100 = 100
In May 35 people joined = 35
section 3 employs 40 people = 40
Part 2 and 35 people = 35
1997 people = 1997
2014 mutuals = 2014
over 2014 mutuals = over 2014
in 2014 mutuals grew =
£2014 = £2014
hundreds of jobs = hundreds
tens of thousands = tens of thousands
scores of teams = scores
several hundred = several hundred
£millions = £millions
grew from 9 to 100 = 9 | 100
from 9 to 100 mutuals = from 9 to 100
fell from 5.2% to 2.4% = 5.2% | 2.4%
£5 to 100 people = £5 | 100
three years = three years
a three-year programme = three-year
28 days = 28 days
within 30 seconds = 30 seconds
over three years = three years
more than three years = more than three years
one per cent = one per cent
more than one mutual = more than one
half of them = half
has not doubled = doubled
9, 10 and 11 = 9 | 10 | 11
1,000 of 1,900 employees = 1,000 | 1,900
10 people in 5 teams = 10 | 5
two 12-month contracts = two | 12-month
(100) = 100
"100" = 100
nearly 100, or 50 more = nearly 100 | 50
a 20-strong team = 20
ninety per cent = ninety per cent
NEARLY £1.5 BILLION = NEARLY £1.5 BILLION
the flat was 30 per cent larger = 30 per cent
productivity was flat = flat
no growth = no growth
no change in the law =
the law is unchanged =
c.£1bn = c.£1bn
12 percentage points = 12 percentage points
5km = 5km
3 in 2014 = 3
"""


@pytest.mark.parametrize(
    "text", [part.strip() for line in NO_FIGURE.strip().splitlines() for part in line.split(" | ")]
)
def test_it_is_no_figure(text):
    assert find_quantities(text) == ()


@pytest.mark.parametrize("row", FIGURES.strip().splitlines())
def test_exactly_these_figures_are_found(row):
    text, _, listed = row.partition(" =")
    expected = [part.strip() for part in listed.split(" | ") if part.strip()]
    assert [quantity.text for quantity in find_quantities(text)] == expected


PIECES = (
    "over nearly about between and to from up as many £ £1.5bn 100 35,000 2014 half a third of "
    "two in five per cent % doubled hundreds thousand million years - – ( ) . , 12 twenty one "
    "point flat was not + k the UK"
)
WORDS = st.sampled_from(PIECES.split())


@given(st.lists(WORDS, max_size=30), st.sampled_from([" ", ""]))
def test_every_figure_is_where_it_says(words, gap):
    text = gap.join(words)
    found = find_quantities(text)
    for quantity in found:
        assert text[quantity.start : quantity.end] == quantity.text
        assert quantity.text.strip() == quantity.text != ""
        assert quantity.start <= quantity.core[0] < quantity.core[1] <= quantity.end
    for first, second in zip(found, found[1:], strict=False):
        assert first.end <= second.start


@given(st.text(max_size=200))
def test_no_text_is_too_strange_to_read(text):
    for quantity in find_quantities(text):
        assert text[quantity.start : quantity.end] == quantity.text


@given(
    st.dates(),
    st.sampled_from(["%-d %B %Y", "%B %Y", "%Y-%m-%d", "%d/%m/%Y", "%-d %b %Y", "%B %-d, %Y"]),
)
def test_a_date_is_no_figure(day, layout):
    year = 1800 + day.year % 299
    text = day.replace(year=year, day=min(day.day, 28)).strftime(layout)
    assert find_quantities(f"It was so on {text}, and so it stayed.") == ()


@given(st.integers(1800, 2098), st.integers(1, 1))
def test_a_year_and_a_range_of_years_are_no_figures(year, step):
    for text in (
        f"in {year}",
        f"since {year}",
        f"{year}-{(year + step) % 100:02}",
        f"{year}–{year + step}",
    ):
        assert find_quantities(f"The plan of {text} was kept.") == ()


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("rose by 15 per cent", 1),
        ("a rise of 15 per cent", 1),
        ("15 per cent higher", 1),
        ("+15%", 1),
        ("fell by 15 per cent", -1),
        ("a steady fall of about 15 per cent", -1),
        ("15 per cent fewer", -1),
        ("reduced absence among all its staff by 15 per cent", -1),
        ("minus 15 per cent", -1),
        ("15 per cent of staff", 0),
        ("fell to 15 per cent", 0),
        ("Costs fell. Some 15 per cent", 0),
    ],
)
def test_the_verb_gives_the_direction(text, sign):
    assert [quantity.sign for quantity in find_quantities(text)] == [sign]
