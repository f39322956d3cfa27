"""No text, however made, takes more time than its length asks for.

A text of 10,000 characters takes a tenth of a second or two. Work that grew with the square of the
length would take a hundred times as long as this allows.
"""

from time import perf_counter

import pytest

from mutualise.claims.rules.document import MAXIMUM_BYTES, BadDocument

LENGTH = 10_000
SECONDS = 5
REPEATED = [
    "one two and a half million people of the ",
    "a hundred and ",
    "one-",
    "1 and ",
    "not more than about ",
    "1",
    "1,111,",
    "1.1.",
    "a",
    "[",
    "](",
    "![",
    "*a ",
    "`a``",
    "<!-- ",
    "<a ",
    "> ",
    "(",
    "half a ",
    "1 in 2 in ",
    "1 May to ",
    "section 1 and 2, ",
    "a.b-c@",
    "http://",
    "North East of ",
    "the UK and ",
    "A. B 1. ",
    "100\n",
    "100\n\n",
    "&amp;",
    "[100 mutuals](claim:live-mutuals?at=2014-07-23) ",
    "[1 2](claim:live-mutuals) in the UK ",
    "[a](claim:x ",
    " \n",
    "- ",
    "|100|200|\n",
]


@pytest.mark.parametrize("repeated", REPEATED)
def test_time_grows_with_length_only(world, repeated):
    text = (repeated * (LENGTH // len(repeated) + 1))[:LENGTH]
    start = perf_counter()
    try:
        world.check(text)
    except BadDocument as refusal:
        assert refusal.problems
    assert perf_counter() - start < SECONDS


@pytest.mark.parametrize("repeated", ["35,000 ", "two ", "1.5bn, "])
def test_a_table_of_data_is_refused_at_once(world, repeated):
    start = perf_counter()
    with pytest.raises(BadDocument, match="not a table of data"):
        world.check(repeated * (MAXIMUM_BYTES // len(repeated) - 1))
    assert perf_counter() - start < SECONDS
