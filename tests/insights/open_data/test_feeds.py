"""Everything that lists is a feed, as Atom and as JSON Feed, and a reader that polls costs next to nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from defusedxml import ElementTree
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.cases.models import Case
from portal.notices.models import CaseNoticePage
from tests.insights.open_data.conftest import NAME, Site

ATOM = "{http://www.w3.org/2005/Atom}"


def json_items(address: str) -> list[dict[str, Any]]:
    response = Client().get(address)
    assert response["Content-Type"] == "application/feed+json; charset=utf-8"
    feed = json.loads(response.content)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    items: list[dict[str, Any]] = feed["items"]
    return items


def atom_entries(address: str) -> list[Any]:
    found: list[Any] = ElementTree.fromstring(Client().get(address).content).findall(f"{ATOM}entry")
    return found


def test_both_forms_say_the_same_under_the_same_names(site: Site) -> None:
    case = f"/cases/{site.cases[0].pk}"
    pairs = [("/search/feed/", "/search/feed.json"), ("/changes/feed/", "/changes/feed.json")]
    pairs += [("/search/feed/?kind=case", "/search/feed.json?kind=case"), (f"{case}/feed/", f"{case}/feed.json")]
    pairs += [("/changes/added/feed/", "/changes/added/feed.json"), ("/en/search/feed/", "/en/search/feed.json")]
    for atom, other in pairs:
        entries = [(each.findtext(f"{ATOM}id"), each.findtext(f"{ATOM}title")) for each in atom_entries(atom)]
        assert entries, atom
        assert [(item["id"], item["title"]) for item in json_items(other)] == entries, atom


def test_a_case_is_followed_by_its_feed(site: Site) -> None:
    number = site.cases[0].pk
    address = f"/cases/{number}/feed.json"
    before = json_items(address)
    assert {site.notice.title in item["title"] for item in before} == {True, False}
    case = Case.objects.get(pk=number)
    case.heading, case.correction_what = "更正后的标题", "标题有误"
    case.save_revision().publish()
    assert [item["tags"] for item in json_items(address)][0] == ["corrected"]
    CaseNoticePage.objects.get().unpublish()
    assert Client().get(address).status_code == 410
    assert Client().get("/cases/999999/feed/").status_code == 404


def test_no_feed_names_whom_the_case_does_not_name(site: Site) -> None:
    hidden = site.cases[1].pk
    assert NAME not in Client().get(f"/cases/{hidden}/feed/").content.decode()


def test_pages_name_their_feeds(site: Site) -> None:
    for page in (f"/cases/{site.cases[0].pk}/", "/changes/"):
        text = Client().get(page).content.decode()
        assert 'type="application/feed+json"' in text, page
        assert 'type="application/atom+xml"' in text, page
    assert "/search/feed.json?kind=case" in Client().get("/search/?kind=case").content.decode()


def _untouched(*args: object, **kwargs: object) -> None:
    raise AssertionError("the engine was asked")


POLLED = ["/changes/feed.json", "/search/feed.json", "/search/feed.json?unit=qy-mz", "/units/qy-mz/archive/feed/"]


@pytest.mark.parametrize("address", POLLED)
def test_who_polls_is_answered_without_the_feed_being_made(
    site: Site, settings: Any, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PAGE_CACHE = True
    for name in settings.CACHES:
        caches[name].clear()
    client = Client()
    client.get(address)
    tag = client.get(address)["ETag"]
    monkeypatch.setattr("search.service.search", _untouched)
    for _second in range(3):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address, headers={"if-none-match": tag}).status_code == 304
        assert len(queries) == 1
