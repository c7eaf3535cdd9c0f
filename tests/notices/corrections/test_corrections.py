"""A changed notice keeps its history: readers see what was corrected, when and why."""

from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import PageLogEntry

from portal.cases.models import Subject
from portal.content.models import Correction, PublicChange
from portal.notices.corrections.following import mask_notes
from portal.notices.models import CaseNoticePage, NoticeCase
from portal.privacy.names import NameForm
from tests.factories import CaseFactory, CaseNoticePageFactory, DocumentFactory, ViolationFactory, WarningPageFactory
from tests.notices.editing import Desk

pytestmark = pytest.mark.django_db

WHAT, WHY = "更正处分种类。", "经申诉复查，原处分决定予以变更。"


def publish(page: CaseNoticePage, **changes: object) -> CaseNoticePage:
    """A new version goes public."""
    draft = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(draft, name, value)
    draft.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def told(page: CaseNoticePage) -> list[PublicChange]:
    return list(PublicChange.objects.filter(key=f"{page.kind}:{page.pk}", kind="corrected"))


def notes(client: Client, page: CaseNoticePage) -> str:
    found = BeautifulSoup(client.get(page.url).content, "html.parser").select_one(".corrections")
    return found.get_text(" ", strip=True) if found else ""


def test_readers_see_what_was_corrected_when_and_why(client: Client) -> None:
    page = CaseNoticePageFactory()
    with time_machine.travel("2026-11-20 10:00:00+08:00", tick=False):
        page = publish(page, summary="新的摘要。", correction_what=WHAT, correction_why=WHY)
    shown = notes(client, page)
    assert WHAT in shown
    assert WHY in shown
    assert "2026年11月20日" in shown
    (change,) = told(page)
    assert change.note == f"{WHAT}\n{WHY}"


def test_the_words_before_are_shown_nowhere(client: Client) -> None:
    page = CaseNoticePageFactory(summary="从前的摘要。")
    page = publish(page, summary="新的摘要。", correction_what=WHAT)
    assert "从前的摘要" not in client.get(page.url).content.decode()
    assert "从前的摘要" not in client.get("/changes/").content.decode()


def test_the_newest_note_comes_first_and_older_ones_are_folded(client: Client) -> None:
    page = CaseNoticePageFactory()
    page = publish(page, title="第二题", correction_what="第一次更正。")
    page = publish(page, title="第三题", correction_what="第二次更正。")
    shown = notes(client, page)
    assert shown.index("第二次更正") < shown.index("第一次更正")
    older = BeautifulSoup(client.get(page.url).content, "html.parser").select_one(".corrections details")
    assert older is not None
    assert "第一次更正" in older.get_text()


def test_a_note_is_spent_with_its_version() -> None:
    page = publish(CaseNoticePageFactory(), title="第二题", correction_what=WHAT)
    assert (page.correction_what, page.correction_why, page.wording_only) == ("", "", False)
    page = publish(page, title="第三题")
    assert [each.kind for each in Correction.objects.all()] == ["unexplained", "explained"]


def test_declared_as_wording_it_stands_in_the_history_alone(client: Client) -> None:
    page = publish(CaseNoticePageFactory(), title="改了错别字的标题", wording_only=True)
    assert notes(client, page) == ""
    assert not told(page)
    entry = PageLogEntry.objects.get(page=page.pk, action="content.wording_only")
    assert entry.data["fields"] == ["title"]


def test_a_version_that_says_the_same_needs_no_note(client: Client) -> None:
    page = publish(CaseNoticePageFactory(), correction_what="")
    assert not Correction.objects.exists()
    page = publish(page, slug="elsewhere")
    assert not Correction.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"title": "别的标题"},
        {"summary": "别的摘要"},
        {"body": [("paragraph", "<p>别的正文。</p>")]},
        {"published_on": timezone.localdate() - timedelta(days=3)},
        {"document_number": "测纪通〔2026〕999号"},
    ],
)
def test_every_public_field_counts(change: dict[str, object]) -> None:
    publish(CaseNoticePageFactory(), **change)
    assert Correction.objects.count() == 1


def test_tags_cases_and_attachments_count() -> None:
    page = CaseNoticePageFactory()
    publish(page, violations=[ViolationFactory()])
    publish(page, case_links=[NoticeCase(case=CaseFactory())])
    publish(page, attachments=[("document", DocumentFactory())])
    assert Correction.objects.count() == 3


def test_what_nobody_knew_is_not_corrected() -> None:
    draft = CaseNoticePageFactory(draft=True)
    publish(draft, title="初次公布")
    internal = CaseNoticePageFactory(internal=True)
    publish(internal, title="内部的新标题")
    assert not Correction.objects.exists()


def test_what_comes_back_changed_is_corrected() -> None:
    page = CaseNoticePageFactory()
    page.unpublish()
    publish(page, title="重新公布的标题", correction_what=WHAT)
    assert Correction.objects.get().what == WHAT


def test_timed_publication_tells_when_its_hour_comes(client: Client) -> None:
    page = publish(CaseNoticePageFactory())
    publish(page, title="定时更正", correction_what=WHAT, go_live_at=timezone.now() + timedelta(hours=1))
    assert not Correction.objects.exists()
    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
        call_command("publish_scheduled")
    assert Correction.objects.get().what == WHAT
    assert WHAT in notes(client, page)


def test_warnings_too(client: Client) -> None:
    page = publish(WarningPageFactory(), addressees="全体干部", correction_what=WHAT)
    assert WHAT in notes(client, page)


def test_notes_are_escaped(client: Client) -> None:
    page = publish(CaseNoticePageFactory(), title="第二题", correction_what="<script>alert(1)</script>")
    assert b"<script>alert(1)" not in client.get(page.url).content


# People are held up


def test_an_editor_cannot_publish_without_a_word(client: Client) -> None:
    page = CaseNoticePageFactory()
    page.save_revision().publish()
    desk = Desk("publisher")
    answer = desk.edit(page, action="action-publish", title="悄悄改了")
    assert answer.status_code == 302
    assert "correction" in answer.url
    assert "悄悄改了" not in client.get(page.url).content.decode()
    assert CaseNoticePage.objects.get(pk=page.pk).get_latest_revision_as_object().title == "悄悄改了"
    desk.edit(page, action="action-publish", title="悄悄改了", correction_what=WHAT)
    assert WHAT in notes(client, page)


def test_an_editor_cannot_propose_without_a_word() -> None:
    page = CaseNoticePageFactory()
    page.save_revision().publish()
    author = Desk("editor")
    author.edit(page, action="action-submit", title="悄悄改了")
    assert CaseNoticePage.objects.get(pk=page.pk).current_workflow_task is None
    author.edit(page, action="action-submit", title="悄悄改了", correction_what=WHAT)
    assert CaseNoticePage.objects.get(pk=page.pk).current_workflow_task is not None


def test_the_note_goes_through_review_with_its_version(client: Client) -> None:
    page = CaseNoticePageFactory()
    page.save_revision().publish()
    Desk("editor").edit(page, action="action-submit", title="改了", correction_what=WHAT, correction_why=WHY)
    Desk("editor").decide(page, "approve")
    Desk("publisher").decide(page, "approve")
    assert WHY in notes(client, page)
    assert Correction.objects.count() == 1


# Names


def test_a_name_that_expires_leaves_the_notes(client: Client) -> None:
    case = CaseFactory(subjects=[{"name": "甄士测"}])
    page = CaseNoticePageFactory()
    page.case_links = [NoticeCase(case=case)]
    page.save()
    page = publish(page, title="第二题", correction_what="更正甄士测的职务。")
    assert "甄士测" in notes(client, page)
    Subject.objects.filter(case=case).update(name_form=NameForm.MASKED)
    mask_notes([case.pk])
    assert "甄某某" in notes(client, page)
    assert "甄士测" not in PublicChange.objects.get(kind="corrected").note
