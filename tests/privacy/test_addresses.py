"""Only what our own proxies wrote into the forwarding header is believed."""

from typing import Any

import pytest

from portal.privacy.addresses import address_of, mark_of


@pytest.mark.parametrize(
    ("proxies", "told", "found"),
    [
        (0, "203.0.113.1", "10.0.0.1"),
        (1, "203.0.113.1", "203.0.113.1"),
        (1, "198.51.100.66, 203.0.113.1", "203.0.113.1"),
        (2, "198.51.100.66, 203.0.113.1, 10.0.0.9", "203.0.113.1"),
        (1, "", "10.0.0.1"),
        (2, "203.0.113.1", "10.0.0.1"),
        (1, " , 203.0.113.1 ,", "203.0.113.1"),
    ],
)
def test_as_many_as_there_are_proxies(rf: Any, settings: Any, proxies: int, told: str, found: str) -> None:
    settings.TRUSTED_PROXIES = proxies
    assert address_of(rf.get("/", REMOTE_ADDR="10.0.0.1", headers={"x-forwarded-for": told})) == found


def test_a_mark_tells_its_parts_apart() -> None:
    assert mark_of("ab", "c") != mark_of("a", "bc")
    assert mark_of("ab", "c") == mark_of("ab", "c")
