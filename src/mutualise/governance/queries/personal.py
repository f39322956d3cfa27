"""Everything the register of members holds about one person."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from mutualise.governance import models


def personal_data(member: models.Member) -> dict[str, Any]:
    """Particulars, times in classes, shares and terms as a director, replaced rows included."""
    moved = models.ShareMovement.objects.filter(Q(source_member=member) | Q(target_member=member))
    terms = models.DirectorTerm.objects.filter(director__member=member)
    return {
        "number": member.number,
        "particulars": [
            {
                "name": row.name, "employee_number": row.employee_number, "email": row.email,
                "address": row.address, "mobile": row.mobile, "valid_from": row.valid_from,
                "recorded_at": row.recorded_at, "reason": row.reason,
            }
            for row in member.particulars.order_by("id")
        ],
        "memberships": [
            {
                "class": row.constituency.name, "employee": row.employee,
                "valid_from": row.valid_from, "valid_until": row.valid_until, "ended": row.ended,
                "recorded_at": row.recorded_at, "change": row.change, "reason": row.reason,
            }
            for row in member.memberships.select_related("constituency").order_by("id")
        ],
        "shares": [
            {
                "on": row.on, "class": row.share_class.name, "quantity": row.quantity,
                "received": row.target_member_id == member.pk, "withdrawn": row.withdrawn,
            }
            for row in moved.select_related("share_class").order_by("id")
        ],
        "director": [
            {"chosen": row.chosen, "valid_from": row.valid_from, "valid_until": row.valid_until}
            for row in terms.order_by("id")
        ],
    }  # fmt: skip
