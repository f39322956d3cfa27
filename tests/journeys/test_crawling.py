"""What the pages are held against by keyboard and on paper finds what is planted."""

from __future__ import annotations

import pytest

from tests.journeys.crawling import KEYBOARD, ON_PAPER

GOOD = """<a class="govuk-skip-link" href="#main-content">Skip</a>
<main id="main-content"><h1>A page</h1>{}</main>"""
PLANTED = {
    "Reached out of its order": '<a href="/" tabindex="2">On</a>',
    "Pressed by a pointer alone": '<span role="button">Press</span>',
    "The keyboard cannot leave": '<input id="trap"><script>document.getElementById("trap")'
    '.addEventListener("keydown", event => event.key === "Tab" && event.preventDefault())</script>',
    "Not sent by Enter": '<form><input><button type="button">Send</button></form>',
    "Enter is held back": '<form><input><button>Send</button></form><script>document.forms[0]'
    '.addEventListener("keydown", event => event.key === "Enter" && event.preventDefault())</script>',
    "Looks the same": "<style>#still, #still:focus { outline: none }</style><a href='/' id='still'>On</a>",
    "No question mark": "<label>Is it enough</label>",
}  # fmt: skip


@pytest.mark.parametrize(("fault", "planted"), PLANTED.items())
def test_a_fault_by_keyboard_is_found(page, fault, planted):
    page.set_content(GOOD.format(planted))
    assert [each for each in page.evaluate(KEYBOARD) if each.startswith(fault)]


def test_a_page_that_leads_to_nothing_first_is_found_and_a_good_one_is_not(page):
    page.set_content("<main id='main-content'><a href='/'>On</a></main>")
    assert "first thing the keyboard reaches" in page.evaluate(KEYBOARD)[0]
    page.set_content(GOOD.format("<form><label>Name <input></label><button>Send</button></form>"))
    assert page.evaluate(KEYBOARD) == []


def test_what_has_no_place_on_paper_is_found(page):
    page.set_content(GOOD.format("<button>Send</button><p style='width: 3000px'>Wide</p>"))
    assert len(page.evaluate(ON_PAPER)) == 2
