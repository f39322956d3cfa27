"""The register as the law has it: holdings by class, and the officers of a society."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from mutualise.governance.actions.directors import begin_term
from mutualise.governance.models import Constitution
from mutualise.governance.presenters.columns import column_rows
from mutualise.governance.queries.members import Line, register_of
from mutualise.governance.rules.directors import Chosen
from mutualise.governance.rules.standing import Standing
from mutualise.governance.rules.statutory import COLUMNS, LegalForm
from tests.governance.election_builders import LONG_AGO, mutual
from tests.programme.builders import signed_in


def test_shares_are_stated_by_class_where_there_are_several():
    line = Line(
        1, 1, "Ann", "", "", "1 Sample Street", "", "nurses", "Nurses", "STAFF", True,
        Standing.CURRENT, date(2026, 1, 5), None, "", {1: 5, 2: 1200}, 3505,
    )  # fmt: skip
    columns = tuple(
        c for c in COLUMNS[LegalForm.COMPANY_SHARES] if c.name in ("shares", "paid")
    )  # fmt: skip
    two = column_rows([line], columns, {1: "Ordinary share", 2: "B share"})
    assert two == [["5 × Ordinary share; 1,200 × B share", Decimal("35.05")]]
    assert column_rows([line], columns, {1: "Ordinary share"})[0][0] == 1205


@pytest.mark.django_db
def test_the_register_of_a_society_has_its_officers_too():
    body = mutual()
    register = register_of(body.organisation.code)
    Constitution.objects.create(
        register=register, form=LegalForm.COOPERATIVE, votes="MEMBER", valid_from=LONG_AGO
    )
    begin_term(
        by=body.secretary, register=register, name="Member 3", member=register.members.get(number=3),
        chosen=Chosen.EMPLOYEES, on=date(2026, 1, 5),
    )  # fmt: skip
    page = signed_in(body.secretary).get(f"/members/{body.organisation.code}/printed/")
    text = " ".join(page.content.decode().split())
    assert "Took office on" in text
    assert text.count(">3 Sample Street<") == 2, "as a member and as an officer"
