"""Who needs a second factor, which codes fit, and how often one may be wrong."""

from __future__ import annotations

import base64
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutualise.accounts.rules.roles import Held, Role
from mutualise.accounts.rules.sealing import CannotBeRead, seal, unseal
from mutualise.accounts.rules.second_factor import (
    HOW_MANY_CODES,
    NEED_IT,
    Step,
    digest_of,
    may_try,
    needs_it,
    new_recovery_codes,
    step_before,
)
from mutualise.accounts.rules.totp import (
    address_for_app,
    code_at,
    new_secret,
    step_proved,
)

TODAY = date(2026, 11, 27)
NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize("role", list(Role))
def test_roles_that_change_figures_or_money_need_it_while_they_are_held(role):
    held = Held(role, "mycsp", date(2026, 1, 1), date(2026, 12, 1))
    assert needs_it([held], TODAY) is (role in NEED_IT)
    assert not needs_it([held], date(2026, 12, 1))


def test_who_needs_it():
    assert {role.value for role in NEED_IT} == {
        "REGISTER_EDITOR", "PROGRAMME_OFFICER", "DECISION_MAKER", "FINANCE_OFFICER",
        "COMPANY_SECRETARY", "SCRUTINEER",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("needed", "factor", "proved", "step"),
    [
        (False, None, None, Step.GO_ON),
        (True, None, None, Step.SET_UP),
        (True, None, 7, Step.SET_UP),
        (True, 7, None, Step.GIVE_CODE),
        (False, 7, None, Step.GIVE_CODE),
        (True, 7, 6, Step.GIVE_CODE),
        (True, 7, 7, Step.GO_ON),
    ],
)
def test_what_comes_before_the_pages(needed, factor, proved, step):
    assert step_before(needed=needed, factor=factor, proved=proved) is step


# RFC 6238 appendix B, SHA-1, the last six of its eight figures.
@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"),
        (2000000000, "279037"), (20000000000, "353130"),
    ],
)  # fmt: skip
def test_codes_are_those_of_the_rfc(seconds, code):
    assert code_at(RFC_SECRET, seconds // 30) == code
    assert step_proved(RFC_SECRET, code, at=seconds) == seconds // 30


@given(st.integers(0, 4_000_000_000), st.integers(-4, 4))
def test_a_code_fits_one_step_either_side_and_once(seconds, away):
    step = seconds // 30 + away
    if step < 0:
        return
    code = code_at(RFC_SECRET, step)
    found = step_proved(RFC_SECRET, code, at=seconds)
    if abs(away) <= 1:
        assert found is not None
        # Taken once: neither this step nor one before it counts again.
        assert step_proved(RFC_SECRET, code, at=seconds, after=max(found, step)) is None
    elif found is not None:
        assert code_at(RFC_SECRET, found) == code


@pytest.mark.parametrize("code", ["", "28708", "2870820", "28708x", "٢٨٧٠٨٢", "-28708"])
def test_what_is_no_code_does_not_fit(code):
    assert step_proved(RFC_SECRET, code, at=59) is None


def test_a_code_may_be_typed_in_two_halves():
    assert step_proved(RFC_SECRET, " 287 082 ", at=59) == 1


def test_a_secret_has_160_bits_and_the_address_names_the_site():
    secret = new_secret()
    assert len(base64.b32decode(secret)) == 20
    assert secret != new_secret()
    said = address_for_app(secret, label="an officer@example.org", issuer="Mutualise")
    assert said == (
        f"otpauth://totp/Mutualise:an%20officer%40example.org?secret={secret}&issuer=Mutualise"
    )


def test_recovery_codes_cannot_be_guessed():
    codes = new_recovery_codes()
    assert len(set(codes)) == HOW_MANY_CODES
    # 112 bits is what lets a plain digest stand for a code (ASVS 5.0, 6.5.2).
    assert all(5 * len(code.replace("-", "")) >= 112 for code in codes)


def test_a_recovery_code_may_be_typed_carelessly():
    assert digest_of("0O1I-L000") == digest_of("oo11 1ooo")
    assert digest_of("0000") != digest_of("0001")


@given(st.lists(st.integers(0, 3 * 24 * 3600), max_size=30))
def test_five_in_a_quarter_of_an_hour_and_twenty_a_day(ago):
    wrong = [NOON - timedelta(seconds=each) for each in ago]
    quarter = sum(each < 900 for each in ago)
    day = sum(each < 86400 for each in ago)
    assert may_try(wrong, NOON) is (quarter < 5 and day < 20)


@given(st.text(max_size=200))
def test_what_is_sealed_opens_with_its_key_and_the_one_before(text):
    assert unseal(seal(text, ["new"]), ["newer", "new"]) == text
    with pytest.raises(CannotBeRead):
        unseal(seal(text, ["new"]), ["other"])
