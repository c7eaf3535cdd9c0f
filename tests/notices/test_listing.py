"""The list of a section: the filters of search, the order of publication, and never a page that is no longer public."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest, QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.notices.listing import listing_context
from portal.notices.models import CaseNoticeIndexPage, CaseNoticePage
from search.engines import registry
from tests.factories import (
    CaseNoticePageFactory,
    FormFactory,
    RegionFactory,
    UnitFactory,
    ViolationFactory,
    WarningPageFactory,
    section,
)
from tests.indexes import Down

pytestmark = pytest.mark.django_db

START = date(2026, 4, 1)


def listing(query: str = "") -> dict[str, Any]:
    request = HttpRequest()
    request.GET = QueryDict(query)
    page = section(CaseNoticeIndexPage)
    assert isinstance(page, CaseNoticeIndexPage)
    return listing_context(page, request)


def titles(query: str = "") -> list[str]:
    return [notice.title for notice in listing(query)["notices"]]


def make(number: int, **kwargs: Any) -> CaseNoticePage:
    """Notices of one unit, one a day."""
    notice: CaseNoticePage = CaseNoticePageFactory(
        title=f"第{number}号", published_on=START + timedelta(days=number), **{"issuing_unit": None, **kwargs}
    )
    return notice


def test_newest_first_and_nothing_of_the_other_section(index: Callable[[], None]) -> None:
    for number in (2, 1, 3):
        make(number)
    WarningPageFactory()
    index()
    context = listing()
    assert [notice.title for notice in context["notices"]] == ["第3号", "第2号", "第1号"]
    assert [result.title for result in context["results"].results] == ["第3号", "第2号", "第1号"]
    assert context["results"].total == 3
    assert not context["search_unavailable"]


def test_the_kind_cannot_be_chosen(index: Callable[[], None]) -> None:
    make(1)
    WarningPageFactory()
    index()
    context = listing("kind=warning&sort=relevance")
    assert [notice.title for notice in context["notices"]] == ["第1号"]
    assert "kind" not in {group.name for group in context["facets"]}
    assert context["chips"] == []
    assert "kind" not in context["query"].address


def test_every_filter(index: Callable[[], None]) -> None:
    city = RegionFactory(code="990001")
    committee = UnitFactory(code="committee", name="江州市委")
    bureau = UnitFactory(parent=committee, region=RegionFactory(code="990002", parent=city))
    make(1, issuing_unit=bureau, violations=[ViolationFactory(code="gifts")], forms=[FormFactory(code="notice-x")])
    make(100)
    index()
    for query in (
        "region=990001",
        "region=990002",
        "unit=committee",
        "unit=江州市委",
        "violation=gifts",
        "form=notice-x",
        "quarter=2026Q2&to=2026-04-30",
        "from=2026-04-01&to=2026-04-02",
        "q=第1号",
    ):
        assert titles(query) == ["第1号"], query
    chosen = listing("unit=committee")
    assert {group.name: [(value.code, value.count) for value in group.values] for group in chosen["facets"]}[
        "unit"
    ] == [
        ("committee", 1),
        (bureau.code, 1),
    ]
    assert [(chip.label, chip.address) for chip in chosen["chips"]] == [("江州市委", "?")]
    assert chosen["feed_url"].endswith("?kind=case&unit=committee")


def test_what_is_no_longer_public_is_not_listed_even_before_the_index_knows(index: Callable[[], None]) -> None:
    make(1)
    withdrawn = make(2)
    index()
    CaseNoticePage.objects.filter(pk=withdrawn.pk).update(live=False)
    context = listing()
    assert [notice.title for notice in context["notices"]] == ["第1号"]
    assert [result.title for result in context["results"].results] == ["第1号"]


def test_paging_keeps_the_filters_and_ends_at_the_last_page(index: Callable[[], None]) -> None:
    for number in range(5):
        make(number)
    index()
    context = listing("page_size=2&page=2&from=2026-04-01")
    assert [notice.title for notice in context["notices"]] == ["第2号", "第1号"]
    assert context["paging"].next.address == "?from=2026-04-01&page=3&page_size=2"
    assert titles("page_size=2&page=99") == ["第0号"]


def test_an_empty_section(index: Callable[[], None]) -> None:
    context = listing("page=7")
    assert context["notices"] == []
    assert context["results"].total == 0


def test_an_empty_answer_says_which_filter_removed_everything(index: Callable[[], None]) -> None:
    make(1)
    index()
    context = listing("from=2030-01-01")
    assert [(hint.total, hint.address) for hint in context["empty_hints"]] == [(1, "?")]


def test_without_any_engine_the_list_is_plain(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        make(number, summary="<b>摘要</b>")
    make(9, internal=True)
    monkeypatch.setattr(registry, "engines", lambda: (Down(),))
    context = listing("page_size=2&page=9&violation=gifts&q=礼金")
    assert context["search_unavailable"]
    assert [notice.title for notice in context["notices"]] == ["第0号"]
    (result,) = context["results"].results
    assert result.url == f"/notices/{context['notices'][0].slug}/"
    assert result.snippet == "&lt;b&gt;摘要&lt;/b&gt;"
    assert context["results"].total == 3
    assert context["paging"].previous.address == "?page_size=2"


HOSTILE = [
    "\x00",
    '"',
    "<script>",
    "-",
    "page=0",
    "page=-1",
    "page=99999999999999999999",
    "from=2026-02-30",
    "unit=%FF",
]


@given(
    params=st.lists(
        st.tuples(
            st.sampled_from(["q", "page", "page_size", "region", "unit", "from", "to", "quarter", "sort", "x"]),
            st.one_of(st.text(max_size=30), st.sampled_from(HOSTILE)),
        ),
        max_size=6,
    )
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_address_breaks_a_list(index: Callable[[], None], params: list[tuple[str, str]]) -> None:
    query = QueryDict(mutable=True)
    for name, value in params:
        query.appendlist(name, value)
    request = HttpRequest()
    request.GET = query
    page = section(CaseNoticeIndexPage)
    assert listing_context(page, request)["paging"].pages >= 1


def queries_for(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_a_list_costs_at_most_fifteen_queries_whatever_its_size(client: Client, index: Callable[[], None]) -> None:
    parent = UnitFactory(region=RegionFactory())
    for number in range(12):
        make(number, issuing_unit=UnitFactory(parent=parent), violations=[ViolationFactory()], forms=[FormFactory()])
    index()
    client.get("/notices/")
    for query in (f"unit={parent.code}&q=号", f"unit={parent.code}&region={parent.region.code}", ""):
        few = queries_for(client, f"/notices/?page_size=1&{query}")
        many = queries_for(client, f"/notices/?page_size=100&{query}")
        assert few == many <= 15
