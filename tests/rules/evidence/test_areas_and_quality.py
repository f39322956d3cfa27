"""Areas hold one another, and qualities are ordered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualise.evidence.rules import areas, quality
from mutualise.evidence.rules.quality import Quality

slugs = st.sampled_from(sorted(areas.AREAS))


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("the United Kingdom", "united-kingdom"),
        ("UK", "united-kingdom"),
        ("England  and Wales", "england-and-wales"),
        ("yorkshire and the humber", "yorkshire-and-the-humber"),
        ("E12000003", "yorkshire-and-the-humber"),
        ("south-west", "south-west"),
    ],
)
def test_an_area_is_found_by_slug_label_name_or_code(text, slug):
    assert areas.area_of(text).slug == slug


@pytest.mark.parametrize("text", ["", "Europe", "Englandshire", "the", "x" * 1000])
def test_an_unknown_area_is_refused_with_the_known_ones(text):
    with pytest.raises(areas.AreaUnknown, match="england-and-wales"):
        areas.area_of(text)


def test_england_and_wales_holds_its_parts_and_not_scotland():
    assert areas.lies_in("england", "england-and-wales")
    assert areas.lies_in("south-west", "england-and-wales")
    assert areas.lies_in("england-and-wales", "united-kingdom")
    assert not areas.lies_in("scotland", "england-and-wales")
    assert not areas.lies_in("england-and-wales", "england")


def test_england_has_nine_regions_and_the_united_kingdom_holds_every_area():
    assert len(areas.areas_within("england")) == 10
    assert areas.areas_within("united-kingdom") == frozenset(areas.AREAS)


@given(slugs, slugs, slugs)
def test_holding_is_reflexive_antisymmetric_and_transitive(one, two, three):
    assert areas.lies_in(one, one)
    if areas.lies_in(two, one) and areas.lies_in(one, two):
        assert one == two
    if areas.lies_in(two, one) and areas.lies_in(three, two):
        assert areas.lies_in(three, one)


def test_no_two_areas_share_a_name_or_a_code():
    listed = [
        name.casefold() for area in areas.AREAS.values() for name in (area.label, *area.names)
    ]
    assert len(listed) == len(set(listed)) == len(areas.names())
    assert len({area.gss_code for area in areas.AREAS.values()}) == len(areas.AREAS)


def test_a_name_of_no_area_holds_nothing():
    assert not areas.lies_in("europe", "england")
    assert not areas.lies_in("england", "europe")
    assert areas.lies_in("europe", "europe")
    with pytest.raises(areas.AreaUnknown):
        areas.label_of("England")


def test_audited_accounts_are_best_and_an_announcement_is_worst():
    assert quality.best([Quality.CLAIMED, Quality.STATED, Quality.FILED]) is Quality.FILED
    assert sorted(Quality, key=lambda item: item.rank) == list(Quality)
    assert next(iter(Quality)) is Quality.AUDITED
    assert list(Quality)[-1] is Quality.CLAIMED


def test_only_an_assertion_without_method_is_no_measurement():
    assert [item for item in Quality if not item.is_measurement] == [Quality.CLAIMED]


def test_every_quality_has_words():
    assert len({item.wording for item in Quality}) == len(Quality)


def test_quality_is_read_in_any_case_and_refused_with_the_known_ones():
    assert quality.quality_of(" returned ") is Quality.RETURNED
    with pytest.raises(quality.QualityUnknown, match="AUDITED"):
        quality.quality_of("GOOD")
