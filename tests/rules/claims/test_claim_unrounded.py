"""A claim is judged by the unrounded figure, and shown with enough digits to see why."""

from decimal import Decimal

import pytest

from mutualise.claims.rules.measured import Unrounded
from mutualise.claims.rules.report import as_json

TRUSTED, RATIO = "staff-feel-trusted?subject=chcp", "headcount-ratio?subject=bit"


@pytest.mark.parametrize(
    ("words", "link", "published", "exact", "verdict", "shown"),
    [
        ("doubled its headcount", RATIO, "2.00", "1.996", "not supported", "1.996"),
        ("more than doubled its headcount", RATIO, "2.00", "2.004", "supported", "2.004"),
        ("more than doubled its headcount", RATIO, "2.12", "2.125", "supported", "2.12"),
        ("at least 90 per cent of staff", TRUSTED, "90.0", "89.96", "not supported", "89.96"),
        ("over 90 per cent of staff", TRUSTED, "90.0", "90.000004", "supported", "90.000004"),
    ],
)
def test_a_figure_near_a_bound_is_judged_unrounded_and_shown_to_the_digit_that_decides(
    world, words, link, published, exact, verdict, shown
):
    rounded, whole = Decimal(published), Decimal(exact)
    world.plant(
        link.partition("?")[0],
        value=rounded, lower=rounded, upper=rounded, unrounded=Unrounded(whole, whole, whole),
    )  # fmt: skip
    claim = world.claim(words, link)
    assert (str(claim.verdict), claim.value) == (verdict, Decimal(shown))
    assert shown in claim.reason
    (told,) = as_json(world.check(f"[{words}](claim:{link})"))["claims"]
    assert told["value"] == told["range"]["lower"] == shown
