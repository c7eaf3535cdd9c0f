"""What staff add to search: synonyms, promoted results; and what is counted."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import DatabaseError, connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Page, PageViewRestriction, Site

from search import promotions, statistics
from search.consumers import Target
from search.models import PromotedResult, QueryCount, SynonymGroup
from search.promotions import is_public, promoted
from search.results import PromotedResult as Shown
from search.statistics import countable, prune, record
from search.synonyms import expand
from tests.search.sources import drain_all, write_tag

pytestmark = pytest.mark.django_db

# Synonyms


@pytest.mark.parametrize(
    "words",
    ["公款吃喝 公款宴请", "公款吃喝、公款宴请", "公款吃喝;公款宴请", "公款吃喝；公款宴请,", "公款吃喝 公款宴請"],
)
def test_one_word_finds_the_other(words: str) -> None:
    SynonymGroup.objects.create(words=words)
    assert expand("公款吃喝") == ("公款吃喝", "公款宴请")
    assert expand("公款宴請") == ("公款宴请", "公款吃喝")
    assert expand("公款") == ("公款",)


def test_groups_that_share_a_word_add_up() -> None:
    SynonymGroup.objects.create(words="a b")
    SynonymGroup.objects.create(words="A c")
    assert expand("A") == ("a", "b", "c")
    assert expand("b") == ("b", "a")


def test_an_edit_is_seen() -> None:
    group = SynonymGroup.objects.create(words="a b")
    assert expand("a") == ("a", "b")
    group.delete()
    assert expand("a") == ("a",)


def test_synonyms_are_read_once_in_a_while(settings, django_assert_num_queries, monkeypatch) -> None:
    settings.SEARCH_REFRESH_SECONDS = 2.0
    monkeypatch.setattr(expand.__globals__["_others"], "_loaded", None)
    with django_assert_num_queries(1):
        expand("a")
        expand("b")
    monkeypatch.setattr(expand.__globals__["_others"], "_loaded", None)


# Promoted results


def promote(url: str, **values: object) -> PromotedResult:
    return PromotedResult.objects.create(title="如何举报", words="举报 投诉", url=url, **values)


@pytest.mark.parametrize("text", ["举报", "投诉", "舉報", " 举报 ", "怎么 举报", '"举报"'])
def test_its_words_show_it(text: str) -> None:
    promote("https://elsewhere.example/report", description="十二三八八")
    assert promoted(text) == (
        Shown(title="如何举报", url="https://elsewhere.example/report", description="十二三八八"),
    )


@pytest.mark.parametrize("text", ["", "举报电话", "-举报", "别的", "\x00"])
def test_other_words_do_not(text: str) -> None:
    promote("https://elsewhere.example/report")
    assert promoted(text) == ()


@pytest.mark.parametrize(("first", "last", "shown"), [(0, 0, True), (None, -1, False), (1, None, False), (-1, 1, True)])
def test_it_is_shown_in_its_time(first: int | None, last: int | None, shown: bool) -> None:
    today = timezone.localdate()
    days = [None if offset is None else today + timedelta(days=offset) for offset in (first, last)]
    promote("https://elsewhere.example/", active_from=days[0], active_until=days[1])
    assert bool(promoted("举报")) is shown


def make_page(**values: object) -> Page:
    root = Site.objects.get(is_default_site=True).root_page
    return root.add_child(instance=Page(title="how", slug="how", **values))


def test_a_public_page_may_be_promoted_and_no_other() -> None:
    promote("/how/")
    assert promoted("举报") == ()
    page = make_page()
    assert [entry.url for entry in promoted("举报")] == ["/how/"]
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert promoted("举报") == ()
    restriction.delete()
    page.unpublish()
    assert promoted("举报") == ()


def test_a_page_that_its_type_keeps_back_is_not_promoted(monkeypatch: pytest.MonkeyPatch) -> None:
    make_page()
    monkeypatch.setattr(Page, "is_published", lambda page: False, raising=False)
    assert not is_public("/how/")


def test_a_document_of_search_may_be_promoted(built: tuple[Target, ...]) -> None:
    tag = write_tag("礼金")
    drain_all()
    assert is_public(f"/tags/{tag.pk}/")
    assert not is_public(f"/tags/{tag.pk}/x")


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://elsewhere.example/x", True),
        ("https://127.0.0.1/secret/", False),
        ("http://elsewhere.example/", False),
        ("//elsewhere.example/", False),
        ("javascript:alert(1)", False),
        ("https://[broken", False),
        ("/admin/", False),
        ("/documents/1/secret.pdf", False),
        ("/search/?q=x", True),
        ("/en/how/", True),
        ("/how/?x=1#y", True),
        ("/how/../admin/", False),
    ],
)
def test_which_addresses_anybody_may_follow(url: str, shown: bool) -> None:
    make_page()
    assert is_public(url) is shown


def test_an_app_may_vouch_for_its_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(promotions, "_checks", [])
    assert not is_public("/units/510100/")
    promotions.register_public_addresses(lambda path: path.startswith("/units/"))
    assert is_public("/units/510100/")


# Statistics


@pytest.fixture(autouse=True)
def fresh_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statistics, "_counts", {})
    monkeypatch.setattr(statistics, "_flushed_at", float("-inf"))


def test_searches_are_counted_by_day_and_text() -> None:
    for total in (3, 4, 0):
        record(" 禮金 ", total)
    statistics.flush()
    row = QueryCount.objects.get()
    assert (row.day, row.text, row.searches, row.empty, row.total) == (timezone.localdate(), "礼金", 3, 1, 0)


def test_counting_writes_now_and_then_only(django_assert_num_queries) -> None:
    record("礼金", 1)
    with django_assert_num_queries(0):
        for _ in range(50):
            record("礼金", 1)
    statistics.flush()
    assert QueryCount.objects.get().searches == 51


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "。",
        "13800138000",
        "138 0013 8000",
        "138-0013-8000",
        "51010119800101123X",
        "a@b.example",
        "张三13912345678",
        "１３８００１３８０００",
    ],
)
def test_what_looks_personal_is_not_kept(text: str) -> None:
    record(text, 1)
    statistics.flush()
    assert not QueryCount.objects.exists()


@given(st.text(max_size=400))
def test_any_text_can_be_counted(text: str) -> None:
    counted = countable(text)
    assert len(counted) <= statistics.LONGEST_TEXT
    counted.encode()


def test_a_busy_database_breaks_no_search_and_loses_no_count(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object) -> None:
        raise DatabaseError("database is locked")

    with monkeypatch.context() as patch:
        patch.setattr(statistics, "_write", refuse)
        record("礼金", 1)
    record("礼金", 2)
    statistics.flush()
    assert QueryCount.objects.get().searches == 2


def test_memory_is_bounded_while_the_database_is_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statistics, "flush", lambda: None)
    monkeypatch.setattr(statistics, "MOST_TEXTS", 10)
    for number in range(20):
        record(f"text {number}", 1)
    assert len(statistics._counts) == 10


def test_the_usual_patience_comes_back() -> None:
    record("礼金", 1)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            assert cursor.execute("pragma busy_timeout").fetchone() != (statistics._PATIENCE,)
    assert QueryCount.objects.exists()


def test_rare_and_old_texts_are_dropped() -> None:
    with time_machine.travel(date(2026, 11, 20)):
        today = timezone.localdate()
        for days, text, searches in ((0, "today", 1), (1, "rare", 2), (1, "usual", 3), (401, "old", 9)):
            QueryCount.objects.create(day=today - timedelta(days=days), text=text, searches=searches)
        assert prune() == 2
    assert set(QueryCount.objects.values_list("text", flat=True)) == {"today", "usual"}
