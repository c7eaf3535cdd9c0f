"""A cache that is away or full, a crowd after a change, several processes, and what is rolled back."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from unittest.mock import patch

import pytest
from django.core.cache import caches
from django.db import DatabaseError, connection, connections, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import resolve
from redis.exceptions import ResponseError

from portal.content.caching import middleware, purging
from portal.content.caching.backends import ForgivingRedisCache
from portal.content.caching.middleware import PageCache
from portal.content.models import PageStamp
from portal.settings import environment
from tests.content.caching.conftest import IsKept
from tests.factories import CaseNoticePageFactory

READERS = 6


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port of this machine at which nobody answers."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def view_that(work: Callable[[], bytes]) -> Callable[[HttpRequest], HttpResponse]:
    def view(request: HttpRequest) -> HttpResponse:
        request.resolver_match = resolve("/units/")
        return HttpResponse(work())

    return view


def crowd(cached: PageCache, readers: int = READERS) -> list[bytes]:
    together = threading.Barrier(readers)

    def read(_number: int) -> bytes:
        together.wait()
        try:
            response = cached(RequestFactory().get("/units/"))
            assert isinstance(response, HttpResponse)
            return response.content
        finally:
            connections.close_all()

    with ThreadPoolExecutor(readers) as pool:
        return list(pool.map(read, range(readers)))


@pytest.mark.django_db(transaction=True)
def test_a_crowd_after_a_change_has_the_page_made_once() -> None:
    made = []

    def slowly() -> bytes:
        made.append(1)
        time.sleep(0.3)
        return b"page %d" % len(made)

    cached = PageCache(view_that(slowly))
    assert crowd(cached) == [b"page 1"] * READERS
    PageStamp.renew()
    assert crowd(cached) == [b"page 2"] * READERS


@pytest.mark.django_db(transaction=True)
def test_a_page_that_takes_too_long_is_made_for_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(middleware, "PATIENCE", 0.1)
    made = []

    def slowly() -> bytes:
        made.append(1)
        time.sleep(1)
        return b"page"

    assert crowd(PageCache(view_that(slowly)), 3) == [b"page"] * 3
    assert len(made) == 3


@pytest.mark.django_db(transaction=True)
def test_a_crowd_before_a_view_that_fails_is_let_go() -> None:
    def fails() -> bytes:
        raise ZeroDivisionError

    cached = PageCache(view_that(fails))
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            cached(RequestFactory().get("/units/"))


@pytest.mark.django_db(transaction=True)
def test_a_page_that_was_begun_before_a_change_does_not_hold_after_it() -> None:
    """The change is committed while the old page is being rendered."""
    made = []

    def overtaken() -> bytes:
        made.append(1)
        if len(made) == 1:
            with ThreadPoolExecutor(1) as other:
                other.submit(renewed).result()
        return b"page %d" % len(made)

    def renewed() -> None:
        PageStamp.renew()
        connection.close()

    cached = PageCache(view_that(overtaken))
    for expected in (b"page 1", b"page 2", b"page 2"):
        response = cached(RequestFactory().get("/units/"))
        assert isinstance(response, HttpResponse)
        assert response.content == expected


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_purges_nothing() -> None:
    mark = PageStamp.current()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        purging.purge()
        assert PageStamp.current() != mark
        raise ZeroDivisionError
    assert PageStamp.current() == mark


@pytest.mark.django_db
def test_another_process_sees_the_change_though_each_has_a_cache_of_its_own(
    is_kept: IsKept, kept: Callable[..., None]
) -> None:
    """Nothing is taken out of any cache: the entry is there, and does not hold."""
    notice = CaseNoticePageFactory()
    kept(notice.url)
    with patch.object(caches["pages"], "delete", side_effect=AssertionError):
        notice.unpublish()
    assert Client().get(notice.url).status_code in (404, 410)


@pytest.mark.django_db
def test_without_its_table_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new release serves before it has migrated."""

    def missing() -> str:
        raise DatabaseError

    monkeypatch.setattr(PageStamp, "current", missing)
    for _ in range(2):
        response = Client().get("/robots.txt")
        assert response.status_code == 200
        assert not response.has_header("ETag")


@pytest.mark.django_db
@pytest.mark.parametrize("fault", ["closed_port", "silent_port"])
def test_a_shared_cache_that_is_away(
    fault: str, request: pytest.FixtureRequest, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    url = f"redis://:secret@127.0.0.1:{request.getfixturevalue(fault)}/0"
    settings.CACHES = {**settings.CACHES, "default": environment.cache(url), "pages": environment.cache(url, "pages")}
    notice = CaseNoticePageFactory()
    for path in ("/", notice.url, "/en/"):
        assert Client().get(path).status_code == 200
    # On a busy machine one page may take long for other reasons; waiting for the cache would slow all three.
    assert min(_seconds(notice.url) for _again in range(3)) < 0.5, "a cache that was away just now is not waited for"
    assert caplog.messages
    assert "secret" not in caplog.text


def _seconds(path: str) -> float:
    started = time.monotonic()
    assert Client().get(path).status_code == 200
    return time.monotonic() - started


@pytest.mark.django_db
def test_a_shared_cache_that_is_full(settings: Any, closed_port: int) -> None:
    settings.CACHES = {**settings.CACHES, "pages": environment.cache(f"redis://127.0.0.1:{closed_port}", "pages")}
    cache = caches["pages"]
    assert isinstance(cache, ForgivingRedisCache)
    full = ResponseError("OOM command not allowed when used memory > 'maxmemory'.")
    with patch.object(type(cache._cache), "set", side_effect=full), patch.object(type(cache._cache), "get"):
        cache.set("name", "value")
    assert cache.get("name", "default") == "default"
    assert cache.get_many(["name"]) == {}
    assert cache.set_many({"name": "value"}) == ["name"]
    assert not cache.add("name", "value")
    assert not cache.has_key("name")
    assert not cache.touch("name")
    assert not cache.delete("name")
    cache.delete_many(["name"])
