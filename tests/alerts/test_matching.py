"""A new document finds those who follow it: what search would list, told once, and nothing that is no news."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from portal.alerts.following.wishes import Wish
from portal.alerts.matching import NAME
from portal.alerts.matching.arrivals import Arrivals
from portal.alerts.matching.matcher import Matcher
from portal.alerts.models import Followed, Hit, Mail
from portal.content.models import PublicChange
from search import listeners
from search.documents import SearchDocument
from search.models import OutboxEntry, SearchConsumer, SynonymGroup
from tests.factories.alerts import SubscriptionFactory
from tests.factories.notices import CaseNoticePageFactory
from tests.factories.organisations import UnitFactory

pytestmark = pytest.mark.django_db


def document(
    title: str = "关于礼金问题的通报", body: str = "", key: str = "case:1", **facets: Iterable[str]
) -> SearchDocument:
    codes = {name: tuple(values) for name, values in facets.items()}
    return SearchDocument(
        key=key,
        number=1,
        kind="case",
        title=title,
        url="/notices/1/",
        date=timezone.localdate(),
        body=body,
        facets=codes,
    )


def follow(text: str = "", *, apart: bool = False, **filters: tuple[str, ...]) -> Followed:
    return Wish(text=text, filters=filters, apart=apart).saved()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", True),
        ("礼金", True),
        ("金", True),
        ("禮金", True),
        ("礼金 通报", True),
        ("礼金 酒驾", False),
        ("礼金 -酒驾", True),
        ("-礼金", False),
        ("“礼金问题”", True),
        ("金礼", False),
        ("金通报", False),
        ("3号", True),
        ("〔2026〕3号", True),
        ("026", False),
        ("ABC公司", True),
        ("bc公司", False),
        ("，。", False),
    ],
)
def test_words_fit_as_search_takes_them(text: str, found: bool) -> None:
    wanted = follow(text)
    about = document(body="测纪通〔2026〕3号。某人收受abc公司的好处。")
    assert Matcher().fitting(about) == ([wanted.pk] if found else [])


def test_synonyms_fit_and_are_read_again_when_staff_change_them() -> None:
    wanted = follow("红包")
    matcher = Matcher()
    assert matcher.fitting(document()) == []
    SynonymGroup.objects.create(words="红包 礼金")
    assert matcher.fitting(document()) == [wanted.pk]


@pytest.mark.parametrize(("apart", "found"), [(False, False), (True, True)])
def test_words_that_stand_apart_fit_where_search_takes_them_so(apart: bool, found: bool) -> None:
    wanted = follow("违规收受礼金", apart=apart)
    about = document("通报", body="违规问题：某人收受他人礼金。")
    assert Matcher().fitting(about) == ([wanted.pk] if found else [])


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"unit": ("u1",)}, True),
        ({"unit": ("u0", "u9")}, True),
        ({"unit": ("u2",)}, False),
        ({"kind": ("case",), "region": ("99",)}, True),
        ({"kind": ("warning",), "unit": ("u1",)}, False),
        ({"violation": ("v1",)}, False),
    ],
)
def test_filters_fit_as_those_of_the_search_page(filters: dict[str, Any], found: bool) -> None:
    wanted = follow("礼金", **filters)
    about = document(unit=("u0", "u1"), kind=("case",), region=("99", "9901"))
    assert Matcher().fitting(about) == ([wanted.pk] if found else [])


def test_what_is_followed_later_or_no_more_is_noticed() -> None:
    matcher = Matcher()
    first = follow("礼金")
    assert matcher.fitting(document()) == [first.pk]
    second = follow("通报")
    assert matcher.fitting(document()) == [first.pk, second.pk]
    first.delete()
    assert matcher.fitting(document()) == [second.pk]


def arrive(*documents: SearchDocument) -> None:
    for each in documents:
        PublicChange.objects.create(kind=PublicChange.Kind.ADDED, key=each.key, url=each.url)
    Arrivals().upsert(documents)


def test_a_hit_is_stored_once_however_often_the_document_changes() -> None:
    SubscriptionFactory(text="礼金")
    arrive(document())
    Arrivals().upsert([document()])
    assert [hit.key for hit in Hit.objects.all()] == ["case:1"]
    assert Mail.objects.count() == 1


def test_who_has_not_confirmed_is_told_nothing() -> None:
    SubscriptionFactory(text="礼金", unconfirmed=True)
    arrive(document())
    assert not Hit.objects.exists()


def test_what_was_public_before_somebody_followed_is_no_news() -> None:
    about = document()
    PublicChange.objects.create(kind=PublicChange.Kind.ADDED, key=about.key, url=about.url)
    SubscriptionFactory(text="礼金")
    # Corrected today, and so told to the outbox again.
    Arrivals().upsert([about])
    assert not Hit.objects.exists()


def test_an_archive_that_is_imported_tells_nobody() -> None:
    SubscriptionFactory(text="礼金")
    old = SearchDocument(
        key="case:7", number=7, kind="case", title="礼金", url="/7/", date=timezone.localdate() - timedelta(days=400)
    )
    arrive(old)
    assert not Hit.objects.exists()


def test_a_notice_that_is_published_comes_by_the_outbox() -> None:
    unit = UnitFactory()
    SubscriptionFactory(filters={"unit": (unit.code,)})
    SubscriptionFactory(text="酒驾", address="other@example.org")
    listeners.listen(NAME)
    page = CaseNoticePageFactory(issuing_unit=unit)
    assert listeners.drain(NAME)
    assert [hit.key for hit in Hit.objects.all()] == [f"case:{page.pk}"]
    assert not OutboxEntry.objects.filter(consumer__name=NAME).exists()


@pytest.mark.parametrize("state", ["internal", "draft", "restricted"])
def test_what_is_not_public_is_told_to_nobody(state: str) -> None:
    SubscriptionFactory()
    listeners.listen(NAME)
    CaseNoticePageFactory(**{state: True})
    listeners.drain(NAME)
    assert not Hit.objects.exists()


def test_it_costs_writers_nothing_while_nobody_follows() -> None:
    CaseNoticePageFactory()
    assert not SearchConsumer.objects.filter(name=NAME).exists()


def test_a_followed_document_tells_of_its_corrections_and_its_end_but_not_of_masking() -> None:
    SubscriptionFactory(document="case:1")
    kinds = PublicChange.Kind
    for kind in (kinds.CORRECTED, kinds.MASKED):
        PublicChange.objects.create(kind=kind, key="case:1", url="/notices/1/")
        Arrivals().upsert([document()])
    PublicChange.objects.create(kind=kinds.WITHDRAWN, key="case:1", url="/notices/1/")
    Arrivals().delete(["case:1"])
    told = PublicChange.objects.in_bulk([int(hit.change) for hit in Hit.objects.all()])
    assert {change.kind for change in told.values()} == {kinds.CORRECTED, kinds.WITHDRAWN}


def test_a_document_of_today_that_no_list_knows_is_news_from_its_morning_on() -> None:
    """What a later kind of document does not write into the list of changes."""
    with time_machine.travel("2026-04-01T08:00:00+08:00", tick=False):
        before = SubscriptionFactory(text="礼金", confirmed_at=timezone.now() - timedelta(days=1))
        SubscriptionFactory(text="通报", address="other@example.org")
        Arrivals().upsert([document()])
        assert document().date == date(2026, 4, 1)
    assert [hit.subscription for hit in Hit.objects.all()] == [before]
