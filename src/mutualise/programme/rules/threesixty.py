"""Awards as open data in the 360Giving Data Standard 1.0 (https://standard.threesixtygiving.org).

Pure: from what is published of an award to one grant of a package. No person is in it; a team that
has not launched is its parent body's, so the parent body is the recipient.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from mutualise.evidence.rules.areas import AREAS

LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
COLUMNS = (
    "Identifier",
    "Title",
    "Description",
    "Currency",
    "Amount Awarded",
    "Amount Disbursed",
    "Award Date",
    "Recipient Org:Identifier",
    "Recipient Org:Name",
    "Recipient Org:Department",
    "Funding Org:Identifier",
    "Funding Org:Name",
    "Grant Programme:Code",
    "Grant Programme:Title",
    "Funding Type:Title",
    "Beneficiary Location:Name",
    "Last modified",
)


@dataclass(frozen=True)
class PublishedAward:
    """What the public may know of an award; money in pence."""

    reference: str
    team: str
    service: str
    purpose: str
    kind: str
    kind_label: str
    awarded_pence: int
    paid_pence: int
    awarded_on: date
    parent_body: str
    recipient_id: str
    recipient_name: str
    region: str
    fund_code: str
    fund_name: str
    changed_at: datetime


def grant(award: PublishedAward, *, prefix: str, funder_id: str, funder: str) -> dict[str, Any]:
    """One grant, money as exact decimal pounds. `prefix` is the publisher's, from 360Giving."""
    place = AREAS[award.region].label if award.region in AREAS else award.region
    recipient = {"id": award.recipient_id, "name": award.recipient_name}
    if award.recipient_name == award.parent_body:
        recipient["department"] = award.team
    return {
        "id": f"{prefix}-{award.reference}",
        "title": f"Support to take out {award.service}"[:140],
        "description": award.purpose,
        "currency": "GBP",
        "amountAwarded": Decimal(award.awarded_pence).scaleb(-2),
        "amountDisbursed": Decimal(award.paid_pence).scaleb(-2),
        "awardDate": award.awarded_on.isoformat(),
        "recipientOrganization": [recipient],
        "fundingOrganization": [{"id": funder_id, "name": funder}],
        "grantProgramme": [{"code": award.fund_code, "title": award.fund_name}],
        "fundingType": [{"vocabulary": "mutualise", "code": award.kind, "title": award.kind_label}],
        "beneficiaryLocation": [{"name": place, "countryCode": "GB"}],
        "dateModified": award.changed_at.isoformat(),
    }


def package(
    grants: Iterable[dict[str, Any]], *, title: str, publisher: str, on: date
) -> dict[str, Any]:
    """A whole file. An empty one is not valid in the standard: it asks for at least one grant."""
    return {
        "version": "1.0",
        "title": title,
        "issued": on.isoformat(),
        "publisher": {"name": publisher},
        "license": LICENCE,
        "grants": list(grants),
    }


def flat(each: dict[str, Any]) -> dict[str, object]:
    """A grant as one row of the standard's spreadsheet, in the order of `COLUMNS`."""
    recipient = each["recipientOrganization"][0]
    values = (
        each["id"],
        each["title"],
        each["description"],
        each["currency"],
        each["amountAwarded"],
        each["amountDisbursed"],
        each["awardDate"],
        recipient["id"],
        recipient["name"],
        recipient.get("department", ""),
        each["fundingOrganization"][0]["id"],
        each["fundingOrganization"][0]["name"],
        each["grantProgramme"][0]["code"],
        each["grantProgramme"][0]["title"],
        each["fundingType"][0]["title"],
        each["beneficiaryLocation"][0]["name"],
        each["dateModified"],
    )
    return dict(zip(COLUMNS, values, strict=True))
