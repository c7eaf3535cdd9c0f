"""The search screens of the admin."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.utils import timezone

from search.models import OutboxEntry, PromotedResult, QueryCount, SearchConsumer, SynonymGroup

pytestmark = pytest.mark.django_db

SCREENS = ("/admin/synonyms/", "/admin/promoted-results/", "/admin/search-statistics/", "/admin/search-indexes/")


@pytest.fixture
def staff(client: Client) -> User:
    """Somebody who may enter the admin and nothing else."""
    user = User.objects.create_user("staff", password="x")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    return user


@pytest.mark.parametrize("screen", SCREENS)
def test_screens_open_for_an_administrator(admin_client: Client, screen: str) -> None:
    assert admin_client.get(screen).status_code == 200


@pytest.mark.parametrize("screen", SCREENS)
def test_screens_are_closed_to_others(client: Client, staff: User, screen: str) -> None:
    response = client.get(screen)
    # Wagtail sends those who may not to the start of the admin.
    assert (response.status_code, response["Location"]) == (302, "/admin/")
    assert screen not in client.get("/admin/").content.decode()


def test_a_right_opens_one_report(client: Client, staff: User) -> None:
    staff.user_permissions.add(Permission.objects.get(codename="view_querycount"))
    assert client.get("/admin/search-statistics/").status_code == 200
    start = client.get("/admin/").content.decode()
    assert "/admin/search-statistics/" in start
    assert "/admin/search-indexes/" not in start


def test_the_report_tells_what_is_searched_and_not_found(admin_client: Client) -> None:
    today = timezone.localdate()
    QueryCount.objects.create(day=today, text="礼金", searches=7, empty=0, total=12)
    QueryCount.objects.create(day=today - timedelta(days=1), text="礼金", searches=3, empty=0, total=11)
    QueryCount.objects.create(day=today, text="找不到", searches=4, empty=4, total=0)
    QueryCount.objects.create(day=today - timedelta(days=60), text="从前", searches=9, empty=0, total=5)
    page = admin_client.get("/admin/search-statistics/").content.decode()
    assert "礼金" in page
    assert ">10<" in "".join(page.split())
    assert page.count("找不到") == 2
    assert "从前" not in page
    assert "从前" in admin_client.get("/admin/search-statistics/?days=365").content.decode()
    assert admin_client.get("/admin/search-statistics/?days=x").status_code == 200


def test_the_state_of_the_indexes_is_told(admin_client: Client) -> None:
    consumer = SearchConsumer.objects.get(name="embedded:main")
    SearchConsumer.objects.filter(pk=consumer.pk).update(last_error="disk full")
    OutboxEntry.objects.create(consumer=consumer, key="tag:1")
    page = admin_client.get("/admin/search-indexes/").content.decode()
    assert "embedded:main" in page
    assert "disk full" in page


def test_synonyms_are_edited(admin_client: Client) -> None:
    response = admin_client.post("/admin/synonyms/new/", {"words": "公款吃喝 公款宴请"})
    assert response.status_code == 302
    assert SynonymGroup.objects.get().terms == ("公款吃喝", "公款宴请")
    response = admin_client.post("/admin/synonyms/new/", {"words": "一个"})
    assert response.status_code == 200
    assert SynonymGroup.objects.count() == 1
    assert "公款吃喝" in admin_client.get("/admin/synonyms/?q=宴请").content.decode()
    assert "公款吃喝" not in admin_client.get("/admin/synonyms/results/?q=没有").content.decode()


@pytest.mark.parametrize("url", ["javascript:alert(1)", "http://plain.example/", "//else.example/", "no-slash", "/\\x"])
def test_unsafe_addresses_are_refused(admin_client: Client, url: str) -> None:
    response = admin_client.post("/admin/promoted-results/new/", {"words": "举报", "title": "x", "url": url})
    assert response.status_code == 200
    assert not PromotedResult.objects.exists()


def test_promoted_results_are_listed_by_day(admin_client: Client) -> None:
    today = timezone.localdate()
    PromotedResult.objects.create(title="now shown", words="举报", url="https://elsewhere.example/")
    PromotedResult.objects.create(
        title="long over", words="举报", url="/search/", active_until=today - timedelta(days=1)
    )
    shown = admin_client.get("/admin/promoted-results/?shown=true").content.decode()
    assert "now shown" in shown
    assert "long over" not in shown
    hidden = admin_client.get("/admin/promoted-results/?shown=false").content.decode()
    assert "long over" in hidden
    assert "now shown" not in hidden
