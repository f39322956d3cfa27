"""Markdown in, pieces and claims out: what is text, what is refused, and on which line."""

import pytest

from mutualise.claims.rules.document import MAXIMUM_BYTES, BadDocument, read_document


def unchecked(world, text):
    return [(quantity.text, quantity.line) for quantity in world.check(text).unchecked]


def problems(world, text):
    with pytest.raises(BadDocument) as caught:
        world.check(text)
    return caught.value.problems


MARKDOWN = [
    ("# 100 mutuals", [("100", 1)]),
    ("words\n\n## 100 mutuals", [("100", 3)]),
    ("- 100 mutuals\n- 200 more", [("100", 1), ("200", 2)]),
    ("1. first\n2. second", []),
    ("3. 100 mutuals", [("100", 1)]),
    ("> 100 mutuals\n> and 12 more", [("100", 1), ("12", 2)]),
    ("> - 100 mutuals", [("100", 1)]),
    ("> " * 30 + "100 mutuals", [("100", 1)]),
    ("| a | b |\n|---|---|\n| 100 | 200 |", [("100", 3), ("200", 3)]),
    ("`100 mutuals`", [("100", 1)]),
    ("```\nwords\n100 mutuals\n```", [("100", 3)]),
    ("words\n\n    100 mutuals", [("100", 3)]),
    ("![100 mutuals](chart.png)", [("100", 1)]),
    ("[100 mutuals](https://example.org/35000)", [("100", 1)]),
    ("see <https://example.org/35000>", []),
    ("**100** mutuals", [("100", 1)]),
    ("~~100~~ mutuals", [("100", 1)]),
    ("nearly\n£1.5 billion", [("nearly £1.5 billion", 1)]),
    ("one\ntwo three\n\nwords 100", [("two", 2), ("three", 2), ("100", 4)]),
    ("<!-- 100 mutuals -->", []),
    ("words <!-- 100\nmutuals --> and 12 more", [("12", 2)]),
    ("<!--\n100\n-->\n\n12 more", [("12", 5)]),
    ("<div>\n100 mutuals\n</div>", [("100", 2)]),
    ("<p>&pound;5m</p>", [("£5m", 1)]),
    ("<script>var x = 100;</script>", []),
    ('[words](https://example.org "100 mutuals")', [("100", 1)]),
    ('[words][a]\n\n[a]: https://example.org "100 mutuals"', [("100", 1)]),
    ('one\n![words](chart.png "100 mutuals")', [("100", 2)]),
    ('words <abbr title="100 mutuals">many</abbr>', [("100", 1)]),
    (
        '<div>\n<img src="a.png" alt="100 mutuals"\n title=\'12 more\'>\n</div>',
        [("100", 2), ("12", 2)],
    ),
    ("<!-- <img alt='100 mutuals'> -->", []),
    ("100&nbsp;mutuals", [("100", 1)]),
    ("\\100 mutuals", [("100", 1)]),
    ("line one\r\n100 mutuals\r\n", [("100", 2)]),
    ("\ufeff100 mutuals", [("100", 1)]),
    ("---\ndate: 2014-07-23\ntitle: 100 mutuals\n---\n\n12 more", [("100", 3), ("12", 6)]),
    ("---\ntitle: >-\n  Mutuals:\n  100 of them\nby: 12 people\n---\n", [("100", 4)]),
    ("---\n100 mutuals", [("100", 2)]),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), MARKDOWN)
def test_text_is_read_and_marks_are_not(world, text, expected):
    assert unchecked(world, text) == expected


def test_a_claim_may_span_lines_marks_and_reference_links(world):
    text = (
        "Now [**100** public\nservice mutuals][m] and *[35,000 people](<claim:employees>)*\n\n"
        "[m]: claim:live-mutuals?at=2014-07-23"
    )
    first, second = world.check(text).claims
    assert (first.text, first.line, first.params) == (
        "100 public service mutuals",
        1,
        {"at": "2014-07-23"},
    )
    assert (second.text, second.line) == ("35,000 people", 2)


def test_the_words_around_a_link_belong_to_its_figure(world):
    claim = world.claim("3,000 jobs", "additional-jobs", "They made more than {} so far.")
    assert claim.test_words == "x > 3,000 people"
    assert claim.sentence == "They made more than 3,000 jobs so far."


def test_a_claim_is_read_with_its_own_sentence(world):
    claim = world.claim("35,000 people", "employees", "A start. In total {} work. An end.")
    assert claim.sentence == "In total 35,000 people work."


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("hundreds of people", "hundreds"),
        ("tens of thousands of people", "tens of thousands"),
        ("several hundred people", "several hundred"),
        ("many people", "no figure"),
        ("100 mutuals and 35,000 people", "split"),
        ("not exactly 35,000 people", "not exactly"),
        ("between 200 and 100 people", "backwards"),
        ("5 km", "5 km"),
    ],
)
def test_words_that_give_no_test_cannot_be_judged(world, words, reason):
    claim = world.claim(words, "employees")
    assert str(claim.verdict) == "cannot say"
    assert claim.test is None
    assert reason in claim.reason


def test_vague_amounts_outside_a_link_are_unchecked(world):
    assert unchecked(world, "thousands of people") == [("thousands", 1)]


def test_a_denied_change_cannot_be_judged(world):
    claim = world.claim("has not doubled", "headcount-ratio?subject=bit")
    assert str(claim.verdict) == "cannot say"
    assert "denies" in claim.reason


BAD_LINKS = [
    ("claim:live-mutuals?at=2014-7-23", "YYYY-MM-DD"),
    ("claim:live-mutuals?at=2014-02-30", "YYYY-MM-DD"),
    ("claim:live-mutuals?at=23-07-2014", "YYYY-MM-DD"),
    ("claim:live-mutuals?at=", "name=value"),
    ("claim:live-mutuals?at", "name=value"),
    ("claim:live-mutuals?=2014-07-23", "name=value"),
    ("claim:live-mutuals?at=2014-07-23&at=2014-07-23", "twice"),
    ("claim:live-mutuals?at=2014-07-23&", "name=value"),
    ("claim:live-mutuals?day=2014-07-23", "not a parameter"),
    ("claim:live-mutuals?area=narnia", "area"),
    ("claim:live-mutuals?years=three", "years"),
    ("claim:live-mutuals?years=0", "years"),
    ("claim:live-mutuals?from=2010&to=1997", "before it starts"),
    ("claim:live-mutuals?from=2010-13", "YYYY"),
    ("claim:live-mutuals?subject=%20", "code"),
    ("claim:live-mutuals?subject=a%3Cb", "code"),
    ("claim:", "name of a measure"),
    ("claim:Live_Mutuals", "name of a measure"),
    ("claim:../secret", "name of a measure"),
]


@pytest.mark.parametrize(("address", "remedy"), BAD_LINKS)
def test_a_claim_link_that_cannot_be_read_is_refused_with_its_line(world, address, remedy):
    (problem,) = problems(world, f"words\n\n[100 mutuals]({address})")
    assert problem.line == 3
    assert remedy in problem.message
    assert str(problem).startswith("Line 3: ")


@pytest.mark.parametrize(
    "text",
    [
        "[100 mutuals](claim:live-mutuals?at=2014 07 23)",
        "[100 mutuals] (claim:live-mutuals)",
        "[](claim:live-mutuals)",
        "[ ](claim:live-mutuals)",
        "<claim:live-mutuals>",
        "![100 mutuals](claim:live-mutuals)",
    ],
)
def test_a_broken_claim_is_never_passed_over_in_silence(world, text):
    assert [problem.line for problem in problems(world, f"words\n{text}")] == [2]


def test_every_problem_is_listed_at_once(world):
    text = (
        "---\ndate: yesterday\n---\n[1](claim:live-mutuals?at=x)\n\n[2](claim:live-mutuals?b=1)\n"
    )
    assert [problem.line for problem in problems(world, text)] == [2, 4, 6]


def test_every_unknown_measure_is_listed_with_its_line(world):
    text = "[1](claim:nothing)\n\n[100 mutuals](claim:live-mutuals)\n\n[2](claim:nonsense)"
    found = problems(world, text)
    assert [(problem.line, "no measure" in problem.message) for problem in found] == [
        (1, True),
        (5, True),
    ]


@pytest.mark.parametrize("words", ["unchanged", "no change", "static", "flat", "zero growth"])
def test_a_link_makes_any_word_for_no_change_a_figure(world, words):
    claim = world.claim(words, "public-service-productivity-growth?from=1997&to=2010")
    assert claim.test_words == "−0.1 < x < 0.1 per cent a year"


def test_front_matter_may_hold_comments_and_other_keys(world):
    text = "---\ndate: 2014-07-23 # the day\nsource: >-\n  date: none\n---\nwords"
    assert str(world.check(text).date) == "2014-07-23"


@pytest.mark.parametrize("day", ["2014-02-30", "23 July 2014", "20140723", ""])
def test_a_bad_date_in_the_front_matter_is_refused(world, day):
    (problem,) = problems(world, f"---\ntitle: T\ndate: {day}\n---\n")
    assert (problem.line, "YYYY-MM-DD" in problem.message) == (3, True)


def test_nul_bytes_and_oversized_documents_are_refused(world):
    (problem,) = problems(world, "fine\nnot\0fine")
    assert (problem.line, "NUL" in problem.message) == (2, True)
    (problem,) = problems(world, "é" * (MAXIMUM_BYTES // 2 + 1))
    assert "1 MB" in problem.message


def test_nesting_too_deep_to_read_is_refused_rather_than_dropped(world):
    (problem,) = problems(world, "> " * 150 + "100 mutuals")
    assert "nested" in problem.message


def test_the_title_comes_from_the_front_matter_or_the_first_heading():
    assert read_document("---\ntitle: 'One'\n---\n# Two").title == "One"
    assert read_document("words\n\n## Two *words*\n\n# Three").title == "Two words"
    assert read_document("words").title == ""
    assert read_document("---\ntitle: >-\n  One\n  more\n---\n# Two").title == "One more"


def test_a_figure_in_the_title_of_the_front_matter_is_bound_as_any_other(world):
    title = "[100 mutuals](claim:live-mutuals?at=2014-07-23&area=england-and-wales) in England and Wales"
    found = world.check(f'---\ntitle: "{title}"\ndate: 2014-07-23\n---\n\nwords')
    assert found.title == "100 mutuals in England and Wales"
    (claim,) = found.claims
    assert (claim.text, claim.line, claim.verdict, found.unchecked) == (
        "100 mutuals",
        2,
        "supported",
        (),
    )
