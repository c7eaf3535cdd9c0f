"""The reading desk: nothing is saved unseen, and only what the editor accepted becomes drafts."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from portal.cases.models import Case, Term
from portal.notices.models import CaseNoticePage, ReaderOutcome, ReadingSession
from portal.notices.reading_desk.sources import MAX_TEXT
from tests.factories import RegionFactory, UnitFactory, UserFactory
from tests.notices.editing import Desk
from tests.notices.reading_desk.texts import ESSAY, NOTICE

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Desk:
    desk = Desk("editor")
    UserProfile.objects.update_or_create(user=desk.user, defaults={"preferred_language": "en"})
    return desk


def bring(desk: Desk, text: str = NOTICE, **more: Any) -> HttpResponse:
    return desk.client.post(reverse("reading_desk:start"), {"text": text, **more}, follow=True)


def address() -> str:
    return reverse("reading_desk:desk", args=[ReadingSession.objects.get().pk])


def fields(response: HttpResponse) -> dict[str, Any]:
    """The form of the desk as a browser would send it back."""
    form = BeautifulSoup(response.content, "html.parser").select_one("form.reading-desk__drafts")
    assert form is not None
    found: dict[str, Any] = {}
    for control in form.select("input, textarea, select"):
        name = str(control.get("name") or "")
        if control.name == "select":
            chosen = control.select_one("option[selected]") or control.select_one("option")
            found[name] = chosen["value"] if chosen else ""
        elif control.name == "textarea":
            found[name] = control.get_text().removeprefix("\n")
        elif control.get("type") not in {"checkbox", "radio"} or control.has_attr("checked"):
            found.setdefault(name, control.get("value", "on" if control.get("type") == "checkbox" else ""))
    return found


def press(desk: Desk, action: str, sent: dict[str, Any]) -> HttpResponse:
    return desk.client.post(address(), {**sent, "action": action}, follow=True)


def accepted(response: HttpResponse) -> dict[str, Any]:
    """All drafts looked over, and the bare 警告 decided."""
    grade = Term.objects.get(taxonomy="party_discipline", code="pd1").pk
    sent = {**fields(response), "c0-decision": "accepted", "c1-decision": "accepted"}
    return sent | {"c1-subjects-0-measures-0-grade": grade}


def counts() -> dict[tuple[str, str], int]:
    return {(row.field, row.outcome): row.count for row in ReaderOutcome.objects.all()}


# What is read, and shown


def test_the_source_stands_beside_the_drafts_and_each_field_links_to_its_place(editor: Desk) -> None:
    page = BeautifulSoup(bring(editor).content, "html.parser")
    text = page.select_one(".reading-desk__text")
    assert text is not None
    assert text.get_text() == NOTICE.strip() or text.get_text() == NOTICE
    links = page.select(".reading-desk__drafts a[href^='#span-']")
    assert len(links) > 10
    ids = {str(place["id"]) for place in page.select(".read-place")}
    assert {str(link["href"]).removeprefix("#") for link in links} <= ids
    name = page.select_one("#id_c0-subjects-0-name")
    assert name is not None
    assert name["value"] == "王某某"
    found = name.find_parent(class_="reading-field").select_one(".reading-found")  # type: ignore[union-attr]
    assert found is not None
    assert "sure" in found.get_text()
    assert "王某某" in found.get_text()


def test_reading_alone_saves_no_case(editor: Desk) -> None:
    bring(editor)
    assert not Case.objects.exists()
    assert not CaseNoticePage.objects.exists()


def test_suggested_codes_are_not_ticked(editor: Desk) -> None:
    page = BeautifulSoup(bring(editor).content, "html.parser")
    boxes = page.select(".reading-codes input[type=checkbox]")
    assert boxes
    assert not [box for box in boxes if box.has_attr("checked")]


def test_what_is_typed_is_kept_for_later(editor: Desk) -> None:
    sent = fields(bring(editor)) | {"c0-heading": "改过的标题"}
    press(editor, "keep", sent)
    assert fields(editor.client.get(address()))["c0-heading"] == "改过的标题"
    assert not Case.objects.exists()


# Saving


def test_accepted_cases_become_drafts(editor: Desk) -> None:
    press(editor, "save", accepted(bring(editor)))
    cases = list(Case.objects.order_by("pk"))
    assert [case.live for case in cases] == [False, False]
    assert not ReadingSession.objects.exists()
    first = cases[0].get_latest_revision_as_object()
    subject = first.subjects.get()
    assert (subject.name, [measure.grade.code for measure in subject.measures.all()]) == ("王某某", ["pd2", "gd5"])
    assert {measure.decided_on for measure in subject.measures.all()} == {"2023-04"}
    assert [(period.start, period.end) for period in first.act_periods.all()] == [("2021", "2022")]
    assert [amount.text for amount in first.amounts.all()] == ["8.8万余元"]
    assert not first.violations.exists()


def test_an_undecided_draft_stops_the_saving_and_keeps_what_was_typed(editor: Desk) -> None:
    sent = accepted(bring(editor)) | {"c1-decision": "", "c0-heading": "改过的标题"}
    response = press(editor, "save", sent)
    assert "not decided yet" in response.content.decode()
    assert not Case.objects.exists()
    assert fields(response)["c0-heading"] == "改过的标题"


def test_a_measure_whose_scale_the_text_leaves_open_must_be_decided(editor: Desk) -> None:
    sent = accepted(bring(editor)) | {"c1-subjects-0-measures-0-grade": ""}
    response = press(editor, "save", sent)
    assert "Choose the scale" in response.content.decode()
    assert not Case.objects.exists()


def test_what_is_left_out_is_not_saved(editor: Desk) -> None:
    press(editor, "save", accepted(bring(editor)) | {"c1-decision": "left_out"})
    assert Case.objects.get().heading.startswith("石桥镇")


def test_a_subject_that_is_taken_out_is_not_saved(editor: Desk) -> None:
    press(editor, "save", accepted(bring(editor)) | {"c1-subjects-1-is_removed": "on"})
    second = Case.objects.latest("pk").get_latest_revision_as_object()
    assert [subject.name for subject in second.subjects.all()] == ["李明"]


def test_a_ticked_code_is_saved(editor: Desk) -> None:
    press(editor, "save", accepted(bring(editor)) | {"c0-codes": ["violation:integrity.02"]})
    first = Case.objects.earliest("pk").get_latest_revision_as_object()
    assert [term.code for term in first.violations.all()] == ["integrity.02"]


def test_the_notice_may_be_drafted_around_them(editor: Desk) -> None:
    region = RegionFactory()
    unit = UnitFactory(name="云溪市纪委监委", region=region)
    response = bring(editor)
    CaseNoticePage.objects.all().delete()
    press(editor, "save", accepted(response) | {"notice-wanted": "on"})
    page = CaseNoticePage.objects.get()
    assert not page.live
    draft = page.get_latest_revision_as_object()
    assert (draft.title, draft.issuing_unit, draft.region) == ("云溪市纪委监委公开通报两起典型问题", unit, region)
    assert str(draft.published_on) == "2023-05-08"
    assert [link.case.heading[:3] for link in draft.case_links.all()] == ["石桥镇", "青田县"]
    kinds = [block.block_type for block in draft.body]
    assert kinds.index("cases") == 1
    assert "引以为戒" in str(draft.body)
    assert "1." not in str(draft.body[0].value)


# Adding, splitting, joining


def test_a_person_with_a_measure_is_added(editor: Desk) -> None:
    press(editor, "add:c0:subjects", fields(bring(editor)))
    response = press(editor, "add:c0-subjects-1:measures", fields(editor.client.get(address())))
    grade = Term.objects.get(taxonomy="first_form_measures", name="诫勉").pk
    added = {"c0-subjects-1-name": "贾有责", "c0-subjects-1-measures-0-grade": grade}
    press(editor, "save", accepted(response) | added)
    first = Case.objects.earliest("pk").get_latest_revision_as_object()
    names = [(subject.name, subject.measures.count()) for subject in first.subjects.all()]
    assert names == [("王某某", 2), ("贾有责", 1)]


def test_a_case_is_split_where_the_editor_says(editor: Desk) -> None:
    bring(editor)
    at = NOTICE.index("2022年12月13日")
    sent = fields(editor.client.get(address()))
    page = press(editor, "split:c1", sent | {"c1-at": str(at)})
    assert "id_c2-heading" in page.content.decode()
    drafts = ReadingSession.objects.get().drafts
    assert drafts[1]["places"][""][1] == at == drafts[2]["places"][""][0]


@pytest.mark.parametrize("place", ["", "x", "0", "99999999", "١٢"])
def test_a_place_that_is_none_splits_nothing(editor: Desk, place: str) -> None:
    sent = fields(bring(editor))
    response = press(editor, "split:c1", sent | {"c1-at": place})
    assert "cannot be done" in response.content.decode()
    assert len(ReadingSession.objects.get().drafts) == 2


def test_two_neighbours_are_joined_and_counted_as_an_error_of_the_reader(editor: Desk) -> None:
    response = press(editor, "join:c0", fields(bring(editor)))
    sent = fields(response)
    assert "c1-heading" not in sent
    assert sent["c0-subjects-1-name"] == "李明"
    grade = Term.objects.get(taxonomy="party_discipline", code="pd1").pk
    press(editor, "save", sent | {"c0-decision": "accepted", "c0-subjects-1-measures-0-grade": grade})
    assert Case.objects.get().get_latest_revision_as_object().subjects.count() == 3
    assert counts()["case", "corrected"] == 1


# The reader's own errors


def test_corrections_are_counted_by_field_without_text_or_user(editor: Desk) -> None:
    changed = {
        "c0-subjects-0-name": "王小某", "c0-amounts-0-is_removed": "on", "c0-region": "",
        "c0-subjects-0-measures-0-term": "一年",
    }  # fmt: skip
    press(editor, "save", accepted(bring(editor)) | changed)
    found = counts()
    assert found["subjects.name", "corrected"] == 1
    assert found["subjects.name", "kept"] == 2
    assert found["amounts.text", "removed"] == 1
    assert found["measures.term", "added"] == 1
    assert found["measures.grade", "added"] == 1
    assert found["codes", "removed"] >= 2
    assert {field.name for field in ReaderOutcome._meta.get_fields()} == {"id", "day", "field", "outcome", "count"}
    report = editor.client.get(reverse("reader_errors")).content.decode()
    assert "66.7 %" in report


def test_what_was_only_looked_at_is_not_counted(editor: Desk) -> None:
    press(editor, "discard", fields(bring(editor)))
    assert counts() == {}
    assert not ReadingSession.objects.exists()


# Two windows


def test_the_second_window_is_told_and_loses_nothing(editor: Desk) -> None:
    sent = fields(bring(editor))
    press(editor, "keep", sent | {"c0-heading": "第一人的标题"})
    refused = press(editor, "keep", sent | {"c0-heading": "第二人的标题"})
    assert "Another window" in refused.content.decode()
    again = fields(refused)
    assert again["c0-heading"] == "第二人的标题"
    assert ReadingSession.objects.get().drafts[0]["values"]["heading"] == "第一人的标题"
    press(editor, "keep", again)
    assert ReadingSession.objects.get().drafts[0]["values"]["heading"] == "第二人的标题"


def test_a_window_of_another_shape_cannot_write_into_the_wrong_case(editor: Desk) -> None:
    sent = fields(bring(editor))
    press(editor, "join:c0", sent)
    refused = press(editor, "keep", sent | {"c0-heading": "旧窗口"})
    assert "Another window" in refused.content.decode()
    assert ReadingSession.objects.get().drafts[0]["values"]["heading"] != "旧窗口"


def test_saving_twice_saves_once(editor: Desk) -> None:
    response = bring(editor)
    where, sent = address(), accepted(response) | {"action": "save"}
    editor.client.post(where, sent)
    again = editor.client.post(where, sent, follow=True)
    assert "no longer on your desk" in again.content.decode()
    assert Case.objects.count() == 2


# Bad input


def test_two_megabytes_are_refused_with_a_clear_word(editor: Desk) -> None:
    response = bring(editor, "a" * 2_000_000)
    assert f"at most {MAX_TEXT}" in response.content.decode()
    assert not ReadingSession.objects.exists()


@pytest.mark.parametrize("content", [bytes(range(256)) * 40, b"\x89PNG\r\n\x1a\n" + bytes(500), b"PK\x03\x04junk", b""])
def test_binary_junk_is_refused(editor: Desk, content: bytes) -> None:
    file = SimpleUploadedFile("通报.txt", content)
    response = editor.client.post(reverse("reading_desk:start"), {"text": "", "file": file})
    assert response.status_code == 200
    assert BeautifulSoup(response.content, "html.parser").select(
        ".w-field__errors .error-message, .errorlist, .error-message"
    )
    assert not ReadingSession.objects.exists()


@pytest.mark.parametrize("more", [{"text": ""}, {"text": NOTICE, "file": SimpleUploadedFile("a.txt", b"x")}])
def test_one_of_both_is_wanted(editor: Desk, more: dict[str, Any]) -> None:
    response = editor.client.post(reverse("reading_desk:start"), more)
    assert "Paste a text or choose a file" in response.content.decode()


def test_what_is_no_notice_is_said_and_the_form_by_hand_is_offered(editor: Desk) -> None:
    response = bring(editor, ESSAY)
    assert "No case was found" in response.content.decode()
    assert reverse("cases:add") in response.content.decode()
    assert not ReadingSession.objects.exists()


def test_a_file_is_read(editor: Desk) -> None:
    file = SimpleUploadedFile("通报.txt", NOTICE.encode("gb18030"))
    response = editor.client.post(reverse("reading_desk:start"), {"file": file}, follow=True)
    assert fields(response)["c0-subjects-0-name"] == "王某某"


def test_nothing_of_the_source_runs(editor: Desk) -> None:
    evil = NOTICE.replace("日前，", "日前<script>alert(1)</script>\"'&lt;，")
    shown = bring(editor, evil).content.decode()
    assert "<script>alert(1)" not in shown
    text = BeautifulSoup(shown, "html.parser").select_one(".reading-desk__text")
    assert text is not None
    assert text.get_text().strip() == evil.strip()


# Who may


def test_strangers_and_those_without_the_right_are_refused(client: Client) -> None:
    assert client.get(reverse("reading_desk:start")).status_code == 302
    without = UserFactory(groups=["editor"])
    for group in without.groups.all():
        group.permissions.filter(codename="add_case").delete()
    client.force_login(without)
    for where in (reverse("reading_desk:start"), reverse("reader_errors")):
        assert client.get(where).status_code == 302
    assert "read-notice" not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_nobody_sees_the_desk_of_another(editor: Desk) -> None:
    bring(editor)
    other = Desk("publisher")
    response = other.client.get(address())
    assert response.url == reverse("reading_desk:start")
    other.client.post(address(), {"action": "discard"})
    assert ReadingSession.objects.exists()


def test_a_form_of_another_site_is_refused(editor: Desk) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor.user)
    assert strict.post(reverse("reading_desk:start"), {"text": NOTICE}).status_code == 403


def test_the_text_goes_after_a_week(editor: Desk) -> None:
    bring(editor)
    with time_machine.travel(timezone.now() + ReadingSession.LIFETIME - timedelta(hours=1), tick=False):
        assert ReadingSession.purge() == 0
    with time_machine.travel(timezone.now() + ReadingSession.LIFETIME + timedelta(hours=1), tick=False):
        assert ReadingSession.purge() == 1


def test_the_desk_is_in_the_menu_of_editors(editor: Desk) -> None:
    assert re.search("read-notice", editor.client.get(reverse("wagtailadmin_home")).content.decode())
