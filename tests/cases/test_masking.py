"""Names whose time is over leave everything public: the task, and what is saved afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.models import ModelLogEntry, PageLogEntry

from portal.cases import holders, masking
from portal.cases.models import Amount, Case, Subject
from portal.content.access import is_public
from portal.content.models import PageStamp, PortalDocument, PublicChange
from portal.notices.models import CaseNoticePage, NoticeCase, NoticePage, WarningCase
from portal.operations.jobs import registered_jobs
from portal.privacy.names import NameForm
from portal.privacy.scan.pause import without_scan
from search.models import QueryCount
from tests.factories import (
    CaseFactory,
    CaseNoticePageFactory,
    DocumentFactory,
    SubjectFactory,
    UnitFactory,
    WarningPageFactory,
)
from tests.factories.notices import paragraph

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_scan() -> Iterator[None]:
    """The texts here name people in ways that no editor would let through."""
    with without_scan():
        yield


NAME, SHOWN = "甄士测", "甄某某"
DAY = timedelta(days=1)


def made(**changes: Any) -> Case:
    """A case that names its subject everywhere; the name ends today."""
    subject = {
        "name": NAME,
        "post_then": f"测试单位原负责人（{NAME}）",
        "name_public_until": timezone.localdate(),
        "measures": [{"grade": "pd1", "decided_on": "2020-01", "text": f"给予{NAME}党内警告处分"}],
    }
    case: Case = CaseFactory(
        heading=f"{NAME}违规收受礼金问题", facts=f"经查，{NAME}收受礼金。", subjects=[{**subject, **changes}]
    )
    Amount.objects.create(case=case, what=f"{NAME}收受", text="8.8万余元")
    return case


def notice_of(*cases: Case, **changes: Any) -> CaseNoticePage:
    notice: CaseNoticePage = CaseNoticePageFactory(
        **{
            "title": f"关于{NAME}问题的通报",
            "seo_title": f"{NAME}问题",
            "search_description": f"{NAME}受处分",
            "summary": f"通报{NAME}问题。",
            "keywords": f"{NAME}；礼金",
            "body": [paragraph(f"<p>经查，<b>甄士</b>测收受礼金。{NAME}受到处分。</p>")],
            **changes,
        }
    )
    for case in cases:
        NoticeCase.objects.create(page=notice, case=case)
    return notice


def expire(**which: Any) -> None:
    Subject.objects.filter(**which).update(name_public_until=timezone.localdate() - DAY)


def texts_of(notice: NoticePage) -> str:
    live = type(notice).objects.get(pk=notice.pk)
    parts = [live.title, live.seo_title, live.search_description, live.summary, live.keywords]
    return "\n".join([*parts, str(live.body.get_prep_value()), str(live.attachments.get_prep_value())])


def changes_of(kind: str = "masked") -> list[str]:
    return sorted(PublicChange.objects.filter(kind=kind).values_list("key", flat=True))


def test_nothing_happens_before_the_last_day_is_over() -> None:
    case = made()
    notice = notice_of(case)
    assert masking.mask_expired() == 0
    assert NAME in texts_of(notice)
    assert Subject.objects.get().public_name == NAME


def test_the_day_alone_hides_the_name_itself() -> None:
    made()
    expire()
    assert Subject.objects.get().public_name == SHOWN


def test_the_task_takes_the_name_out_of_the_case() -> None:
    case = made()
    expire()
    assert masking.mask_expired() == 1
    case = Case.objects.get()
    subject = case.subjects.get()
    assert (case.heading, case.facts) == (f"{SHOWN}违规收受礼金问题", f"经查，{SHOWN}收受礼金。")
    assert subject.post_then == f"测试单位原负责人（{SHOWN}）"
    assert subject.measures.get().text == f"给予{SHOWN}党内警告处分"
    assert case.amounts.get().what == f"{SHOWN}收受"
    assert (subject.masked_on, subject.public_name, subject.name) == (timezone.localdate(), SHOWN, NAME)
    assert masking.mask_expired() == 0


def test_the_task_takes_the_name_out_of_the_notices() -> None:
    case = made()
    notice = notice_of(case)
    warning = WarningPageFactory(title=f"从{NAME}问题说起", addressees=NAME)
    WarningCase.objects.create(page=warning, case=case)
    expire()
    masking.mask_expired()
    assert NAME not in texts_of(notice)
    assert "甄士" not in texts_of(notice)
    assert f"经查，<b>{SHOWN}</b>收受礼金。{SHOWN}受到处分。" in texts_of(notice)
    warning.refresh_from_db()
    assert (warning.title, warning.addressees) == (f"从{SHOWN}问题说起", SHOWN)
    assert changes_of() == [f"case:{notice.pk}", f"case_record:{case.pk}", f"warning:{warning.pk}"]


def test_what_was_published_stays_for_staff() -> None:
    case = made()
    notice = notice_of(case)
    expire()
    masking.mask_expired()
    stored = CaseNoticePage.objects.get(pk=notice.pk).latest_revision.as_object()
    assert NAME in stored.title
    assert NAME in str(stored.body.get_prep_value())
    assert NAME in Case.objects.get().latest_revision.as_object().facts


def test_history_tells_staff() -> None:
    case = made()
    notice = notice_of(case)
    expire()
    masking.mask_expired()
    assert ModelLogEntry.objects.get(action="cases.mask_names").object_id == str(case.pk)
    (entry,) = PageLogEntry.objects.filter(action="notices.mask_names", page=notice.pk)
    assert "body" in entry.data["fields"]
    assert entry.message


def test_publishing_an_older_version_masks_again() -> None:
    case = made()
    notice = notice_of(case)
    first, first_of_case = notice.save_revision(), Case.objects.get().save_revision()
    with time_machine.travel(timezone.now() + DAY):
        masking.mask_expired()
        before = PublicChange.objects.count()
        first.publish()
        first_of_case.publish()
        assert NAME not in texts_of(notice)
        live = Case.objects.get()
        measures = [measure.text for subject in live.subjects.all() for measure in subject.measures.all()]
        assert NAME not in "".join([live.heading, live.facts, *measures, live.subjects.get().post_then])
        assert live.subjects.get().masked_on == timezone.localdate()
        assert PublicChange.objects.count() == before
        assert masking.mask_expired() == 0


def test_a_notice_published_for_the_first_time_after_the_name_ended() -> None:
    case = made()
    notice = notice_of(case, live=False)
    expire()
    masking.mask_expired()
    assert NAME in texts_of(notice)
    notice.save_revision().publish()
    assert NAME not in texts_of(notice)
    assert changes_of() == []


def test_internal_notices_keep_the_name_until_they_become_public() -> None:
    case = made()
    notice = notice_of(case, internal=True)
    expire()
    masking.mask_expired()
    assert NAME in texts_of(notice)
    assert PublicChange.objects.count() == 0
    notice = CaseNoticePage.objects.get(pk=notice.pk)
    notice.scope = "public"
    notice.save()
    assert NAME not in texts_of(notice)


def test_several_cases_in_a_notice_and_several_persons_in_a_case() -> None:
    case = made()
    SubjectFactory(case=case, name="甄士测试")
    other = CaseFactory(subjects=[{"name": "贾测", "name_public_until": timezone.localdate() - DAY}])
    notice = notice_of(case, other, title="甄士测、甄士测试和贾测")
    expire(name=NAME)
    assert masking.mask_expired() == 2
    notice.refresh_from_db()
    assert notice.title == "甄某某、甄士测试和贾某"
    # A sitting of two cases on one notice is told once, by the first that changed it.
    assert changes_of().count(f"case:{notice.pk}") == 1


def test_pages_that_were_kept_hold_no_more_even_where_no_text_gives_the_name() -> None:
    case = CaseFactory(subjects=[{"name": NAME, "name_public_until": timezone.localdate() - DAY}])
    before = PageStamp.current()
    assert masking.mask_expired() == 1
    assert Case.objects.get().heading == case.heading
    assert PageStamp.current() != before


def test_a_unit_keeps_its_name() -> None:
    unit = UnitFactory(name="高峰镇人民政府")
    subject = {"name": "高峰", "unit_then": unit, "name_public_until": timezone.localdate() - DAY}
    case = CaseFactory(heading="高峰镇人民政府原镇长高峰违规", subjects=[subject])
    masking.mask_expired()
    case.refresh_from_db()
    assert case.heading == "高峰镇人民政府原镇长高某违规"


def test_the_form_is_the_editors() -> None:
    case = made(name_masked="甄某", name_public_until=timezone.localdate() - DAY)
    masking.mask_expired()
    case.refresh_from_db()
    assert case.heading == "甄某违规收受礼金问题"


@pytest.mark.parametrize(("form", "shown"), [(NameForm.MASKED, SHOWN), (NameForm.POST, "某某")])
def test_a_name_hidden_by_an_editor_leaves_the_texts_when_the_case_is_published(form: NameForm, shown: str) -> None:
    case = made()
    notice = notice_of(case)
    draft = Case.objects.get()
    subject = draft.subjects.all()[0]
    subject.name_form = form
    draft.subjects = [subject]
    draft.save_revision().publish()
    assert Case.objects.get().heading == f"{shown}违规收受礼金问题"
    notice.refresh_from_db()
    assert notice.title == f"关于{shown}问题的通报"


def test_a_later_day_set_by_an_editor_brings_the_name_back() -> None:
    made()
    expire()
    masking.mask_expired()
    draft = Case.objects.get()
    subject = draft.subjects.all()[0]
    subject.name_public_until, subject.name_override_reason = timezone.localdate() + DAY, "复查改变处分"
    draft.subjects = [subject]
    draft.save_revision().publish()
    assert Subject.objects.get().public_name == NAME
    assert Subject.objects.get().masked_on is None


def test_a_new_measure_alone_does_not_bring_the_name_back() -> None:
    made(name_public_until=None)
    masking.mask_expired()
    subject = Subject.objects.get()
    assert subject.public_name == SHOWN
    measure = subject.measures.get()
    measure.decided_on = f"{timezone.localdate().year}"
    measure.save()
    assert Subject.objects.get().name_rule_until > timezone.localdate()
    assert Subject.objects.get().public_name == SHOWN


def attach(notice: CaseNoticePage, content: bytes, **changes: Any) -> PortalDocument:
    changes = {"title": "附件：清单", "file": ContentFile(content, changes.pop("filename", "list.txt")), **changes}
    document: PortalDocument = DocumentFactory(**changes)
    notice.attachments = [{"type": "document", "value": document.pk}]
    link = f'<p>见<a linktype="document" id="{document.pk}">清单</a>。</p>'
    notice.body = [*notice.body.get_prep_value(), paragraph(link)]
    notice.save()
    return document


@pytest.mark.parametrize(
    "named",
    [
        {"content": f"处分对象：{NAME}。".encode()},
        {"content": "甄士\n测".encode()},
        {"content": "无".encode(), "filename": f"{NAME}.txt"},
        {"content": b"\x00\x01", "filename": "unknown.bin"},
    ],
    ids=["text", "line end", "file name", "unreadable"],
)
def test_attachments_that_name_somebody_are_taken_off(named: dict[str, Any]) -> None:
    notice = notice_of(made())
    document = attach(notice, **named)
    assert is_public(document)
    expire()
    masking.mask_expired()
    live = CaseNoticePage.objects.get(pk=notice.pk)
    assert list(live.attachments) == []
    assert "<p>见<a>清单</a>。</p>" in str(live.body.get_prep_value())
    assert not is_public(PortalDocument.objects.get(pk=document.pk))
    (entry,) = PageLogEntry.objects.filter(action="notices.mask_names")
    assert document.title in entry.message
    assert PublicChange.objects.get(kind="masked", key=f"case:{notice.pk}").note
    assert document.title not in PublicChange.objects.get(kind="masked", key=f"case:{notice.pk}").note


def test_other_attachments_stay_and_their_titles_are_masked() -> None:
    notice = notice_of(made())
    document = attach(notice, "没有姓名".encode(), title=f"附件：{NAME}案清单")
    expire()
    masking.mask_expired()
    document.refresh_from_db()
    assert document.title == f"附件：{SHOWN}案清单"
    assert [block.value for block in CaseNoticePage.objects.get(pk=notice.pk).attachments] == [document]
    assert PublicChange.objects.get(kind="masked", key=f"case:{notice.pk}").note == ""


def test_a_file_that_is_gone_is_taken_off() -> None:
    notice = notice_of(made())
    document = attach(notice, b"x")
    document.file.storage.delete(document.file.name)
    expire()
    masking.mask_expired()
    assert list(CaseNoticePage.objects.get(pk=notice.pk).attachments) == []


def test_what_people_searched_for_is_forgotten() -> None:
    made()
    for text in (NAME, f"{NAME} 礼金", "礼金"):
        QueryCount.objects.create(day=timezone.localdate(), text=text, searches=9)
    expire()
    masking.mask_expired()
    assert list(QueryCount.objects.values_list("text", flat=True)) == ["礼金"]


def test_one_case_that_fails_does_not_keep_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [made() for _ in range(3)]
    expire()

    def holder(numbers: Sequence[int]) -> None:
        if cases[1].pk in numbers:
            raise RuntimeError("broken")

    monkeypatch.setattr(holders, "_holders", [holder])
    with pytest.raises(masking.NamesLeft):
        masking.mask_expired()
    masked = dict(Subject.objects.values_list("case", "masked_on"))
    assert [bool(masked[case.pk]) for case in cases] == [True, False, True]
    assert NAME in Case.objects.get(pk=cases[1].pk).heading
    monkeypatch.setattr(holders, "_holders", [])
    assert masking.mask_expired() == 1


def test_organisations_and_names_that_are_masked_already_are_left_alone() -> None:
    past = {"name_public_until": date(2020, 1, 1)}
    CaseFactory(
        heading="某某有限公司和王某某问题",
        subjects=[{"kind": "organisation", "name": "某某有限公司", **past}, {"name": "王某某", **past}],
    )
    masking.mask_expired()
    assert Case.objects.get().heading == "某某有限公司和王某某问题"


def test_a_draft_of_a_case_is_not_touched() -> None:
    case = made()
    Case.objects.update(live=False)
    expire()
    case = Case.objects.get()
    case.save()
    assert NAME in Case.objects.get().heading


def test_the_worker_does_it_soon_after_midnight() -> None:
    (job,) = (job for job in registered_jobs() if job.name == "mask_expired_names")
    assert job.every <= timedelta(hours=1)
    made()
    expire()
    job.run()
    assert NAME not in Case.objects.get().heading
