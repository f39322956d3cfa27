"""The pages of meetings in a real browser."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.journeys.conftest import ROOT

MADE = """
import django; django.setup()
from django.test import Client
from tests.governance.meeting_builders import held_and_written, secretary_of
from tests.signing_in import sign_in
held_and_written()
client = Client()
sign_in(client, secretary_of("held"))
print(client.cookies["sessionid"].value)
"""
PAGES = (
    "meetings/", "meetings/call/", "meetings/m-2026-0001/", "meetings/m-2026-0001/minutes/",
    "resolutions/circulate/", "resolutions/r-2026-0002/",
)  # fmt: skip


def test_the_pages_of_meetings_pass_every_rule_of_accessibility_on_a_phone(
    page, new_site, accessible
):
    key = subprocess.run(
        [sys.executable, "-c", MADE], cwd=ROOT, env=new_site.env, check=True, capture_output=True,
        text=True,
    ).stdout.strip()  # fmt: skip
    page.context.add_cookies([{"name": "sessionid", "value": key, "url": new_site.address}])
    page.set_viewport_size({"width": 320, "height": 800})
    for each in PAGES:
        page.goto(new_site(f"/control/held/{each}"))
        assert page.locator("h1").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        accessible(page)
        if folder := os.environ.get("MUTUALISE_SCREENSHOTS"):
            page.screenshot(path=f"{folder}/{each.replace('/', '-')}.png", full_page=True)
