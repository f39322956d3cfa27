"""Lists are searched by the beginnings of words; references and codes by any part."""

from __future__ import annotations

import pytest

from mutualise.accounts.rules.roles import Role
from mutualise.programme.queries import suppliers
from mutualise.programme.rules.states import State
from tests.programme.builders import case_at, holder, signed_in, supplier

pytestmark = pytest.mark.django_db


@pytest.fixture
def found():
    """References of the pipeline that a search finds."""
    case_at(
        reference="PSM-0012",
        team="Arts and museums",
        service="Culture",
        parent_body="Exampleshire Council",
    )
    case_at(
        State.DRAFTING, reference="PSM-0120", team="Nursing (community)", service="Home-care",
        parent_body="Department of O'Neill",
    )  # fmt: skip
    client = signed_in(holder(Role.PROGRAMME_OFFICER))

    def search(text: str, more: str = "") -> set[str]:
        rows = client.get(f"/programme.json?q={text}{more}").json()["rows"]
        return {row["reference"] for row in rows}

    return search


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("art", {"PSM-0012"}), ("ART mus", {"PSM-0012"}), ("mus exam", {"PSM-0012"}),
        ("partment", set()), ("comm", {"PSM-0120"}), ("care", {"PSM-0120"}), ("o'neill", {"PSM-0120"}),
        ("eill", set()), ("art nursing", set()), ("(", {"PSM-0120"}), (".*", set()), ("\\", set()),
        ("12", {"PSM-0012", "PSM-0120"}), ("psm-0012", {"PSM-0012"}),
    ],
)  # fmt: skip
def test_each_word_begins_a_word_of_the_case_or_stands_in_its_reference(found, text, expected):
    assert found(text) == expected


def test_words_and_filters_go_together(found):
    assert found("exam", "&state=DRAFTING") == set()


def test_suppliers_are_searched_alike():
    supplier(name="Partners in law", code="first-law")
    assert suppliers.find("art").count() == 0
    assert suppliers.find("part law").count() == suppliers.find("law").count() == 1
