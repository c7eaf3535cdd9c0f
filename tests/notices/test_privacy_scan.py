"""The privacy scan before a notice is proposed, approved and published, on every way."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import docx
import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from wagtail.models import PageLogEntry
from wagtail.test.utils.form_data import rich_text, streamfield
from wagtail.users.models import UserProfile

from portal.content.models import PortalDocument, PortalImage
from portal.notices.models import CaseNoticePage, NoticeCase
from portal.notices.privacy import decisions
from portal.notices.privacy.gate import OpenFindings, scan_address
from portal.notices.privacy.spots import open_spots, scan
from portal.privacy.models import AcceptedFinding, FileScan, ScanOverride
from portal.privacy.scan.pause import without_scan
from tests.factories import CaseFactory, CaseNoticePageFactory, DocumentFactory, ImageFactory, WarningPageFactory
from tests.factories.notices import paragraph
from tests.notices.editing import Desk, only_notice

pytestmark = pytest.mark.django_db

MOBILE, ID_NUMBER = "13800000001", "990601197803121018"
SECRET = f"<p>联系手机<b>{MOBILE[:5]}</b>{MOBILE[5:]}，请勿外传。</p>"


def body(html: str) -> dict[str, object]:
    return streamfield([("paragraph", rich_text(html, features=["bold"]))])


def english(desk: Desk) -> Desk:
    """Somebody who has set the admin to English."""
    UserProfile.objects.update_or_create(user=desk.user, defaults={"preferred_language": "en"})
    return desk


@pytest.fixture
def author() -> Desk:
    return english(Desk("editor"))


@pytest.fixture
def publisher() -> Desk:
    return english(Desk("publisher"))


def draft() -> CaseNoticePage:
    """The newest version of the one notice."""
    return only_notice().get_latest_revision_as_object()


def post(desk: Desk, page: CaseNoticePage, **fields: object) -> str:
    """Send a form of the page of the scan and follow it."""
    return desk.client.post(scan_address(page), fields, follow=True).content.decode()


# Stopped, and nothing lost


def test_proposing_is_stopped_and_the_draft_is_kept(author: Desk, mailoutbox) -> None:
    response = author.create(action="action-submit", body=body(SECRET))
    page = only_notice()
    assert response.url == scan_address(page)
    assert page.current_workflow_state is None
    assert MOBILE[:5] in str(draft().body)
    assert mailoutbox == []


def test_proposing_a_changed_draft_is_stopped(author: Desk) -> None:
    author.create()
    response = author.edit(only_notice(), action="action-submit", summary=f"身份证号{ID_NUMBER}")
    assert response.url == scan_address(only_notice())
    assert only_notice().current_workflow_state is None
    assert ID_NUMBER in draft().summary


def test_proposing_again_after_rejection_is_stopped(author: Desk) -> None:
    author.create(action="action-submit")
    Desk("editor").decide(only_notice(), "reject", "请改")
    response = author.edit(only_notice(), action="action-submit", summary=f"身份证号{ID_NUMBER}")
    assert response.url == scan_address(only_notice())
    assert only_notice().current_workflow_state.status == "needs_changes"


def test_publishing_a_new_notice_is_stopped_and_the_draft_is_kept(publisher: Desk, client) -> None:
    response = publisher.create(action="action-publish", body=body(SECRET))
    page = only_notice()
    assert response.url == scan_address(page)
    assert not page.live
    assert client.get(page.url).status_code == 404
    assert MOBILE[:5] in str(draft().body)


def test_publishing_changes_of_a_live_notice_is_stopped(publisher: Desk) -> None:
    page = CaseNoticePageFactory()
    response = publisher.edit(page, action="action-publish", summary=f"身份证号{ID_NUMBER}")
    assert response.url == scan_address(page)
    assert ID_NUMBER not in only_notice().summary
    assert ID_NUMBER in draft().summary


def test_approving_is_stopped(author: Desk) -> None:
    author.create(action="action-submit")
    page = only_notice()
    reviewer = Desk("editor")
    reviewer.edit(page, summary=f"身份证号{ID_NUMBER}")
    response = Desk("publisher").decide(page, "approve")
    assert response.url == scan_address(page)
    assert only_notice().current_workflow_task.name == "审核"
    assert not only_notice().current_workflow_state.task_states.filter(status="approved").exists()


def test_bulk_publishing_is_stopped_for_all(publisher: Desk) -> None:
    clean = CaseNoticePageFactory(draft=True)
    tainted = CaseNoticePageFactory(draft=True, summary=f"身份证号{ID_NUMBER}")
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    for notices, expected in (([clean, tainted], False), ([clean], True)):
        query = "&".join(f"id={notice.pk}" for notice in notices)
        publisher.client.post(f"{address}?{query}", {"include_descendants": ""})
        assert CaseNoticePage.objects.get(pk=clean.pk).live is expected
    assert not CaseNoticePage.objects.get(pk=tainted.pk).live


def test_no_code_goes_around_the_gate() -> None:
    page = CaseNoticePageFactory(draft=True, summary=f"身份证号{ID_NUMBER}")
    with pytest.raises(OpenFindings), transaction.atomic():
        page.save_revision().publish()
    assert not CaseNoticePage.objects.get(pk=page.pk).live
    live = CaseNoticePageFactory()
    live.summary = f"身份证号{ID_NUMBER}"
    with pytest.raises(OpenFindings), transaction.atomic():
        live.save()
    with without_scan():
        live.save()
    assert CaseNoticePage.objects.get(pk=live.pk).live


def test_a_new_page_with_findings_begins_as_a_draft() -> None:
    assert not CaseNoticePageFactory(body=[paragraph(SECRET)]).live
    assert not WarningPageFactory(summary=f"身份证号{ID_NUMBER}").live


def test_the_hour_of_publication_passes_over_what_has_findings(publisher: Desk, capsys) -> None:
    later = timezone.localtime() + timedelta(hours=2)
    fine, tainted = CaseNoticePageFactory(draft=True), CaseNoticePageFactory(draft=True)
    for page, summary in ((fine, "摘要"), (tainted, f"身份证号{ID_NUMBER}")):
        page.summary, page.go_live_at = summary, later
        with without_scan():
            page.save_revision().publish()
    with time_machine.travel(later + timedelta(minutes=1)):
        call_command("publish_scheduled")
    assert CaseNoticePage.objects.get(pk=fine.pk).live
    assert not CaseNoticePage.objects.get(pk=tainted.pk).live
    assert PageLogEntry.objects.filter(page=tainted.pk, action="privacy.held").exists()
    assert ID_NUMBER not in capsys.readouterr().err


def test_scheduling_is_stopped_at_once(publisher: Desk) -> None:
    later = timezone.localtime() + timedelta(hours=2)
    response = publisher.create(action="action-publish", go_live_at=f"{later:%Y-%m-%d %H:%M}", body=body(SECRET))
    assert response.url == scan_address(only_notice())
    assert only_notice().scheduled_revision is None


def test_clean_texts_go_their_way(author: Desk, publisher: Desk) -> None:
    author.create(action="action-submit", summary="举报电话：12388。其妻李某某（另案处理）。")
    assert only_notice().current_workflow_task.name == "审核"


# What an editor sees and does


def test_findings_are_shown_in_context_and_masked_with_one_click(author: Desk, publisher: Desk) -> None:
    author.create(action="action-submit", body=body(SECRET), summary="其妻张丽娟挂名领取薪酬。")
    page = only_notice()
    shown = author.client.get(scan_address(page)).content.decode()
    assert f"联系手机<mark>{MOBILE}</mark>，请勿外传。" in shown
    assert "其妻<mark>张丽娟</mark>挂名领取薪酬。" in shown
    spot = next(spot for spot in open_spots(draft()) if spot.match == MOBILE)
    post(author, page, action="mask", spot=spot.key)
    text = draft().body.raw_data[0]["value"]
    assert text.count("*") == 8
    assert "<b>138********</b>" in text
    assert MOBILE[3:5] not in text
    assert "请勿外传" in text
    assert "张丽娟" in draft().summary
    shown = post(author, page, action="mask-all")
    assert draft().summary == "其妻张某某挂名领取薪酬。"
    assert "No personal data was found." in shown
    assert author.edit(page, action="action-submit", summary=draft().summary).url != scan_address(page)


def test_masking_reaches_tables_quotes_and_headings(author: Desk) -> None:
    table = {"data": [["姓名", "电话"], ["李某", MOBILE]], "table_caption": f"名单{ID_NUMBER}"}
    page = CaseNoticePageFactory(
        draft=True,
        title=f"关于{ID_NUMBER}的通报",
        body=[
            {"type": "table", "value": table},
            {"type": "quote", "value": {"text": f"手机{MOBILE}", "source": "来信"}},
            {"type": "heading", "value": f"手机{MOBILE}"},
        ],
    )
    page.save_revision()
    assert len(open_spots(draft())) == 5
    post(author, page, action="mask-all")
    assert open_spots(draft()) == []
    stored = str(list(draft().body.raw_data)) + draft().title
    assert MOBILE not in stored
    assert ID_NUMBER not in stored
    assert "来信" in stored
    assert "姓名" in stored


def test_a_text_that_changed_meanwhile_is_not_masked_blindly(author: Desk) -> None:
    page = CaseNoticePageFactory(draft=True, summary=f"身份证号{ID_NUMBER}")
    page.save_revision()
    [spot] = open_spots(draft())
    changed = draft()
    changed.summary = f"前面多了字，身份证号{ID_NUMBER}"
    changed.save_revision()
    assert "look again" in post(author, page, action="mask", spot=spot.key)
    assert ID_NUMBER in draft().summary


def test_an_override_needs_a_reason_and_is_recorded(author: Desk, publisher: Desk) -> None:
    author.create(action="action-submit", summary=f"身份证号{ID_NUMBER}")
    page = only_notice()
    marks = [spot.mark for spot in open_spots(draft())]
    post(author, page, action="accept", shown=marks, reason="")
    assert not ScanOverride.objects.exists()
    shown = post(author, page, action="accept", shown=marks, reason="虚构的号码，用于说明")
    assert "may stand" in shown
    override = ScanOverride.objects.get()
    assert (override.user, override.reason, override.content_object) == (author.user, "虚构的号码，用于说明", page)
    [entry] = PageLogEntry.objects.filter(page=page.pk, action="privacy.override")
    assert entry.data == {"kinds": {"id_number": 1}, "reason": "虚构的号码，用于说明"}
    stored = str(list(ScanOverride.objects.values())) + str(list(AcceptedFinding.objects.values())) + str(entry.data)
    assert ID_NUMBER not in stored
    author.edit(page, action="action-submit", summary=f"身份证号{ID_NUMBER}")
    assert only_notice().current_workflow_task.name == "审核"
    report = publisher.client.get(reverse("privacy_overrides:index")).content.decode()
    history = publisher.client.get(reverse("wagtailadmin_pages:history", args=[page.pk])).content.decode()
    for shown in (report, history):
        assert "虚构的号码，用于说明" in shown
        assert ID_NUMBER not in shown


def test_an_override_holds_for_these_words_and_this_text_alone(author: Desk) -> None:
    page = CaseNoticePageFactory(draft=True, summary=f"身份证号{ID_NUMBER}")
    decisions.accept(page, open_spots(page), author.user, "测试")
    assert open_spots(page) == []
    page.summary = f"改过的话，身份证号{ID_NUMBER}"
    assert open_spots(page) == []
    page.summary = "身份证号990702198506232025"
    assert len(open_spots(page)) == 1
    assert len(open_spots(CaseNoticePageFactory(draft=True, summary=f"身份证号{ID_NUMBER}"))) == 1


def test_an_override_covers_only_what_was_shown(author: Desk) -> None:
    page = CaseNoticePageFactory(draft=True, summary=f"身份证号{ID_NUMBER}，手机{MOBILE}")
    page.save_revision()
    first = open_spots(draft())[0]
    post(author, page, action="accept", shown=[first.mark], reason="只看了一处")
    assert [spot.match for spot in open_spots(draft())] == [MOBILE]


def test_strangers_and_readers_do_not_come_to_the_scan(client) -> None:
    page = CaseNoticePageFactory(draft=True, summary=f"身份证号{ID_NUMBER}")
    assert client.get(scan_address(page)).status_code == 302
    reader = Desk()
    assert ID_NUMBER not in reader.client.get(scan_address(page), follow=True).content.decode()
    editor = Desk("editor")
    assert editor.client.get("/admin/privacy-scan/auth/user/1/").status_code == 404
    assert editor.client.get("/admin/privacy-scan/no/such/1/").status_code == 404


def test_text_under_review_is_not_masked_by_its_author(author: Desk) -> None:
    author.create(action="action-submit")
    page = only_notice()
    Desk("editor").edit(page, summary=f"身份证号{ID_NUMBER}")
    assert "locked" in post(author, page, action="mask-all")
    assert ID_NUMBER in draft().summary


# Names, cases, files


def test_subjects_of_the_notices_own_cases_may_stand() -> None:
    case = CaseFactory(heading="测试单位违规问题", subjects=[{"name": "甄士测", "name_form": "full"}])
    page = CaseNoticePageFactory(draft=True, summary="公司老板甄士测受到处分，其妻甄士测某。")
    assert [spot.match for spot in open_spots(page)][:1] == ["甄士测"]
    NoticeCase.objects.create(page=page, case=case)
    assert open_spots(CaseNoticePage.objects.get(pk=page.pk)) == []


def test_texts_of_cases_are_scanned_with_the_notice_and_by_themselves(author: Desk) -> None:
    case = CaseFactory(facts="事实。")
    page = CaseNoticePageFactory()
    NoticeCase.objects.create(page=page, case=case)
    case.facts = f"其手机{MOBILE}。"
    with pytest.raises(OpenFindings), transaction.atomic():
        case.save()
    with without_scan():
        case.save()
    [spot] = open_spots(CaseNoticePage.objects.get(pk=page.pk))
    assert (spot.match, spot.can_mask, spot.holder) == (MOBILE, False, case)


def word(text: str) -> ContentFile:
    document, file = docx.Document(), BytesIO()
    document.add_paragraph(text)
    document.core_properties.author = ""
    document.save(file)
    return ContentFile(file.getvalue(), name="qingdan.docx")


def test_attachments_are_read_once_and_scanned(monkeypatch) -> None:
    document = DocumentFactory(file=word(f"身份证号{ID_NUMBER}"), title="整改清单")
    page = CaseNoticePageFactory(draft=True, attachments=[{"type": "document", "value": document.pk}])
    [spot] = open_spots(page)
    assert (spot.match, spot.can_mask, "整改清单" in spot.label) == (ID_NUMBER, False, True)
    assert FileScan.objects.count() == 1
    with monkeypatch.context() as patch:
        patch.setattr("portal.privacy.scan.kept.scan_file", None)
        assert open_spots(page) == [spot]
    PortalDocument.objects.get(pk=document.pk).delete()
    assert not FileScan.objects.exists()


def test_a_broken_attachment_needs_a_decision(author: Desk) -> None:
    document = DocumentFactory(file=ContentFile(b"PK\x03\x04broken", name="a.docx"))
    page = CaseNoticePageFactory(draft=True, attachments=[{"type": "document", "value": document.pk}])
    [spot] = open_spots(page)
    assert (spot.kind, bool(spot.note)) == ("unreadable", True)
    decisions.accept(page, [spot], author.user, "已人工查看")
    assert open_spots(page) == []


def photo() -> ContentFile:
    picture, file = Image.new("RGB", (60, 40), "red"), BytesIO()
    exif = picture.getexif()
    exif.get_ifd(0x8825)[2] = (30.0, 1.0, 2.0)
    exif[0x0112] = 6
    picture.save(file, "JPEG", exif=exif)
    return ContentFile(file.getvalue(), name="xianchang.jpg")


def test_the_place_in_a_picture_is_found_and_taken_out_with_one_click(author: Desk) -> None:
    picture = ImageFactory(file=photo())
    figure = {"image": {"image": picture.pk, "alt_text": "现场", "decorative": False}, "caption": ""}
    page = CaseNoticePageFactory(draft=True, body=[{"type": "figure", "value": figure}])
    page.save_revision()
    [spot] = open_spots(draft())
    assert (spot.kind, spot.can_strip) == ("photo_data", True)
    post(author, page, action="strip", spot=spot.key)
    assert open_spots(draft()) == []
    stored = PortalImage.objects.get(pk=picture.pk)
    with stored.open_file() as file, Image.open(file) as opened:
        assert not opened.getexif()
        assert opened.size == (40, 60)
    assert (stored.width, stored.height) == (40, 60)


def test_no_size_of_a_picture_carries_the_place() -> None:
    picture = ImageFactory(file=photo())
    with picture.get_rendition("width-20").file.open("rb") as file, Image.open(file) as opened:
        assert not opened.getexif().get_ifd(0x8825)


def test_an_ordinary_notice_costs_no_query_when_nothing_is_found(django_assert_num_queries) -> None:
    page = CaseNoticePage.objects.get(pk=CaseNoticePageFactory().pk)
    with django_assert_num_queries(1):
        assert scan(page) == []
