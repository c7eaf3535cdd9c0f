"""What pages share is read once, for all who get the same, until something public changes."""

from typing import Any

import pytest
import time_machine
from django.core.cache import caches
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction, Site

from home.models import HomePage, SiteFrame
from portal.content.caching import memory
from portal.content.caching.memory import remember_under, remembered
from portal.content.models import PageStamp
from tests.factories import CaseNoticePageFactory

pytestmark = pytest.mark.django_db


def made_anew(address: str) -> tuple[str, int]:
    """The page as it is rendered now, and the number of queries that took."""
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as queries:
        response = Client().get(address)
    assert response.status_code == 200
    return response.content.decode(), len(queries)


def request_under(stamp: str) -> Any:
    request = RequestFactory().get("/")
    remember_under(request, stamp)
    return request


def test_other_pages_cost_less_after_the_first() -> None:
    first, second = CaseNoticePageFactory(), CaseNoticePageFactory()
    # The first reader of all has Wagtail fill a table, which is a change.
    for _ in range(2):
        made_anew(first.url)
    _page, before = made_anew(second.url)
    memory.forget()
    _page, after_forgetting = made_anew(second.url)
    assert before <= after_forgetting - 4


def test_a_changed_frame_is_seen_at_once() -> None:
    notice = CaseNoticePageFactory()
    made_anew(notice.url)
    frame = SiteFrame.for_site(Site.objects.get())
    frame.sponsor = "某市某某委员会"
    frame.save()
    page, _queries = made_anew(notice.url)
    assert "某市某某委员会" in page


def test_each_language_has_its_own_foot() -> None:
    first, second = CaseNoticePageFactory(), CaseNoticePageFactory()
    for notice in (first, second):
        for prefix, text in (("", "显示设置"), ("/en", "Display settings")):
            page, _queries = made_anew(f"{prefix}/notices/{notice.slug}/")
            assert text in page[page.index("<footer") :]


def test_the_foot_knows_the_year() -> None:
    notice = CaseNoticePageFactory()
    for day in ("2026-12-31", "2027-01-01"):
        with time_machine.travel(f"{day}T12:00:00+08:00"):
            page, _queries = made_anew(notice.url)
        assert f"© {day[:4]}" in page


def test_the_home_page_costs_few_queries() -> None:
    CaseNoticePageFactory()
    # The first readers have Wagtail fill tables, which are changes.
    for _ in range(3):
        _page, queries = made_anew("/")
    assert queries <= 14


def test_a_moved_section_is_found_where_it_is() -> None:
    notice = CaseNoticePageFactory()
    made_anew(notice.url)
    section = notice.get_parent()
    section.slug = "elsewhere"
    section.save()
    caches["pages"].clear()
    assert Client().get(f"/elsewhere/{notice.slug}/").status_code == 200


def test_a_restricted_section_asks_at_once() -> None:
    section = CaseNoticePageFactory().get_parent()
    made_anew(section.url)
    PageViewRestriction.objects.create(page=section, restriction_type=PageViewRestriction.LOGIN)
    assert Client().get(section.url).status_code == 302


def test_an_unpublished_home_page_is_gone_at_once() -> None:
    made_anew("/")
    HomePage.objects.get().unpublish()
    assert Client().get("/").status_code == 404


def test_what_is_kept_holds_for_its_stamp_and_site_only() -> None:
    stamp = PageStamp.current()
    assert remembered(request_under(stamp), "thing", lambda: 1) == 1
    assert remembered(request_under(stamp), "thing", lambda: 2) == 1
    assert remembered(request_under("another"), "thing", lambda: 3) == 3
    other = request_under("another")
    other.making = other.making._replace(site=0)
    assert remembered(other, "thing", lambda: 4) == 4


def test_nothing_is_kept_for_those_whose_page_is_their_own() -> None:
    request = RequestFactory().get("/")
    assert [remembered(request, "thing", lambda made=made: made) for made in (1, 2)] == [1, 2]
    assert remembered(None, "thing", lambda: 3) == 3


def test_names_of_hosts_do_not_fill_the_memory() -> None:
    for number in range(3 * memory.MOST):
        remember_under(RequestFactory().get("/", headers={"host": f"h{number}.example"}), "stamp")
    assert len(memory._kept) <= memory.MOST
