"""Publishing the programme's own figures as evidence, so that claims can rest on them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings

from mutualise.evidence.actions.programme import publish_programme_figures
from mutualise.programme.queries.figures import counted
from mutualise.programme.rules.publication import SUBJECT, cannot_say, published


class NothingToPublish(Exception):
    """There is no real fund and no real case; a demonstration is never published as evidence."""

    def __init__(self) -> None:
        super().__init__(
            "There is nothing real to publish: open a fund first. A demonstration is never evidence."
        )


def publish(*, by: Any, on: date) -> int:
    """Record the programme's figures as they stand at the end of a day; how many rows are new.

    `by` is None when the clock publishes. Raises NotAllowed or NothingToPublish.
    """
    found = counted(on)
    if found is None:
        raise NothingToPublish
    return publish_programme_figures(
        by=by, subject=SUBJECT, title="Record of the support programme",
        url=f"{settings.SITE}/support/figures/", on=on, figures=published(found),
        cannot_say=cannot_say(found),
    )  # fmt: skip
