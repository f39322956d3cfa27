"""Keeping an extract of the finance system, once for its content."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from mutualise.accounts import actions as audit
from mutualise.accounts.permissions import check_holds
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.programme.models import ExtractLine, Fund
from mutualise.programme.rules.reconciliation import Entry


@transaction.atomic
def keep_extract(*, by: Any, fund: Fund, sha256: str, entries: Sequence[Entry]) -> int:
    """Record the lines of an extract; how many were new: all, or none of a file kept before.

    Raises NotAllowed.
    """
    check_holds(by, Role.FINANCE_OFFICER)
    Fund.objects.select_for_update().get(pk=fund.pk)
    if ExtractLine.objects.filter(fund=fund, file_sha256=sha256).exists():
        return 0
    ExtractLine.objects.bulk_create(
        ExtractLine(
            fund=fund, file_sha256=sha256, line=each.number, reference=each.reference, on=each.on,
            payee=each.payee, amount_pence=each.pence, uploaded_by=by, uploaded_at=clock.now(),
        )
        for each in entries
    )  # fmt: skip
    audit.record("programme.extract.kept", by=by, subject=fund.code, sha256=sha256,
                 lines=len(entries))  # fmt: skip
    return len(entries)
