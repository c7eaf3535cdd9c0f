"""Signs of a flood: they sort, refuse nobody, and leave no address behind."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import caches
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import timezone

from portal.feedback.abuse.form_time import GuardedForm, is_stamped, stamp
from portal.feedback.abuse.signals import Sign, signs
from portal.privacy.buckets import count, network_of

NEEDLE = "203.0.113.77"


@pytest.fixture(autouse=True)
def _nobody_counted() -> Iterator[None]:
    caches["floods"].clear()
    yield
    caches["floods"].clear()


def post(address: str = NEEDLE, **meta: str) -> HttpRequest:
    return RequestFactory().post("/", REMOTE_ADDR=address, HTTP_USER_AGENT="NEEDLE-UA", **meta)


def opened(seconds: int) -> dict[str, str]:
    with time_machine.travel(timezone.now() - timedelta(seconds=seconds), tick=False):
        return {"opened": stamp()}


def test_a_person_gives_no_sign() -> None:
    assert signs(post(), opened(60)) == frozenset()


@pytest.mark.parametrize(
    ("data", "sign"),
    [
        ({"homepage": "https://spam.example"}, Sign.TRAP),
        ({"opened": ""}, Sign.NO_STAMP),
        ({"opened": "form:made:up"}, Sign.NO_STAMP),
    ],
)
def test_what_a_program_does(data: dict[str, str], sign: Sign) -> None:
    assert signs(post(), {**opened(60), **data}) == {sign}


def test_faster_than_anybody_reads() -> None:
    assert signs(post(), opened(3)) == {Sign.TOO_FAST}
    assert signs(post(), opened(25 * 3600)) == {Sign.NO_STAMP}


def test_many_from_one_place_and_not_from_another(settings) -> None:
    settings.SUBMISSIONS_A_DAY_FROM_ONE_PLACE = 3
    found = [signs(post(), opened(60)) for _number in range(5)]
    assert found == [frozenset()] * 3 + [{Sign.MANY_FROM_ONE_PLACE}] * 2
    assert signs(post("203.0.113.78"), opened(60)) == frozenset()


def test_behind_our_proxy_the_client_counts(settings) -> None:
    settings.TRUSTED_PROXIES, settings.SUBMISSIONS_A_DAY_FROM_ONE_PLACE = 1, 1
    for last in range(3):
        assert not signs(post("10.0.0.1", HTTP_X_FORWARDED_FOR=f"198.51.100.9, 203.0.113.{last}"), opened(60))


def test_a_proxy_that_was_not_made_known_does_not_make_all_one(settings) -> None:
    settings.SUBMISSIONS_A_DAY_FROM_ONE_PLACE = 1
    assert [signs(post("127.0.0.1"), opened(60)) for _number in range(3)] == [frozenset()] * 3


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.77/32"),
        ("::ffff:203.0.113.77", "203.0.113.77/32"),
        ("2001:db8:1:2ab:3::4", "2001:db8:1:200::/56"),
        ("127.0.0.1", ""),
        ("::1", ""),
        ("", ""),
        ("unix:", ""),
        ("1.2.3.4, 5.6.7.8", ""),
    ],
)
def test_places(address: str, network: str) -> None:
    assert network_of(address) == network


def test_no_address_lies_in_the_cache_and_the_key_is_new_every_day() -> None:
    assert count(NEEDLE, "place") == 1
    cache = caches["floods"]
    kept = {name: pickle.loads(value) for name, value in cache._cache.items()}  # noqa: S301
    assert len(kept) == 2 and not any(NEEDLE in f"{name}{value!r}" for name, value in kept.items())
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert count(NEEDLE, "place") == 1
        marks = {name.rpartition(":")[2] for name in cache._cache if ":place:" in name}
    assert len(marks) == 2


def test_where_the_cache_is_away_nobody_is_counted(settings) -> None:
    settings.CACHES = {**settings.CACHES, "floods": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    settings.SUBMISSIONS_A_DAY_FROM_ONE_PLACE = 0
    assert signs(post(), opened(60)) == frozenset()


def test_where_redis_is_down_nobody_is_counted(settings) -> None:
    backend = "portal.content.caching.backends.ForgivingRedisCache"
    settings.CACHES = {**settings.CACHES, "floods": {"BACKEND": backend, "LOCATION": "redis://127.0.0.1:1/0"}}
    settings.SUBMISSIONS_A_DAY_FROM_ONE_PLACE = 0
    assert signs(post(), opened(60)) == frozenset()


def test_the_trap_is_out_of_sight_and_no_mark_makes_a_form_invalid() -> None:
    form = GuardedForm({"opened": "nonsense", "homepage": "https://spam.example"})
    assert form.is_valid()
    page = str(GuardedForm()["homepage"])
    assert 'aria-hidden="true"' in page and 'tabindex="-1"' in page
    assert is_stamped(GuardedForm()["opened"].value())
