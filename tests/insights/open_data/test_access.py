"""Who may ask how often, what a page of another site may do, and what asking again costs."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.cases.models import Case
from portal.insights.open_data import files
from tests.insights.open_data.conftest import Site


@pytest.fixture
def _kept(settings: Any) -> None:
    settings.PAGE_CACHE = True


def test_any_page_may_read_and_only_read(db: None) -> None:
    response = Client().get("/api/v1/lists", headers={"origin": "https://elsewhere.example"})
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response
    asked = {"origin": "https://elsewhere.example", "access-control-request-method": "GET"}
    preflight = Client().options("/api/v1/lists", headers=asked)
    assert (preflight.status_code, preflight["Access-Control-Allow-Methods"]) == (204, "GET, HEAD")
    for method in ("post", "put", "patch", "delete"):
        assert getattr(Client(), method)("/api/v1/lists").status_code == 405


def test_too_many_requests_are_told_when_to_go_on(db: None, settings: Any) -> None:
    settings.OPEN_DATA_PER_MINUTE = 2
    client = Client()
    first = client.get("/api/v1/lists")
    assert first["RateLimit-Policy"] == '"requests";q=2;w=60'
    assert first["RateLimit"].startswith('"requests";r=1;t=')
    client.get("/api/v1/lists")
    refused = client.get("/api/v1/lists")
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 61
    assert set(json.loads(refused.content)) == {"errors"}
    # Another reader is not kept waiting, and pages are nobody's count.
    assert Client(REMOTE_ADDR="192.0.2.7").get("/api/v1/lists").status_code == 200
    assert client.get("/units/").status_code == 200


def test_no_address_is_kept(db: None, settings: Any) -> None:
    settings.TRUSTED_PROXIES, settings.OPEN_DATA_PER_MINUTE = 1, 9
    Client().get("/api/v1/lists", headers={"x-forwarded-for": "203.0.113.99"})
    kept = repr(cache._cache)  # type: ignore[attr-defined] # what the cache in this process has
    assert "allowance" in kept
    assert "203.0.113.99" not in kept


def test_without_a_limit_nobody_is_counted(db: None, settings: Any) -> None:
    settings.OPEN_DATA_PER_MINUTE = 0
    assert "RateLimit" not in Client().get("/api/v1/lists")


ADDRESSES = [
    "/api/v1/cases?unit=qy-mz", "/api/v1/figures", "/api/v1/search?q=通报", "/search/feed/?kind=case",
    "/en/search/feed/?q=通报", "/insights/violations.csv?period=2026", "/units/qy-mz/archive/entries.csv",
]  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_asking_again_costs_one_small_query_until_something_changes(site: Site, _kept: None, address: str) -> None:
    client = Client()
    tag = client.get(address)["ETag"]
    with CaptureQueriesContext(connection) as queries:
        again = client.get(address, headers={"if-none-match": tag})
    assert (again.status_code, len(queries), again.content) == (304, 1, b"")
    assert again["ETag"] == tag
    Case.objects.get(pk=site.cases[0].pk).unpublish()
    changed = client.get(address, headers={"if-none-match": tag})
    assert changed.status_code == 200
    assert changed.get("ETag") != tag


def test_the_tag_of_one_address_is_none_of_another(site: Site, _kept: None) -> None:
    client = Client()
    tag = client.get("/api/v1/cases?unit=qy-mz")["ETag"]
    assert client.get("/api/v1/cases?unit=qy-jy", headers={"if-none-match": tag}).status_code == 200


def test_refusals_have_no_tag(site: Site, _kept: None) -> None:
    assert "ETag" not in Client().get("/api/v1/cases?after=x")


@pytest.mark.parametrize("address", ["/api/v1/cases", "/api/v1/search?q=通报", "/api/v1/lists"])
def test_whoever_asks_for_the_head_gets_that_of_the_answer(site: Site, address: str) -> None:
    whole, head = Client().get(address), Client().head(address)
    assert (head.status_code, head.content) == (200, b"")
    assert head["Content-Type"] == whole["Content-Type"]
    assert head.get("ETag") == whole.get("ETag")


@pytest.mark.parametrize("name", ["datapackage.json", "SHA256SUMS"])
def test_what_is_told_of_the_files_is_not_sent_twice(site: Site, name: str) -> None:
    files.make()
    first = Client().get(f"/open-data/{name}")
    again = Client().get(f"/open-data/{name}", headers={"if-none-match": first["ETag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
