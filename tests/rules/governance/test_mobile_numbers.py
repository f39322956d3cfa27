"""Which numbers get texts, and how a text with a code is worded so that every telephone shows it."""

from __future__ import annotations

import pytest

from mutualise.governance.rules.code_text import (
    BASIC,
    MOST,
    Poll,
    TextTooLong,
    code_text,
    parts,
    plain,
    size,
)
from mutualise.governance.rules.mobile import NotAMobile, read_mobile, shared_by, spoken_mobile

CODE = "7QK2-94XD-HT4P-M3RV"
POLL = Poll(
    body="Demonstration staff mutual", title="Directors of the nurses and therapists",
    opens="1 December 2026", until="until 5pm on 20 December 2026",
    vote_at="https://vote.example.org/vote/", roll_at="https://vote.example.org/elections/EL-0001/roll/",
)  # fmt: skip


@pytest.mark.parametrize(
    "typed",
    ["07700 900123", "+447700900123", "0044 7700 900 123", "+44 (0)7700-900123", "7700900123"],
)
def test_a_number_is_one_number_however_it_is_typed(typed):
    """A spreadsheet takes the nought away."""
    assert read_mobile(typed) == "+447700900123"
    assert spoken_mobile(read_mobile(typed)) == "07700 900123"


def test_a_mobile_of_the_islands_is_in_the_plan_of_the_uk():
    assert read_mobile("07797 712345") == "+447797712345"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("020 7946 0000", "not a mobile number"),
        ("070 1234 5678", "not a mobile number"),
        ("076 1234 5678", "no number that is in use"),
        ("+353 85 123 4567", "not a number of the UK"),
        ("07700 90012", "no number that is in use"),
        ("07700 9001234", "no number that is in use"),
        ("07911 123456 ext 3", "extension"),
        ("none", "not a telephone number"),
        ("1", "not a telephone number"),
    ],
)
def test_what_gets_no_text_is_refused_with_the_reason_and_the_remedy(typed, why):
    with pytest.raises(NotAMobile, match=why) as refused:
        read_mobile(typed)
    assert typed in str(refused.value) and "Give a UK mobile number" in str(refused.value)


def test_members_who_share_a_number_are_named():
    assert shared_by(
        {9: "+447700900001", 4: "+447700900001", 5: "+447700900002", 6: "", 7: ""}
    ) == {"+447700900001": [4, 9]}


def test_a_text_says_first_who_sends_it_and_has_the_code_and_the_address():
    text = code_text(POLL, CODE)
    assert text.startswith("Demonstration staff mutual: your code to vote in ")
    assert CODE in text and "https://vote.example.org/vote/ " in text and "5pm on 20 Dec" in text
    assert "EL-0001/roll/" in text


@pytest.mark.parametrize("body", ["A", "Cwmni’r Gwasanaethau – Tŷ Llŷn " * 6, "{[€]}" * 30])
@pytest.mark.parametrize("title", ["T", "Nurses’ “lead” director… " * 8, "保健" * 60, "|" * 120])
@pytest.mark.parametrize("site", ["https://a.uk", "https://" + "long-name." * 5 + "example.org"])
def test_a_text_is_at_most_three_messages_of_the_alphabet_whatever_the_names(body, title, site):
    poll = Poll(
        body, title, "30 September 2026",
        "until the scrutineer closes the poll, which can be at any hour of 30 September 2026",
        f"{site}/vote/", f"{site}/elections/EL-0001/roll/",
    )  # fmt: skip
    text = code_text(poll, CODE)
    assert set(text) <= BASIC | set("^{}\\[~]|€")
    assert size(text) <= MOST and parts(text) <= 3
    assert CODE in text and f"{site}/vote/" in text, "what a voter needs is never cut"


def test_a_site_whose_address_fills_the_text_is_refused():
    poll = Poll("A", "T", "1 May 2026", "until 5pm on 2 May 2026", f"https://{'a' * 400}.uk/vote/")
    with pytest.raises(TextTooLong, match="letter or mail"):
        code_text(poll, CODE)


def test_letters_outside_the_alphabet_become_their_nearest():
    assert plain("Tŷ Llŷn’s “crèche” – now…") == 'Ty Llyn\'s "crèche" - now...'
