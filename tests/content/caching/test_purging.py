"""Whatever changes, the next reader sees it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.management import call_command
from django.test import Client
from django.utils import timezone, translation
from wagtail.models import Page, PageViewRestriction, Site

from home.models import HomePage, SiteFrame, StandardPage
from portal.content.caching.purging import is_seen
from portal.content.models import PageStamp
from portal.notices.models import CaseNoticeIndexPage, CaseNoticePage, Scope
from portal.organisations.models import Unit
from tests.content.caching.conftest import IsKept
from tests.factories import (
    CaseNoticePageFactory,
    FormerNameFactory,
    ImageFactory,
    RegionFactory,
    UnitFactory,
    ViolationFactory,
    WarningPageFactory,
    site_tree,
)

pytestmark = pytest.mark.django_db

Kept = Callable[..., None]

#: Every table that purges. A new one does so by itself; whoever adds it decides here, or in `purging`, that it may.
SEEN = {
    "cases.ActPeriod",
    "cases.Amount",
    "cases.Case",
    "cases.Case_violations",
    "cases.Measure",
    "cases.Reexamination",
    "cases.Subject",
    "cases.Term",
    "cases.TermList",
    "content.Correction",
    "content.PortalDocument",
    "content.PortalImage",
    "content.PublicChange",
    "feedback.AnswerRound",
    "feedback.FollowUp",
    "feedback.Hearing",
    "feedback.HearingQuestion",
    "feedback.PublicInquiry",
    "home.HomePage",
    "home.SiteFrame",
    "home.StandardPage",
    "insights.ChangedCase",
    "insights.CountedCase",
    "insights.Tally",
    "notices.BulletinCase",
    "notices.BulletinFigures",
    "notices.BulletinIndexPage",
    "notices.BulletinPage",
    "notices.BulletinPage_audience",
    "notices.BulletinPage_forms",
    "notices.BulletinPage_violations",
    "notices.CaseNoticeIndexPage",
    "notices.CaseNoticePage",
    "notices.CaseNoticePage_audience",
    "notices.CaseNoticePage_forms",
    "notices.CaseNoticePage_violations",
    "notices.ClarificationCase",
    "notices.ClarificationIndexPage",
    "notices.ClarificationNotice",
    "notices.ClarificationPage",
    "notices.ClarificationPage_audience",
    "notices.ClarificationPage_forms",
    "notices.ClarificationPage_violations",
    "notices.FrozenCase",
    "notices.InspectedUnit",
    "notices.InspectionIndexPage",
    "notices.InspectionPage",
    "notices.InspectionPage_audience",
    "notices.InspectionPage_forms",
    "notices.InspectionPage_violations",
    "notices.NoticeCase",
    "notices.RectificationItem",
    "notices.ResultCounter",
    "notices.WarningIndexPage",
    "notices.WarningPage",
    "notices.WarningPage_audience",
    "notices.WarningCase",
    "notices.WarningPage_forms",
    "notices.WarningPage_violations",
    "organisations.FormerName",
    "organisations.FormerRegionName",
    "organisations.Region",
    "organisations.Unit",
    "taggit.Tag",
    "taggit.TaggedItem",
    "wagtailcore.Collection",
    "wagtailcore.CollectionViewRestriction",
    "wagtailcore.CollectionViewRestriction_groups",
    "wagtailcore.Locale",
    "wagtailcore.Page",
    "wagtailcore.PageViewRestriction",
    "wagtailcore.PageViewRestriction_groups",
    "wagtailcore.Site",
    "wagtaildocs.Document",
    "wagtailimages.Image",
}
GONE = (404, 410)
MOVED = (301, 302, *GONE)


def status(path: str) -> int:
    # Without the block, the language of the page would stay with this thread.
    with translation.override("zh-hans"):
        return Client().get(path).status_code


def text(path: str) -> str:
    with translation.override("zh-hans"):
        return Client().get(path).content.decode()


def test_tables_that_purge() -> None:
    assert {model._meta.label for model in apps.get_models(include_auto_created=True) if is_seen(model)} == SEEN


def test_publishing(kept: Kept) -> None:
    notice = CaseNoticePageFactory(draft=True, title="关于三起典型问题的通报")
    unit_page = notice.issuing_unit.get_absolute_url()
    kept("/", unit_page, "/sitemap.xml")
    notice.save_revision().publish()
    assert notice.title in text("/")
    assert notice.title in text(unit_page)
    assert notice.slug in text("/sitemap.xml")


def test_publishing_a_new_text(kept: Kept) -> None:
    notice = CaseNoticePageFactory()
    kept(notice.url, f"/en{notice.url}")
    notice.title = "更正后的标题"
    notice.save_revision().publish()
    assert notice.title in text(notice.url)
    assert notice.title in text(f"/en{notice.url}")


def test_a_draft_leaves_the_pages_alone(kept: Kept, is_kept: IsKept) -> None:
    notice = CaseNoticePageFactory()
    notice.save_revision().publish()
    kept(notice.url)
    notice.title = "尚未发布的标题"
    notice.save_revision()
    assert is_kept(notice.url)


@pytest.mark.parametrize("as_base_page", [False, True], ids=["notice", "base page"])
@pytest.mark.parametrize("how", ["unpublish", "delete"])
def test_taking_down(how: str, as_base_page: bool, kept: Kept) -> None:
    notice = CaseNoticePageFactory()
    kept("/", notice.url)
    getattr(Page.objects.get(pk=notice.pk) if as_base_page else notice, how)()
    assert status(notice.url) in GONE
    assert notice.title not in text("/")


def test_deleting_many_at_once(kept: Kept) -> None:
    notice = CaseNoticePageFactory()
    kept("/", notice.url)
    CaseNoticePage.objects.all().delete()
    assert status(notice.url) in GONE
    assert notice.title not in text("/")


def test_another_slug(kept: Kept) -> None:
    notice = CaseNoticePageFactory()
    old = notice.url
    kept("/", old)
    notice.slug = "another"
    notice.save_revision().publish()
    assert status(old) in MOVED
    assert "/notices/another/" in text("/")


def test_another_slug_of_the_section(kept: Kept) -> None:
    notice = CaseNoticePageFactory()
    kept("/", notice.url)
    index = CaseNoticeIndexPage.objects.get()
    index.slug = "typical-cases"
    index.save_revision().publish()
    assert status(notice.url) in MOVED
    assert f"/typical-cases/{notice.slug}/" in text("/")


def test_moving(kept: Kept) -> None:
    home = HomePage.objects.get(pk=site_tree().pk)
    above = home.add_child(instance=StandardPage(title="专栏", slug="above"))
    page = home.add_child(instance=StandardPage(title="关于", slug="about", show_in_menus=True))
    kept("/", "/about/")
    Page.objects.get(pk=page.pk).move(Page.objects.get(pk=above.pk), "last-child")
    assert status("/about/") in MOVED
    assert "/above/about/" in text("/")


def test_another_order(kept: Kept) -> None:
    home = HomePage.objects.get(pk=site_tree().pk)
    first, second = (
        home.add_child(instance=StandardPage(title=name, slug=name, show_in_menus=True)) for name in ("a1", "b2")
    )
    kept("/")
    mark = PageStamp.current()
    Page.objects.get(pk=second.pk).move(Page.objects.get(pk=first.pk), "left")
    assert PageStamp.current() != mark


@pytest.mark.parametrize("how", ["password", "login"])
def test_closing_and_opening(how: str, kept: Kept) -> None:
    notice = CaseNoticePageFactory()
    kept("/", notice.url)
    restriction = PageViewRestriction.objects.create(page=notice, restriction_type=how, password="geheim")
    assert notice.document_number not in text(notice.url)
    assert notice.title not in text("/")
    restriction.delete()
    assert notice.document_number in text(notice.url)
    assert notice.title in text("/")


def test_expiry(kept: Kept) -> None:
    notice = CaseNoticePageFactory(overdue=True)
    kept("/", notice.url)
    call_command("publish_scheduled")
    assert status(notice.url) in GONE
    assert notice.title not in text("/")


def test_scheduled_publication(kept: Kept) -> None:
    notice = CaseNoticePageFactory(draft=True)
    notice.go_live_at = timezone.now() + timedelta(seconds=1)
    revision = notice.save_revision(approved_go_live_at=timezone.now() - timedelta(seconds=1))
    assert revision.approved_go_live_at
    kept("/")
    call_command("publish_scheduled")
    assert notice.title in text("/") or CaseNoticePage.objects.get(pk=notice.pk).live is False


def test_becoming_internal(kept: Kept) -> None:
    notice = CaseNoticePageFactory()
    kept("/", notice.url)
    notice.scope, notice.audience = Scope.INTERNAL, [UnitFactory()]
    notice.save()
    assert status(notice.url) in GONE
    assert notice.title not in text("/")


def test_a_related_notice_is_taken_down(kept: Kept) -> None:
    other = CaseNoticePageFactory(title="另案通报之一")
    notice = CaseNoticePageFactory(related=[{"type": "notice", "value": other.pk}])
    kept(notice.url)
    other.unpublish()
    assert other.title not in text(notice.url)


def test_tags(kept: Kept) -> None:
    term = ViolationFactory(name="违规收受礼品")
    notice = CaseNoticePageFactory(violations=[term])
    kept(notice.url)
    term.name = "违规收受礼金"
    term.save()
    assert "违规收受礼金" in text(notice.url)


def test_units(kept: Kept) -> None:
    notice = CaseNoticePageFactory()
    unit = Unit.objects.get(pk=notice.issuing_unit_id)
    paths = ("/", notice.url, "/units/", unit.get_absolute_url())
    kept(*paths)
    unit.name = "新名称局"
    unit.save()
    for path in paths:
        assert "新名称局" in text(path)


def test_former_names(kept: Kept) -> None:
    unit = UnitFactory()
    kept(unit.get_absolute_url())
    FormerNameFactory(unit=unit, name="曾用名局")
    assert "曾用名局" in text(unit.get_absolute_url())


def test_a_unit_stands_elsewhere(kept: Kept) -> None:
    unit, other = UnitFactory(), UnitFactory(name="上级单位")
    kept(unit.get_absolute_url())
    Unit.objects.get(pk=unit.pk).move(Unit.objects.get(pk=other.pk), "sorted-child")
    assert "上级单位" in text(unit.get_absolute_url())


def test_regions(kept: Kept) -> None:
    region = RegionFactory()
    notice = CaseNoticePageFactory(region=region)
    kept(notice.url)
    region.name = "新区名"
    region.save()
    assert "新区名" in text(notice.url)


def test_the_frame_of_the_site(kept: Kept) -> None:
    frame = SiteFrame.for_site(Site.objects.get(is_default_site=True))
    notice = WarningPageFactory()
    kept("/", notice.url, "/units/")
    frame.icp_number = "某ICP备2026号"
    frame.save()
    for path in ("/", notice.url, "/units/", "/en/"):
        assert frame.icp_number in text(path)


def test_another_home_page(kept: Kept) -> None:
    site_tree()
    kept("/")
    index = CaseNoticePageFactory().get_parent()
    site = Site.objects.get(is_default_site=True)
    site.root_page = index
    mark = PageStamp.current()
    site.save()
    assert PageStamp.current() != mark


def test_menus(kept: Kept) -> None:
    home = HomePage.objects.get(pk=site_tree().pk)
    page = home.add_child(instance=StandardPage(title="无障碍声明", slug="access"))
    kept("/")
    page.show_in_menus = True
    page.save()
    assert page.title in text("/")


def test_a_picture(kept: Kept, is_kept: IsKept) -> None:
    picture = ImageFactory()
    value = {"image": {"image": picture.pk, "alt_text": "图", "decorative": False}, "caption": "图"}
    notice = CaseNoticePageFactory(body=[{"type": "figure", "value": value}])
    kept(notice.url)
    picture.title = "另一标题"
    picture.save()
    assert not is_kept(notice.url)
