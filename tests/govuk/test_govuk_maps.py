"""The map of regions and nations."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualise.govuk import maps

SVG = "{http://www.w3.org/2000/svg}"
AREAS = {
    "north-east", "north-west", "yorkshire-and-the-humber", "east-midlands", "west-midlands",
    "east-of-england", "london", "south-east", "south-west", "wales", "scotland",
    "northern-ireland",
}  # fmt: skip


def test_every_region_and_nation_has_one_shape():
    root = ElementTree.fromstring(maps.region_map({"London": 3}, title="Live mutuals"))
    assert {region.slug for region in maps.drawn().regions} == AREAS
    assert len(root.findall(f".//{SVG}path")) == len(AREAS)
    titles = [element.text for element in root.iter(f"{SVG}title")]
    assert "London: 3 mutuals" in titles and "Wales: not known" in titles


def test_places_lie_where_they_should():
    def middle(slug):
        path = next(region.path for region in maps.drawn().regions if region.slug == slug)
        places = [
            tuple(map(float, place.split(","))) for place in re.findall(r"[\d.]+,[\d.]+", path)
        ]
        return [sum(place[axis] for place in places) / len(places) for axis in (0, 1)]

    assert middle("scotland")[1] < middle("north-east")[1] < middle("london")[1]
    assert middle("northern-ireland")[0] < middle("wales")[0] < middle("east-of-england")[0]


def test_a_region_leads_to_its_address_and_text_is_only_text():
    svg = maps.region_map(
        {"wales": 1}, title="<script>", noun="<b>", hrefs={"wales": "/register/?area=wales&a=1"}
    )
    assert "<script" not in svg and "<b>" not in svg
    link = ElementTree.fromstring(svg).find(f".//{SVG}a")
    assert link.get("href") == "/register/?area=wales&a=1"
    assert link.get("aria-label") == "Wales: 1 <b>"


def test_a_place_the_map_does_not_have_is_refused():
    with pytest.raises(KeyError, match="atlantis"):
        maps.region_map({"Atlantis": 3}, title="t")


def test_the_map_keeps_to_the_content_policy_and_is_drawn_the_same():
    first = maps.region_map({"london": 3}, title="t")
    maps._svg.cache_clear()
    maps.drawn.cache_clear()
    assert maps.region_map({"london": 3}, title="t") == first
    assert not re.search(r"\sstyle=|<style|\son\w+=", first)


@given(st.lists(st.integers(0, 50), min_size=1, max_size=12))
def test_every_count_has_a_step_and_nought_its_own(counts):
    lows = maps.steps(sorted(counts))
    assert lows == sorted(set(lows)) and len(lows) <= 5
    assert all(0 <= maps.step_of(count, lows) < len(lows) for count in counts)
    if 0 in counts:
        assert {maps.step_of(c, lows) for c in counts if c} & {maps.step_of(0, lows)} == set()


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), min_size=2, max_size=40))
def test_thinning_keeps_the_ends_and_invents_no_place(places):
    thin = maps.thinned(places, 2.0)
    assert (thin[0], thin[-1]) == (places[0], places[-1])
    assert set(thin) <= set(places)
