"""A page that was kept is given back as it was made."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/figures/employees/bundle.json", "/register.csv", "/figures/employees.csv"])  # fmt: skip
def test_a_download_has_its_name_and_licence_the_second_time_too(client, address):
    first = client.get(address, follow=True)
    if first.status_code == 404:
        pytest.fail(f"{address} is not an address of a download")
    second = client.get(address, follow=True)
    for header in ("Content-Disposition", "Content-Type", "Link"):
        assert second.headers.get(header) == first.headers.get(header)
    assert second.content == first.content
