"""The public list of changes: what was added, masked or withdrawn; never what was taken away."""

from __future__ import annotations

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone, translation
from wagtail.models import Page, PageViewRestriction

from portal.cases.models import Case
from portal.content.changes import ledger
from portal.content.changes.views import PAGE_SIZE
from portal.content.models import PublicChange
from portal.notices.models import CaseNoticeIndexPage, CaseNoticePage, NoticeCase, Scope
from tests.factories import CaseFactory, CaseNoticePageFactory, UnitFactory, UserFactory, WarningPageFactory

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


def told() -> list[tuple[str, str]]:
    """What was told since this was last asked, the oldest first."""
    rows = list(PublicChange.objects.order_by("pk").values_list("kind", "key"))
    new = rows[told.seen :]  # type: ignore[attr-defined]
    told.seen = len(rows)  # type: ignore[attr-defined]
    return new


@pytest.fixture(autouse=True)
def nothing_told_yet() -> None:
    told.seen = PublicChange.objects.count()  # type: ignore[attr-defined]


def test_the_way_of_a_notice() -> None:
    notice = CaseNoticePageFactory(draft=True)
    key = f"case:{notice.pk}"
    assert told() == []
    notice.save_revision().publish()
    assert told() == [("added", key)]
    notice.title = "另一个标题"
    notice.save_revision()
    notice.save_revision().publish()
    assert told() == [("corrected", key)]
    notice = CaseNoticePage.objects.get()
    notice.unpublish()
    assert told() == [("withdrawn", key)]
    notice.save_revision().publish()
    assert told() == [("added", key)]
    notice = CaseNoticePage.objects.get()
    notice.scope = Scope.INTERNAL
    notice.audience.add(UnitFactory())
    notice.save()
    assert told() == [("withdrawn", key)]
    notice.delete()
    assert told() == []


@pytest.mark.parametrize("as_base_page", [False, True])
def test_deleting(as_base_page: bool) -> None:
    notice = WarningPageFactory()
    assert told() == [("added", f"warning:{notice.pk}")]
    key = f"warning:{notice.pk}"
    (Page.objects.get(pk=notice.pk) if as_base_page else notice).delete()
    assert told() == [("withdrawn", key)]


def test_deleting_the_section() -> None:
    keys = {f"case:{CaseNoticePageFactory().pk}" for _ in range(2)}
    told()
    CaseNoticeIndexPage.objects.get().delete()
    assert {*told()} == {("withdrawn", key) for key in keys}


def test_internal_notices_are_never_told_of() -> None:
    notice = CaseNoticePageFactory(internal=True)
    notice.save_revision().publish()
    notice.unpublish()
    notice.delete()
    assert told() == []


def test_what_goes_out_later_is_not_told_of_now() -> None:
    notice = CaseNoticePageFactory(live=True, go_live_at=timezone.now() + timedelta(days=1))
    assert told() == []
    notice.live = False
    notice.save()
    assert told() == []


def test_closing_and_opening_a_part_of_the_site() -> None:
    notice = CaseNoticePageFactory()
    told()
    restriction = PageViewRestriction.objects.create(
        page=CaseNoticeIndexPage.objects.get(), restriction_type="password", password="geheim"
    )
    assert told() == [("withdrawn", f"case:{notice.pk}")]
    restriction.delete()
    assert told() == [("added", f"case:{notice.pk}")]


def test_the_way_of_a_case() -> None:
    case, notice, other = CaseFactory(), CaseNoticePageFactory(), CaseNoticePageFactory()
    told()
    key = f"case_record:{case.pk}"
    link = NoticeCase.objects.create(page=notice, case=case)
    assert told() == [("added", key)]
    second = NoticeCase.objects.create(page=other, case=case)
    link.delete()
    assert told() == []
    second.page.unpublish()
    assert told() == [("withdrawn", f"case:{other.pk}"), ("withdrawn", key)]
    other.save_revision().publish()
    assert {*told()} == {("added", f"case:{other.pk}"), ("added", key)}
    Case.objects.get(pk=case.pk).unpublish()
    assert told() == [("withdrawn", key)]


def test_a_case_goes_with_its_only_notice() -> None:
    case, notice = CaseFactory(), CaseNoticePageFactory()
    NoticeCase.objects.create(page=notice, case=case)
    told()
    number = notice.pk
    notice.delete()
    assert {*told()} == {("withdrawn", f"case:{number}"), ("withdrawn", f"case_record:{case.pk}")}


# What readers see


def page(client: Client, path: str = "/en/changes/") -> str:
    response = client.get(path)
    assert response.status_code == 200
    return str(response.content.decode())


def test_the_page_names_what_is_public_and_nothing_else(client: Client) -> None:
    public, gone = CaseNoticePageFactory(title="公开的通报标题"), CaseNoticePageFactory(title="撤下的通报标题")
    address = gone.url
    gone.unpublish()
    for path in ("/changes/", "/en/changes/", "/changes/feed/", "/en/changes/feed/"):
        text = page(client, path)
        assert "公开的通报标题" in text
        assert "撤下的通报标题" not in text
        assert address.strip("/") in text
    with translation.override("en"):
        assert f'href="{public.url}"' in page(client)


def test_kinds(client: Client) -> None:
    CaseNoticePageFactory(title="公开的通报标题")
    CaseNoticePageFactory().unpublish()
    assert "公开的通报标题" not in page(client, "/en/changes/withdrawn/")
    assert "公开的通报标题" in page(client, "/en/changes/added/")
    assert "Nothing has changed yet" in page(client, "/en/changes/masked/")
    for path in ("/changes/other/", "/changes/other/feed/"):
        assert client.get(path).status_code == 404


def test_paging(client: Client) -> None:
    for number in range(PAGE_SIZE + 1):
        ledger.tell(PublicChange.Kind.WITHDRAWN, f"case:{10_000 + number}", f"/notices/{number}/")
    first, second = page(client), page(client, "/en/changes/?page=2")
    assert f"/notices/{PAGE_SIZE}/" in first
    assert "/notices/0/" not in first
    assert "/notices/0/" in second
    assert 'rel="next" href="?page=2"' in first
    assert "/notices/0/" in page(client, "/en/changes/?page=999")
    assert page(client, "/en/changes/?page=x")


def test_the_feed(client: Client) -> None:
    CaseNoticePageFactory(title="公开的<通报>标题")
    ledger.tell(PublicChange.Kind.MASKED, "case_record:7", "/cases/7/", note="另有<附件>")
    feed = ElementTree.fromstring(client.get("/en/changes/feed/").content)  # noqa: S314 (our own)
    masked, added = feed.findall(f"{ATOM}entry")
    assert masked.findtext(f"{ATOM}title") == "name masked: Case"
    assert masked.findtext(f"{ATOM}summary") == "另有<附件>"
    assert masked.find(f"{ATOM}category").attrib["term"] == "masked"  # type: ignore[union-attr]
    assert masked.find(f"{ATOM}link").attrib["href"].endswith("/en/cases/7/")  # type: ignore[union-attr]
    assert "公开的<通报>标题" in (added.findtext(f"{ATOM}title") or "")
    assert len({entry.findtext(f"{ATOM}id") for entry in (masked, added)}) == 2


def test_an_empty_feed_does_not_change(client: Client) -> None:
    first = client.get("/changes/feed/")
    assert first.content == client.get("/changes/feed/").content
    again = client.get("/changes/feed/", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304


def test_a_change_is_seen_at_once_on_a_kept_page(client: Client) -> None:
    assert "/notices/7/" not in page(client)
    ledger.tell(PublicChange.Kind.WITHDRAWN, "case:7", "/notices/7/")
    assert "/notices/7/" in page(client)


def test_staff_read_it_and_change_nothing() -> None:
    ledger.tell(PublicChange.Kind.WITHDRAWN, "case:7", "/notices/7/")
    client = Client()
    client.force_login(UserFactory(administrator=True))
    listed = client.get("/admin/public-changes/")
    assert "/notices/7/" in listed.content.decode()
    change = PublicChange.objects.get()
    for path in ("new/", f"edit/{change.pk}/", f"delete/{change.pk}/"):
        assert client.get(f"/admin/public-changes/{path}").status_code in {302, 403, 404}
    strangers = Client()
    strangers.force_login(UserFactory(groups=["editor"]))
    assert strangers.get("/admin/public-changes/").status_code == 302
