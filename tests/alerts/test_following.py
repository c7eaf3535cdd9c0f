"""A reader asks, confirms, changes and ends, without an account or JavaScript; nobody else learns of it."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail as outgoing
from django.db import connection
from django.test import Client
from django.utils import timezone

from portal.alerts import links
from portal.alerts.addresses import address_of, mark_of
from portal.alerts.ending import forget_old
from portal.alerts.following import views
from portal.alerts.following.asking import MOST_ASKED_MAILS
from portal.alerts.mailing.delivery import send_due
from portal.alerts.matching import NAME
from portal.alerts.models import Followed, Mail, Rhythm, Subscriber, Subscription
from search import consumers, indexing
from search.models import SearchConsumer
from tests.factories.alerts import SubscriptionFactory
from tests.factories.notices import CaseNoticePageFactory
from tests.factories.organisations import UnitFactory

pytestmark = pytest.mark.django_db

ADDRESS = "Reader.Li@example.org"


@pytest.fixture(autouse=True)
def engine(search_dir: Any) -> Iterator[None]:
    yield


def ask(client: Client, where: str = "/alerts/follow/?q=礼金", **values: str) -> Any:
    return client.post(where, {"address": ADDRESS, "rhythm": "daily", **values})


def last_link(kind: str) -> str:
    """The path of a link in the last mail."""
    send_due()
    found = re.search(rf"https?://[^/]+(/(?:en/)?alerts/{kind}/[^/\s]+/)", outgoing.outbox[-1].body)
    assert found
    return found[1]


def test_asked_and_confirmed_by_a_button_in_a_page_that_the_mail_leads_to(client: Client) -> None:
    response = ask(client)
    assert (response.status_code, response["Location"]) == (302, "/alerts/sent/")
    subscription = Subscription.objects.get()
    assert subscription.confirmed_at is None
    link = last_link("confirm")
    # Programs that look at mail open every link: that alone says nothing.
    assert client.get(link).status_code == 200
    subscription.refresh_from_db()
    assert subscription.confirmed_at is None
    client.post(link)
    subscription.refresh_from_db()
    assert subscription.confirmed_at is not None
    assert (subscription.rhythm, subscription.followed.text) == (Rhythm.DAILY, "礼金")


def test_what_changes_is_kept_from_before_anybody_can_say_yes(client: Client) -> None:
    ask(client)
    assert not SearchConsumer.objects.filter(name=NAME).exists()
    send_due()
    assert SearchConsumer.objects.filter(name=NAME).exists()


def test_the_address_is_nowhere_in_the_database_and_can_be_opened_to_send(client: Client) -> None:
    ask(client)
    subscriber = Subscriber.objects.get()
    assert address_of(subscriber) == ADDRESS
    needles = [ADDRESS.encode(), ADDRESS.lower().encode(), b"Reader.Li"]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'select * from "{table}"')  # noqa: S608
            for row in cursor.fetchall():
                stored = b" ".join(bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in row)
                assert not any(needle in stored for needle in needles), table


def test_one_address_is_one_subscriber_however_it_is_written(client: Client) -> None:
    ask(client)
    ask(client, "/alerts/follow/?q=酒驾", address=f" {ADDRESS.upper()} ")
    assert Subscriber.objects.count() == 1
    assert Subscription.objects.count() == 2
    assert mark_of(ADDRESS) == mark_of(ADDRESS.upper())


@pytest.mark.parametrize(
    ("asked", "text", "filters"),
    [
        ("?q=礼金&kind=case&sort=date&page=3", "礼金", {"kind": ["case"]}),
        ("?q=礼金&from=2026-01-01&to=2026-03-31&quarter=2026Q1", "礼金", {}),
        ("?q=&kind=&region=", "", {}),
        ("", "", {}),
    ],
)
def test_any_search_can_be_followed_without_its_days(
    client: Client, asked: str, text: str, filters: dict[str, Any]
) -> None:
    ask(client, f"/alerts/follow/{asked}")
    followed = Followed.objects.get()
    assert (followed.text, followed.filters) == (text, filters)


def test_the_same_search_is_kept_once_for_all(client: Client) -> None:
    ask(client, "/alerts/follow/?q=礼金&kind=case&kind=warning")
    ask(client, "/alerts/follow/?kind=warning&kind=case&q=礼金", address="other@example.org")
    assert Followed.objects.count() == 1


def test_a_unit_is_followed_from_its_page(client: Client) -> None:
    unit = UnitFactory(code="u-77")
    page = client.get(unit.get_absolute_url()).content.decode()
    assert "/alerts/follow/?unit=u-77" in page
    ask(client, "/alerts/follow/?unit=u-77")
    assert Followed.objects.get().filters == {"unit": ["u-77"]}
    assert unit.name in client.get("/alerts/follow/?unit=u-77").content.decode()


def test_a_document_is_followed_while_anybody_may_read_it(client: Client) -> None:
    page = CaseNoticePageFactory()
    where = f"/alerts/follow/?document=case:{page.pk}"
    assert page.title in client.get(where).content.decode()
    ask(client, where)
    assert Followed.objects.get().document == f"case:{page.pk}"
    page.unpublish()
    assert client.get(where).status_code == 404
    assert client.get("/alerts/follow/?document=nonsense").status_code == 404


def test_the_search_page_leads_here_with_all_that_was_chosen(client: Client) -> None:
    consumers.ensure()
    for target in consumers.targets():
        indexing.rebuild(target)
    page = client.get("/search/?q=礼金&kind=case&sort=date&page=2").content.decode()
    assert 'href="/alerts/follow/?q=%E7%A4%BC%E9%87%91&amp;kind=case"' in page


def test_while_no_engine_answers_the_pages_work_all_the_same(client: Client) -> None:
    assert client.get("/search/?q=礼金").status_code == 503
    assert client.get("/alerts/").status_code == 200
    assert ask(client).status_code == 302


@pytest.mark.parametrize(
    "address", ["", "no-address", "a@b", "x" * 250 + "@example.org", "a@example.org\nBcc: b@c.org"]
)
def test_what_is_no_address_is_said_beside_the_field_and_kept(client: Client, address: str) -> None:
    response = ask(client, address=address)
    assert response.status_code == 200
    page = response.content.decode()
    assert 'aria-invalid="true"' in page
    assert 'id="id_address-error"' in page
    assert not Subscriber.objects.exists()


def test_an_unknown_rhythm_is_refused(client: Client) -> None:
    assert ask(client, rhythm="hourly").status_code == 200
    assert not Subscriber.objects.exists()


def test_a_program_that_fills_in_everything_gets_the_same_answer_and_nothing_else(client: Client) -> None:
    assert ask(client, website="https://spam.example").status_code == 302
    assert not Subscriber.objects.exists()


def test_nobody_learns_whether_an_address_is_known(client: Client) -> None:
    SubscriptionFactory(address=ADDRESS, text="礼金")
    for where, values in (("/alerts/follow/?q=礼金", {"rhythm": "daily"}), ("/alerts/link/", {})):
        answers = {
            (response.status_code, response["Location"])
            for address in (ADDRESS, "nobody@example.org")
            for response in [client.post(where, {"address": address, **values})]
        }
        assert len(answers) == 1


def test_an_address_is_not_flooded_by_others(client: Client) -> None:
    for number in range(10):
        ask(client, f"/alerts/follow/?q=礼金{number}")
        client.post("/alerts/link/", {"address": ADDRESS})
    send_due()
    assert len(outgoing.outbox) == MOST_ASKED_MAILS


def test_one_place_cannot_have_mail_sent_to_everybody(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "MOST_FROM_ONE_PLACE", 2)
    place = {"REMOTE_ADDR": "203.0.113.9"}
    answers = [
        client.post("/alerts/follow/", {"address": f"reader{number}@example.org", "rhythm": "daily"}, **place)
        for number in range(3)
    ]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert client.post("/alerts/link/", {"address": ADDRESS}, **place).status_code == 429
    assert client.post("/alerts/link/", {"address": ADDRESS}, REMOTE_ADDR="203.0.113.10").status_code == 302
    assert Subscriber.objects.count() == 2


def test_a_link_that_is_old_wrong_or_used_up_says_so(client: Client) -> None:
    ask(client)
    link = last_link("confirm")
    assert client.get(link[:-3] + "xx/").status_code == 410
    with time_machine.travel(timezone.now() + timedelta(days=4)):
        assert client.post(link).status_code == 410
    Subscription.objects.all().delete()
    assert client.post(link).status_code == 410


def test_a_link_for_one_purpose_serves_no_other(client: Client) -> None:
    subscription = SubscriptionFactory()
    token = links.confirm_link(subscription).rstrip("/").rpartition("/")[2]
    for kind in ("manage", "stop"):
        client.post(f"/alerts/{kind}/{token}/", {"stop": "all"})
    assert Subscription.objects.exists()


def test_what_was_never_confirmed_is_forgotten(client: Client) -> None:
    ask(client)
    with time_machine.travel(timezone.now() + timedelta(days=4)):
        forget_old()
    for model in (Subscriber, Followed, Subscription, Mail):
        assert not model.objects.exists()
    assert not SearchConsumer.objects.filter(name=NAME).exists()


def stop_path(subscription: Subscription, *, only: bool = True) -> str:
    link = links.stop_link(subscription.subscriber, subscription if only else None)
    return "/" + link.split("/", 3)[3]


def test_one_click_ends_it_as_mail_programs_do(settings: Any) -> None:
    """RFC 8058: a POST with this very body, no cookie, no token of a form, no page before it."""
    subscription = SubscriptionFactory()
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(
        stop_path(subscription), "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code == 200
    assert not Subscriber.objects.exists()


def test_opening_the_link_ends_nothing_and_ending_twice_says_the_same(client: Client) -> None:
    subscription = SubscriptionFactory()
    path = stop_path(subscription)
    client.get(path)
    assert Subscription.objects.exists()
    pages = [client.post(path) for _ in range(2)]
    assert [page.status_code for page in pages] == [200, 200]


def test_ending_one_leaves_the_others_and_the_last_one_takes_the_address_along(client: Client) -> None:
    first, second = SubscriptionFactory(text="礼金"), SubscriptionFactory(text="酒驾")
    client.post(stop_path(first))
    assert list(Subscription.objects.all()) == [second]
    assert list(Followed.objects.all()) == [second.followed]
    client.post(stop_path(second))
    assert not Subscriber.objects.exists()


def test_everything_is_ended_by_the_link_of_a_mail_about_several(client: Client) -> None:
    first = SubscriptionFactory(text="礼金")
    SubscriptionFactory(text="酒驾")
    client.post(stop_path(first, only=False))
    assert not Subscriber.objects.exists()


def test_all_that_is_followed_can_be_changed_and_ended_by_a_link_that_is_mailed(client: Client) -> None:
    subscription = SubscriptionFactory(address=ADDRESS, text="礼金")
    other = SubscriptionFactory(address="other@example.org", text="酒驾")
    client.post("/alerts/link/", {"address": ADDRESS})
    link = last_link("manage")
    page = client.get(link).content.decode()
    assert "礼金" in page
    assert "酒驾" not in page
    client.post(link, {"subscription": str(subscription.pk), "rhythm": "quarterly"})
    subscription.refresh_from_db()
    assert subscription.rhythm == Rhythm.QUARTERLY
    # Another one's number is not mine, whatever I post.
    for number in (str(other.pk), "x", "9" * 30, "-1"):
        client.post(link, {"subscription": number, "stop": "one"})
    assert Subscription.objects.filter(pk=other.pk).exists()
    client.post(link, {"stop": "all"})
    assert list(Subscription.objects.all()) == [other]


@pytest.mark.parametrize("language", ["", "en/"])
def test_no_page_of_a_subscriber_is_kept_or_listed(client: Client, language: str) -> None:
    subscription = SubscriptionFactory()
    for path in (f"/{language}alerts/follow/?q=礼金", f"/{language}alerts/sent/", stop_path(subscription)):
        response = client.get(path)
        assert response.status_code == 200
        assert "no-store" in response["Cache-Control"]
        assert response["Referrer-Policy"] == "no-referrer"
        assert "noindex" in response["X-Robots-Tag"]


def test_mail_is_in_the_language_in_which_it_was_asked_for(client: Client) -> None:
    ask(client, "/en/alerts/follow/?q=礼金")
    assert last_link("confirm").startswith("/en/alerts/confirm/")
    assert "confirm" in outgoing.outbox[-1].subject.lower()


def test_without_a_key_nothing_is_kept_and_the_page_says_so(client: Client, settings: Any) -> None:
    settings.SEALING_PUBLIC_KEY = []
    assert ask(client).status_code == 503
    assert not Subscriber.objects.exists()
