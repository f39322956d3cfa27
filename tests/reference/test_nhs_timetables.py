"""Days of the Model Election Rules timetable against elections that foundation trusts published.

Royal United Hospitals Bath (ruh.nhs.uk, election process, 2017 and 2024) and Countess of Chester (notice of
election, 2013). Each gives the day nominations had to be in, the last day to withdraw, the notice of poll
and the close; the day of the notice of election is not exact in any of them.
"""

from __future__ import annotations

from datetime import date

import pytest

from mutualise.governance.rules.election_timetable import MODEL, days_before

PUBLISHED = {
    "Bath 2017": (date(2017, 11, 10), date(2017, 11, 15), date(2017, 11, 29), date(2017, 12, 20)),
    "Bath 2024": (date(2024, 6, 19), date(2024, 6, 24), date(2024, 7, 8), date(2024, 7, 29)),
    # Voting papers went out on Monday 8 July: the notice of poll is the working day before.
    "Chester 2013": (date(2013, 6, 18), date(2013, 6, 21), date(2013, 7, 5), date(2013, 7, 26)),
}


@pytest.mark.parametrize("trust", PUBLISHED)
def test_the_template_gives_the_days_that_a_trust_published(trust):
    nominations, withdrawals, poll, close = PUBLISHED[trust]
    assert days_before(close, MODEL["nominations_close_on"]) == nominations
    assert days_before(close, MODEL["withdrawals_until"]) == withdrawals
    assert days_before(close, MODEL["opens_on"]) == poll
