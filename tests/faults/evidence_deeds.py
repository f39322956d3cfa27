"""What the fault tests let two editors do to the evidence: `python -m tests.faults.evidence_deeds`."""

from __future__ import annotations

import threading
from datetime import date

import django

django.setup()

from django.db import connection, transaction  # noqa: E402

from mutualise.accounts.actions import invite  # noqa: E402
from mutualise.accounts.models import Person  # noqa: E402
from mutualise.accounts.rules.roles import Role  # noqa: E402
from mutualise.evidence import actions  # noqa: E402
from mutualise.evidence.models import Observation, Source  # noqa: E402
from mutualise.statistics.queries import evidence  # noqa: E402

HELD = 0.7


def record(editor: Person, subject: str) -> None:
    row = Observation(
        subject=subject, measure="employees", value=10, unit="people", quality="STATED",
        valid_from=date(2020, 1, 1), valid_until=date(2020, 1, 2), locator="row 1",
        source=Source.objects.get(),
    )  # fmt: skip
    row.digest = actions.digest_of(row)
    actions.record_observation(by=editor, row=row)


def slow(editor: Person, began: threading.Event) -> None:
    """Record a row and commit it only when the other editor has had time to overtake."""
    with transaction.atomic():
        record(editor, "slow")
        began.set()
        threading.Event().wait(HELD)
    connection.close()


def main() -> None:
    editor = invite(
        email="editor@example.org", role=Role.REGISTER_EDITOR, valid_from=date(2014, 1, 1)
    )
    actions.add_source(
        by=editor,
        row=Source(code="report", title="Report", publisher="A body", url="https://example.org/"),
    )
    began = threading.Event()
    other = threading.Thread(target=slow, args=(editor, began))
    other.start()
    began.wait()
    record(editor, "quick")
    evidence.readings()
    other.join()
    print(",".join(evidence.readings().subjects))


if __name__ == "__main__":
    main()
