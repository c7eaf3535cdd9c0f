"""Addresses are for ever: old ones lead to new ones, withdrawn ones answer 410, internal ones stay unknown."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, Site

from portal.content.addresses import without_language
from portal.content.models import Tombstone
from portal.notices.models import CaseNoticeIndexPage, CaseNoticePage, Scope, WarningIndexPage
from tests.factories import CaseNoticePageFactory, UnitFactory, UserFactory, WarningPageFactory, section, site_tree
from tests.factories.accounts import PASSWORD

pytestmark = pytest.mark.django_db


def leads_to(client: Client, path: str) -> str | None:
    """Where a permanent redirect leads; None where none is."""
    response = client.get(path)
    return response["Location"] if response.status_code == 301 else None


def rename(page: Page, slug: str) -> None:
    """Give a page another address, as an editor does."""
    fresh = page.specific_class.objects.get(pk=page.pk)
    fresh.slug = slug
    fresh.save_revision().publish()


def publish(notice: CaseNoticePage, **fields: object) -> None:
    fresh = CaseNoticePage.objects.get(pk=notice.pk)
    for name, value in fields.items():
        setattr(fresh, name, value)
    fresh.save_revision().publish()


@pytest.mark.parametrize("admin_language", ["zh-hans", "en"])
def test_a_renamed_notice_is_found_at_every_address_it_had(client: Client, admin_language: str) -> None:
    notice = CaseNoticePageFactory(slug="first")
    with translation.override(admin_language):
        rename(notice, "second")
        rename(notice, "third")
    for old in ("first", "second"):
        assert leads_to(client, f"/notices/{old}/") == "/notices/third/"
        assert leads_to(client, f"/notices/{old}/?from=mail") == "/notices/third/"
        assert leads_to(client, f"/en/notices/{old}/") == "/en/notices/third/"
    rename(notice, "first")
    assert client.get("/notices/first/").status_code == 200
    assert leads_to(client, "/notices/third/") == "/notices/first/"


def test_a_renamed_section_takes_everything_below_with_it(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    notices = [CaseNoticePageFactory(slug=f"n{number}") for number in range(12)]
    CaseNoticePageFactory(slug="draft", draft=True)
    index = CaseNoticeIndexPage.objects.get()
    index.slug = "cases"
    with django_assert_max_num_queries(40):
        index.save()
    assert leads_to(client, "/notices/") == "/cases/"
    assert leads_to(client, f"/en/notices/{notices[-1].slug}/") == f"/en/cases/{notices[-1].slug}/"
    assert client.get("/notices/draft/").status_code == 404
    assert Redirect.objects.count() == 13


def test_a_moved_notice_and_a_moved_section(client: Client) -> None:
    notice, warning = CaseNoticePageFactory(slug="moved"), WarningPageFactory(slug="below")
    Page.objects.get(pk=notice.pk).move(section(WarningIndexPage), "last-child")
    assert leads_to(client, "/notices/moved/") == "/warnings/moved/"
    other = site_tree().add_child(instance=Page(title="Other", slug="other"))
    Page.objects.get(pk=section(WarningIndexPage).pk).move(other, "last-child")
    assert leads_to(client, "/notices/moved/") == "/other/warnings/moved/"
    assert leads_to(client, "/warnings/below/") == f"/other/warnings/{warning.slug}/"


def test_redirects_are_lost_with_the_change_or_not_at_all() -> None:
    notice = CaseNoticePageFactory(slug="first")
    with pytest.raises(RuntimeError), transaction.atomic():
        rename(notice, "second")
        assert Redirect.objects.filter(old_path="/notices/first").exists()
        raise RuntimeError
    assert not Redirect.objects.exists()


def test_a_redirect_that_somebody_entered_stays(client: Client) -> None:
    Redirect.objects.create(old_path="/notices/first", site=Site.objects.get(), redirect_link="/about/")
    notice = CaseNoticePageFactory(slug="first")
    rename(notice, "second")
    assert leads_to(client, "/notices/first/") == "/about/"


def test_another_page_takes_an_old_address(client: Client) -> None:
    rename(CaseNoticePageFactory(slug="first"), "second")
    CaseNoticePageFactory(slug="first", title="新的一篇")
    assert "新的一篇" in client.get("/notices/first/").content.decode()


def test_the_old_address_of_an_internal_notice_is_unknown(client: Client) -> None:
    unit = UnitFactory()
    UserFactory(username="reader", units=[unit])
    notice = CaseNoticePageFactory(slug="secret", internal=True, audience=[unit])
    rename(notice, "secret-2")
    assert client.get("/notices/secret/").status_code == 404
    client.login(username="reader", password=PASSWORD)
    answer = client.get("/notices/secret/")
    assert answer["Location"] == "/notices/secret-2/"
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("how", ["unpublish", "unpublish the base page", "delete", "delete the section", "expire"])
@pytest.mark.parametrize(
    ("prefix", "words"), [("", "withdrawn"), ("/en", "This notice was withdrawn")], ids=["zh", "en"]
)
def test_a_withdrawn_notice_says_so(client: Client, how: str, prefix: str, words: str) -> None:
    notice = CaseNoticePageFactory(slug="gone", title="机密标题", written_on=date(2026, 3, 1), overdue=how == "expire")
    {
        "unpublish": notice.unpublish,
        "unpublish the base page": lambda: Page.objects.get(pk=notice.pk).unpublish(),
        "delete": notice.delete,
        "delete the section": lambda: Page.objects.get(pk=section(CaseNoticeIndexPage).pk).delete(),
        "expire": lambda: call_command("publish_scheduled"),
    }[how]()
    response = client.get(f"{prefix}/notices/gone/")
    assert response.status_code == 410
    assert response["X-Robots-Tag"] == "noindex"
    page = BeautifulSoup(response.content, "html.parser")
    assert page.select_one('meta[name="robots"][content="noindex"]')
    assert not page.select('link[rel="canonical"], meta[property^="og:"]')
    days = [found["datetime"] for found in page.select(".gone__facts time")]
    assert days == ["2026-03-01", timezone.localdate().isoformat()]
    assert "机密标题" not in page.get_text()
    if prefix:
        assert words in page.get_text()


def test_the_old_addresses_of_a_withdrawn_notice_say_so_too(client: Client) -> None:
    notice = CaseNoticePageFactory(slug="first")
    rename(notice, "second")
    CaseNoticePage.objects.get(pk=notice.pk).unpublish()
    assert [client.get(f"/notices/{slug}/").status_code for slug in ("first", "second")] == [410, 410]
    CaseNoticePage.objects.get(pk=notice.pk).delete()
    assert [client.get(f"/notices/{slug}/").status_code for slug in ("first", "second")] == [410, 410]


def test_published_again_it_is_there_again(client: Client) -> None:
    notice = CaseNoticePageFactory(slug="first")
    notice.unpublish()
    publish(notice)
    assert client.get("/notices/first/").status_code == 200
    assert not Tombstone.objects.exists()


def test_published_again_elsewhere_the_old_address_leads_there(client: Client) -> None:
    notice = CaseNoticePageFactory(slug="first")
    notice.unpublish()
    publish(notice, slug="second")
    assert leads_to(client, "/notices/first/") == "/notices/second/"
    assert not Tombstone.objects.exists()


def test_another_notice_at_the_address_clears_it(client: Client) -> None:
    CaseNoticePageFactory(slug="first").delete()
    other = CaseNoticePageFactory(slug="first")
    assert client.get("/notices/first/").status_code == 200
    assert not Tombstone.objects.exists()
    other.unpublish()
    assert Tombstone.objects.get().page_number == other.pk


@pytest.mark.parametrize("how", ["unpublish", "delete"])
@pytest.mark.parametrize("why", ["internal", "restricted", "draft", "made internal"])
def test_what_was_not_public_stays_unknown(client: Client, why: str, how: str) -> None:
    traits = {} if why == "made internal" else {why: True}
    notice = CaseNoticePageFactory(slug="unknown", **traits)
    if why == "made internal":
        publish(notice, scope=Scope.INTERNAL, audience=[UnitFactory()])
        assert client.get("/notices/unknown/").status_code == 404
    getattr(CaseNoticePage.objects.get(pk=notice.pk), how)()
    assert client.get("/notices/unknown/").status_code == 404
    assert not Tombstone.objects.exists()


def test_withdrawn_and_published_again_as_internal_it_is_unknown(client: Client) -> None:
    notice = CaseNoticePageFactory(slug="first")
    notice.unpublish()
    publish(notice, scope=Scope.INTERNAL, audience=[UnitFactory()])
    assert client.get("/notices/first/").status_code == 404
    publish(notice, slug="second")
    assert client.get("/notices/first/").status_code == 404


def test_a_closed_notice_is_not_withdrawn() -> None:
    notice = CaseNoticePageFactory()
    PageViewRestriction.objects.create(page=notice, restriction_type="login")
    assert not Tombstone.objects.exists()


def test_a_withdrawal_that_is_rolled_back_never_was(client: Client) -> None:
    notice = CaseNoticePageFactory(slug="first")
    with pytest.raises(RuntimeError), transaction.atomic():
        notice.unpublish()
        raise RuntimeError
    assert client.get("/notices/first/").status_code == 200
    assert not Tombstone.objects.exists()


@pytest.mark.parametrize("path", ["/notices/%00/", "/nope/?q=%00", "/en/%E9%80%9A%FF/", "/" + "x" * 3000 + "/"])
def test_hostile_addresses_find_nothing(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("path", "plain"),
    [("/en/notices/x/", "/notices/x/"), ("/en", "/"), ("/en/", "/"), ("/english/", "/english/"), ("/fr/x/", "/fr/x/")],
)
def test_an_address_without_its_language(path: str, plain: str) -> None:
    assert without_language(path) == plain
