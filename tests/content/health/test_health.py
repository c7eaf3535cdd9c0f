"""The health page finds what inspections look for, leads to where it is mended, and names nobody else's pages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from home.roles import Role
from portal.content.health import Findings, registered_checks
from portal.content.health.registry import SHOWN, Check, register_check
from portal.content.models import PortalDocument
from portal.notices.models import CaseNoticeIndexPage, CaseNoticePage, NoticeCase, WarningPage
from tests.factories import (
    CaseFactory,
    CaseNoticePageFactory,
    DocumentFactory,
    ImageFactory,
    UnitFactory,
    UserFactory,
    ViolationFactory,
    WarningPageFactory,
    section,
    site_tree,
)
from tests.factories.notices import paragraph

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def editor() -> User:
    cache.clear()
    site_tree()
    return UserFactory(groups=[Role.PUBLISHER])


def found(user: User, name: str) -> Findings:
    (check,) = (each for each in registered_checks() if each.name == name)
    return check.find(user)


def named(user: User, name: str) -> set[str]:
    findings = found(user, name)
    assert findings.total == len(findings.troubles)
    return {trouble.what for trouble in findings.troubles}


def test_the_site_needs_news_within_two_weeks(editor: User) -> None:
    notice = CaseNoticePageFactory(published_on=TODAY() - timedelta(days=14))
    assert found(editor, "home").total == 0
    CaseNoticePage.objects.filter(pk=notice.pk).update(published_on=TODAY() - timedelta(days=15))
    assert found(editor, "home").total == 1


def test_sections_behind_and_empty(editor: User) -> None:
    CaseNoticePageFactory(published_on=TODAY() - timedelta(days=15))
    WarningPageFactory(published_on=TODAY() - timedelta(days=15))
    cases = section(CaseNoticeIndexPage)
    assert named(editor, "sections_behind") == {cases.title}
    assert cases.title not in named(editor, "sections_empty")
    # What only its readers may know does not fill a section.
    CaseNoticePageFactory(internal=True, audience=[UnitFactory()])
    assert named(editor, "sections_behind") == {cases.title}
    CaseNoticePageFactory()
    assert named(editor, "sections_behind") == set()


def test_a_section_without_a_public_notice_is_empty(editor: User) -> None:
    CaseNoticePageFactory(draft=True)
    assert section(CaseNoticeIndexPage).title in named(editor, "sections_empty")


def test_what_is_past_its_time_and_what_has_no_end(editor: User) -> None:
    late = CaseNoticePageFactory(title="该撤下的通报")
    Page.objects.filter(pk=late.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    assert named(editor, "expired") == {"该撤下的通报"}
    WarningPageFactory(title="新的提醒")
    old = WarningPageFactory(title="没有期限的提醒", published_on=TODAY() - timedelta(days=61))
    assert named(editor, "warnings") == {"没有期限的提醒"}
    WarningPage.objects.filter(pk=old.pk).update(valid_to=TODAY())
    assert named(editor, "warnings") == set()


def test_links_that_lead_nowhere(editor: User) -> None:
    target, closed, draft = (CaseNoticePageFactory() for _each in range(3))
    file = DocumentFactory()
    links = [f'<a linktype="page" id="{each.pk}">另见</a>' for each in (target, closed)]
    CaseNoticePageFactory(title="有链接", body=[paragraph(f"<p>{''.join(links)}</p>")])
    CaseNoticePageFactory(title="有附件", attachments=[{"type": "document", "value": file.pk}])
    CaseNoticePageFactory(title="有关联", related=[{"type": "notice", "value": draft.pk}])
    assert named(editor, "links") == set()
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    CaseNoticePage.objects.get(pk=draft.pk).unpublish()
    PortalDocument.objects.filter(pk=file.pk).delete()
    assert named(editor, "links") == {"有链接", "有附件", "有关联"}


def test_typed_links_that_lead_nowhere(editor: User, settings: Any) -> None:
    target = CaseNoticePageFactory(title="在此")
    site = settings.SITE_URL
    good = [target.url, f"{site}{target.url}?a=1#b", f"/en{target.url}", "/", "/search/?q=1", "/en/", "#below"]
    good += ["https://elsewhere.example/notices/none/", "mailto:a@example.org", target.url.rstrip("/")]
    CaseNoticePageFactory(title="都通", body=[paragraph("".join(f'<a href="{each}">见</a>' for each in good))])
    assert named(editor, "links") == set()
    for number, bad in enumerate(["/notices/none/", f"{site}/nowhere/", "/en/notices/none/"]):
        CaseNoticePageFactory(title=f"不通{number}", body=[paragraph(f'<a href="{bad}">见</a>')])
    assert named(editor, "links") == {"不通0", "不通1", "不通2"}


def test_a_typed_link_to_what_moved_leads_on_and_to_what_was_withdrawn_nowhere(editor: User) -> None:
    target = CaseNoticePageFactory(title="在此")
    CaseNoticePageFactory(title="有链接", body=[paragraph(f'<a href="{target.url}">见</a>')])
    target.slug = "moved-away"
    target.save_revision().publish()
    assert named(editor, "links") == set()
    CaseNoticePage.objects.get(pk=target.pk).unpublish()
    assert named(editor, "links") == {"有链接"}


def test_pictures_without_words(editor: User) -> None:
    def picture(words: str, decorative: bool) -> list[dict[str, object]]:
        image = {"image": ImageFactory().pk, "alt_text": words, "decorative": decorative}
        return [{"type": "figure", "value": {"image": image, "caption": ""}}]

    CaseNoticePageFactory(title="有说明", body=picture("会场", decorative=False))
    CaseNoticePageFactory(title="装饰", body=picture("", decorative=True))
    CaseNoticePageFactory(title="无说明", body=picture(" ", decorative=False))
    assert named(editor, "pictures") == {"无说明"}


def test_notices_without_codes(editor: User) -> None:
    violation = ViolationFactory()
    CaseNoticePageFactory(title="没有代码")
    CaseNoticePageFactory(title="自有代码", violations=[violation])
    by_case = CaseNoticePageFactory(title="案件有代码")
    NoticeCase.objects.create(page=by_case, case=CaseFactory(violations=[violation]))
    assert named(editor, "notice_codes") == {"没有代码"}
    without = CaseNoticePageFactory(title="案件无代码")
    NoticeCase.objects.create(page=without, case=CaseFactory())
    assert found(editor, "case_codes").total == 1


def test_dates_that_cannot_be_true(editor: User) -> None:
    CaseNoticePageFactory(title="明天", published_on=TODAY() + timedelta(days=1))
    early = CaseNoticePageFactory(title="早得多", published_on=TODAY() - timedelta(days=31))
    brought = CaseNoticePageFactory(
        title="从旧站带来", published_on=TODAY() - timedelta(days=900), source_url="https://old.example/1"
    )
    fresh = CaseNoticePageFactory(title="正常", published_on=TODAY() - timedelta(days=2))
    Page.objects.filter(pk__in=[early.pk, brought.pk, fresh.pk]).update(first_published_at=timezone.now())
    assert named(editor, "dates") == {"明天", "早得多"}


def test_the_page_leads_to_where_it_is_mended(editor: User) -> None:
    notice = CaseNoticePageFactory(title="没有代码", published_on=TODAY() - timedelta(days=30))
    client = Client()
    client.force_login(editor)
    page = client.get("/admin/reports/content-health/").content.decode()
    assert f"/admin/pages/{notice.pk}/edit/" in page
    assert "单项否决" in page
    assert f"/admin/pages/{section(CaseNoticeIndexPage).pk}/" in page
    assert "/admin/reports/content-health/" in client.get("/admin/").content.decode()


def test_who_may_change_no_page_sees_nothing_of_it() -> None:
    CaseNoticePageFactory(title="没有代码")
    stranger = UserFactory()
    assert {check.find(stranger).total for check in registered_checks()} == {0}
    client = Client()
    assert client.get("/admin/reports/content-health/").status_code == 302
    client.force_login(UserFactory(groups=[Role.AUDITOR]))
    assert client.get("/admin/reports/content-health/").status_code == 302


def test_a_check_has_a_name_of_its_own() -> None:
    with pytest.raises(ValueError, match="home"):
        register_check(Check("home", "", "", lambda user: Findings()))


def test_the_rest_of_a_check_is_behind_a_link(editor: User) -> None:
    for _number in range(SHOWN + 2):
        CaseNoticePageFactory()
    client = Client()
    client.force_login(editor)
    address = "/admin/reports/content-health/"
    assert f'href="{address}?check=notice_codes"' in client.get(address).content.decode()
    (only,) = client.get(f"{address}?check=notice_codes").context["checked"]
    assert len(only.findings.troubles) == only.findings.total == SHOWN + 2
    assert len(client.get(f"{address}?check=nonsense").context["checked"]) == len(registered_checks())
