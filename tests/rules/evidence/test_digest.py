"""The same fact has one digest; any difference in what it says gives another."""

import hashlib
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualise.evidence.rules import digest

FACT = {
    "subject": "chcp",
    "measure": "employees",
    "qualifier": "=",
    "value": Decimal(1400),
    "unit": "people",
    "valid_from": date(2012, 10, 18),
    "valid_until": date(2012, 10, 19),
    "area": "england",
    "quality": "OBSERVED",
    "base": None,
    "base_count": None,
    "population_count": None,
    "source": "cabinet-office-ambassadors-2012",
    "locator": "list of ambassadors",
    "note": None,
}


def test_digest_is_of_the_canonical_json_written_out_by_hand():
    by_hand = (
        '{"area":"england","base":null,"base_count":null,"locator":"list of ambassadors",'
        '"measure":"employees","note":null,"population_count":null,"qualifier":"=",'
        '"quality":"OBSERVED","source":"cabinet-office-ambassadors-2012","subject":"chcp",'
        '"unit":"people","valid_from":"2012-10-18","valid_until":"2012-10-19","value":"1400"}'
    )
    assert digest.canonical_content(FACT) == by_hand
    assert digest.content_digest(FACT) == hashlib.sha256(by_hand.encode()).hexdigest()


@pytest.mark.parametrize(
    "value",
    ["1400", "1400.00", " 1400 ", 1400, Decimal("1.4E+3"), Decimal("1400.0000")],
)
def test_digest_does_not_depend_on_how_the_number_is_written(value):
    assert digest.content_digest({**FACT, "value": value}) == digest.content_digest(FACT)


def test_digest_does_not_depend_on_the_order_of_keys_or_on_dates_as_text():
    turned = dict(reversed(FACT.items()))
    turned |= {
        "valid_from": "2012-10-18",
        "valid_until": "2012-10-19",
        "note": "",
        "base": "  ",
    }
    assert digest.content_digest(turned) == digest.content_digest(FACT)


def test_digest_treats_composed_and_decomposed_letters_alike():
    composed, decomposed = {**FACT, "note": "caf\u00e9"}, {**FACT, "note": "cafe\u0301"}
    assert digest.content_digest(composed) == digest.content_digest(decomposed)


@pytest.mark.parametrize("key", digest.CONTENT_KEYS)
def test_digest_changes_when_any_one_part_of_the_fact_changes(key):
    other = "7" if key in digest.NUMERIC_KEYS else "something else"
    assert digest.content_digest({**FACT, key: other}) != digest.content_digest(FACT)


@pytest.mark.parametrize(
    "value",
    [1.5, True, float("nan"), datetime(2014, 7, 23), Decimal("NaN"), "many", ["1"]],
)
def test_digest_refuses_a_value_without_an_exact_form(value):
    with pytest.raises(digest.ContentValueWrong):
        digest.content_digest({**FACT, "value": value})


def test_digest_refuses_missing_and_unknown_parts_and_names_them():
    without = {key: value for key, value in FACT.items() if key != "unit"}
    with pytest.raises(digest.ContentKeysWrong, match=r"missing: unit; unknown: colour"):
        digest.content_digest({**without, "colour": "red"})


@given(
    st.decimals(
        allow_nan=False,
        allow_infinity=False,
        places=4,
        min_value=-(10**12),
        max_value=10**12,
    )
)
def test_plain_decimal_keeps_the_value_and_has_no_exponent_or_trailing_zero(number):
    text = digest.plain_decimal(number)
    assert Decimal(text) == number
    assert "E" not in text.upper()
    assert not ("." in text and text.endswith(("0", ".")))
    assert text != "-0"


# Letters that can be written in two ways, blanks of several kinds, and a few more.
WRITTEN = st.text("aeA\u00e9\u0301\u00a0 \t\n0.\U0001f600", max_size=8)


@given(WRITTEN, WRITTEN)
def test_different_texts_have_different_digests(first, second):
    same = digest.canonical_value("note", first) == digest.canonical_value("note", second)
    first_digest = digest.content_digest({**FACT, "note": first})
    assert (first_digest == digest.content_digest({**FACT, "note": second})) is same
