"""Ten browsers with one code ask for a token at once, fifty times; then one vote is posted fifty times.

`python -m tests.faults.sealed_deeds` prints what came of it, as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

from mutualise.governance.models import BoardEntry, RollMark, SignedToken  # noqa: E402
from mutualise.governance.rules.ballot_box import tokens  # noqa: E402
from tests.governance.election_builders import open_election  # noqa: E402
from tests.governance.sealed_builders import Device  # noqa: E402

TIMES, DEVICES = 50, 10


def at_once(deed: Callable[[int], Any]) -> list[Any]:
    def alone(number: int) -> Any:
        try:
            return deed(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(DEVICES) as pool:
        return list(pool.map(alone, range(TIMES)))


def main() -> None:
    settings.ALLOWED_HOSTS = ["*"]
    tokens.KEY_BITS = 1024
    _, _, codes = open_election()
    devices = [Device(codes["1"]) for _ in range(DEVICES)]
    for device in devices:
        device.begin()
        device.request()

    def ask(number: int) -> tuple[int, int]:
        device = devices[number % DEVICES]
        return number % DEVICES, device.post("token", device.request()).status_code

    asked = at_once(ask)
    winners = sorted({device for device, status in asked if status == 200})
    winner = devices[winners[0]]
    winner.fetch_token()
    sent = winner.ballot(1, 2)
    receipts = at_once(lambda _: json.dumps(winner.post("ballot", sent).json(), sort_keys=True))
    print(json.dumps({
        "statuses": sorted(status for _, status in asked), "winners": len(winners),
        "marks": RollMark.objects.made().count(), "receipts": sorted(set(receipts)),
        "ballots": BoardEntry.objects.count(), "tokens": SignedToken.objects.count(),
    }))  # fmt: skip


if __name__ == "__main__":
    main()
