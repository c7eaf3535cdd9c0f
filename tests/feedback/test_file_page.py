"""The file of a submission: what it costs however full it is, and what it says of the files in it."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from django.urls import reverse

from portal.feedback.attachments import preparing
from portal.feedback.attachments.keeping import sealed_attachment
from portal.feedback.attachments.kinds import FileKind
from portal.feedback.attachments.limits import Accepted
from portal.feedback.attachments.viruses import Verdict
from portal.feedback.contents.writing import add_note
from portal.feedback.models import Attachment, Message, Referral, Submission
from tests.factories import ReferralFactory, SubmissionFactory, UnitFactory, UserFactory
from tests.feedback.attachments import files

pytestmark = pytest.mark.django_db


def address_of(submission: Submission) -> str:
    return reverse("feedback_desk:file", args=[submission.pk])


def with_file(submission: Any, name: str, kind: FileKind, content: bytes) -> Attachment:
    number = submission.attachments.count() + 1
    attachment: Attachment = sealed_attachment(submission.key, submission, number, Accepted(name, kind, content))
    attachment.save(force_insert=True)
    return attachment


def desk(role: str = "moderator") -> Client:
    client = Client()
    client.force_login(UserFactory(groups=[role], units=[UnitFactory(parent=UnitFactory())]))
    return client


@pytest.mark.parametrize("times", [1, 9])
def test_a_full_file_asks_no_more_than_an_empty_one(times: int, django_assert_max_num_queries: Any) -> None:
    submission = SubmissionFactory(talk=[("citizen", "补充"), ("office", "收到")] * times, named=True)
    for number in range(times):
        add_note(submission, UserFactory(groups=["moderator"]), "核实中")
        with_file(submission, f"{number}.txt", FileKind.TEXT, "材料".encode())
        submission.accused.create(unit=UnitFactory())
        shared = {"basis": Referral.Basis.CONTENT, "is_leading": number == 0}
        ReferralFactory(submission=submission, unit=UnitFactory(), **shared)
    client = desk()
    client.get(address_of(submission))
    # What the citizen writes and nobody has read yet costs one more, to note that it is read.
    Message.objects.filter(sender=Message.Sender.CITIZEN).update(is_read=False)
    with django_assert_max_num_queries(38):
        assert client.get(address_of(submission)).status_code == 200
    assert not Message.objects.filter(is_read=False).exists()


def listed(client: Client, submission: Submission) -> list[Tag]:
    page = BeautifulSoup(client.get(address_of(submission)).content, "html.parser")
    return page.select('[aria-labelledby="desk-attachments"] > ul > li')


def test_each_file_is_listed_with_what_was_checked_and_what_may_be_opened() -> None:
    submission = SubmissionFactory()
    paper = with_file(submission, "举报材料.pdf", FileKind.PDF, files.pdf())
    with_file(submission, "谈话录音.mp3", FileKind.MP3, files.mp3())
    client = desk()
    (waiting, _sound) = listed(client, submission)
    assert "举报材料.pdf" in waiting.get_text() and not waiting.select("a")
    preparing.prepare_waiting()
    clean, sound = listed(client, submission)
    assert [link["href"] for link in clean.select("a")] == [reverse("feedback_file", args=[paper.pk])]
    assert client.get(str(clean.select("a")[0]["href"])).status_code == 200
    for each in (clean, sound):
        assert "未扫描病毒" in each.get_text()
    assert "谈话录音.mp3" in sound.get_text() and not sound.select("a")
    assert clean.select_one("form")["action"] == reverse("feedback_original", args=[paper.pk])  # type: ignore[index]


def test_who_may_not_open_originals_is_not_asked_for_a_reason() -> None:
    submission = SubmissionFactory()
    with_file(submission, "举报材料.pdf", FileKind.PDF, files.pdf())
    (shown,) = listed(desk("intake"), submission)
    assert not shown.select("form")


def test_what_the_scanner_found_is_offered_in_no_form() -> None:
    submission = SubmissionFactory()
    paper = with_file(submission, "举报材料.pdf", FileKind.PDF, files.pdf())
    Attachment.objects.filter(pk=paper.pk).update(state=Attachment.State.INFECTED, scan=Verdict.INFECTED)
    (shown,) = listed(desk(), submission)
    assert "发现病毒" in shown.get_text() and not shown.select("a, form")


def test_a_name_of_a_file_stays_text() -> None:
    submission = SubmissionFactory()
    with_file(submission, "<img src=x onerror=alert(1)>.txt", FileKind.TEXT, "材料".encode())
    (shown,) = listed(desk(), submission)
    assert "<img" in shown.get_text() and not shown.select("img")


def test_a_damaged_description_hides_no_other_file() -> None:
    submission = SubmissionFactory()
    damaged = with_file(submission, "一.txt", FileKind.TEXT, "材料".encode())
    with_file(submission, "二.txt", FileKind.TEXT, "材料".encode())
    Attachment.objects.filter(pk=damaged.pk).update(sealed_description=b"\x00" * 80)
    first, second = listed(desk(), submission)
    assert "一.txt" not in first.get_text() and "二.txt" in second.get_text()
