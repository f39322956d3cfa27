"""Pages of a list and the addresses between them."""

import pytest
from django.http import QueryDict
from django.template import engines
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from mutualise.govuk.paginate import MOST_PER_PAGE, hidden_inputs, paginate, with_query


@given(st.integers(0, 300), st.integers(1, 60))
def test_the_pages_together_are_the_list(total, size):
    things = list(range(total))
    pages = paginate(things, {}, per_page=size).pages
    shown = [paginate(things, {"page": str(n)}, per_page=size) for n in range(1, pages + 1)]
    assert [item for page in shown for item in page.items] == things
    assert all(page.last - page.first + 1 == len(page.items) for page in shown if total)


@pytest.mark.parametrize(
    ("asked", "number"),
    [("", 1), ("0", 1), ("-3", 1), ("abc", 1), ("²", 1), ("9" * 5000, 1), ("2", 2), ("999", 4)],
)
def test_a_page_number_out_of_reach_still_shows_a_page(asked, number):
    assert paginate(range(40), {"page": asked}, per_page=10).number == number


def test_rows_a_page_have_a_ceiling():
    assert paginate(range(2000), {"per_page": "100000"}).per_page == MOST_PER_PAGE


def test_links_keep_the_question():
    page = paginate(range(100), QueryDict("sector=health&sector=care&q=a%26b&page=2"), per_page=10)
    assert page.href(3) == "?sector=health&sector=care&q=a%26b&page=3"
    assert page.href(1) == "?sector=health&sector=care&q=a%26b"


def test_links_show_first_last_and_neighbours():
    page = paginate(range(100), {"page": "5"}, per_page=10)
    shown = [item.get("number", "…") for item in page.links()["items"]]
    assert shown == [1, "…", 4, 5, 6, "…", 10]


def test_macro_counts_and_links():
    source = '{% from "govuk/macros.html" import pagination %}{{ pagination(page, "mutuals") }}'
    render = engines["jinja2"].env.from_string(source).render
    html = render(page=paginate(range(100), {}, per_page=10))
    assert "<strong>1</strong> to <strong>10</strong> of <strong>100</strong> mutuals" in html
    assert 'href="?page=2"' in html and 'rel="next"' in html
    assert "mutuals" not in render(page=paginate([], {})), "its table says that it is empty"


def test_sorting_goes_back_to_the_first_page():
    request = RequestFactory().get("/register/?q=x&page=4&sort=name")
    assert with_query(request, sort="region") == "/register/?q=x&sort=region"


def test_a_form_carries_the_rest_of_the_question():
    params = QueryDict("q=x&as_at=2014-01-01&page=2&sector=")
    assert hidden_inputs(params, "as_at") == [("q", "x")]
