"""What a receipt opens, and what a citizen does with it."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core import mail
from django.core.cache import cache, caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.audit.models import AuditEntry
from portal.feedback.attachments.keeping import opened
from portal.feedback.contents.opening import open_talk
from portal.feedback.contents.writing import send_message
from portal.feedback.models import PublicInquiry, State, Submission
from portal.feedback.public.publishing import withdraw as withdraw_answer
from portal.feedback.roles import FeedbackRole
from portal.feedback.tracking import slowing
from portal.feedback.tracking.words import STATUS
from portal.feedback.transitions import apply
from portal.feedback.transitions.grounds import Disposal, RefusalGround
from portal.operations.tasks import queues
from portal.operations.tasks.running import run_next
from tests.factories import InquiryFactory, SubmissionFactory, UnitFactory, UserFactory
from tests.factories.feedback import CONTACT, TEXTS
from tests.feedback.citizen import Citizen, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_waiting() -> None:
    cache.clear()
    caches[slowing.KEPT_IN].clear()


def look(submission: Submission, language: str = "") -> Any:
    response = Citizen(language).track(submission.codes.code, submission.codes.secret)
    assert response.status_code == 200
    return response


def staff(role: FeedbackRole = FeedbackRole.MODERATOR) -> Any:
    return UserFactory(groups=[role])


@pytest.mark.parametrize("state", [state for state in State if state != State.MERGED])
def test_every_state_has_plain_words_and_none_tells_who_or_how(state: State) -> None:
    make = SubmissionFactory if state in {State.TOLD, State.PROCESSING, State.ACCEPTED, State.REPORTED_UP} else None
    submission = (make or InquiryFactory)(state=state)
    soup = BeautifulSoup(look(submission).content, "html.parser")
    heading = soup.select_one("h1")
    assert heading is not None
    assert heading.get_text() == str(STATUS[state])


def test_every_state_is_in_the_words() -> None:
    assert set(STATUS) == set(State)


def test_the_page_shows_neither_the_tip_nor_the_secret() -> None:
    page = look(SubmissionFactory(named=True, accused=[UnitFactory(name="被反映的单位")])).content.decode()
    for text in (TEXTS["title"], TEXTS["body"], TEXTS["accused"]["name"], CONTACT["name"], "被反映的单位"):
        assert text not in page


def test_the_way_of_disposal_and_who_handles_it_are_never_shown() -> None:
    tip = SubmissionFactory(state=State.ACCEPTED)
    moderator = UserFactory(username="handler-zhang", groups=[FeedbackRole.MODERATOR])
    apply(tip, "process", moderator, disposal=Disposal.TALK)
    for language in ("", "/en"):
        page = look(tip, language)
        assert "handler-zhang" not in page.content.decode()
        assert str(Disposal.TALK.label) not in text_of(page)
        assert "cd1" not in page.content.decode()


def test_a_refusal_shows_its_ground() -> None:
    tip = SubmissionFactory()
    apply(tip, "refuse", staff(), ground=RefusalGround.NO_SUBSTANCE)
    assert str(RefusalGround.NO_SUBSTANCE.label) in text_of(look(tip))


def test_the_talk_goes_both_ways_also_with_somebody_anonymous() -> None:
    tip = SubmissionFactory()
    moderator = staff()
    apply(tip, "ask_supplement", moderator)
    send_message(tip, moderator, "请补充时间和地点", about="ask_supplement")
    page = look(tip)
    assert "请补充时间和地点" in text_of(page)
    files = [SimpleUploadedFile("账目.txt", "账目".encode())]
    answer = Citizen().press(page, "write", text="二月在某饭店 <b>x</b>", attachments=files)
    assert answer.status_code == 200
    assert "二月在某饭店 <b>x</b>" in text_of(answer)
    tip.refresh_from_db()
    assert tip.state == State.RECEIVED
    assert [said.text for said in open_talk(tip, moderator)] == ["请补充时间和地点", "二月在某饭店 <b>x</b>"]
    attachment = tip.attachments.get()
    assert attachment.message == tip.messages.last()
    assert opened(tip.key, tip.pk, attachment.pk) == "账目".encode()
    heard = AuditEntry.objects.get(action="submission.hear")
    assert (heard.actor_id, timezone.localtime(heard.at).hour) == (None, 0)


def test_a_message_sent_twice_is_one() -> None:
    tip = SubmissionFactory()
    page = look(tip)
    for _press in range(2):
        assert Citizen().press(page, "write", text="补充一点").status_code == 200
    assert tip.messages.count() == 1


def test_the_own_secret_is_kept_out_of_messages() -> None:
    tip = SubmissionFactory()
    for secret in (tip.codes.printed_secret, tip.codes.secret.lower()):
        answer = Citizen().press(look(tip), "write", text=f"我的口令是 {secret}")
        assert answer.status_code == 422
        assert "我的口令是" in text_of(answer)
    assert not tip.messages.exists()


def test_an_empty_message_is_no_message() -> None:
    tip = SubmissionFactory()
    assert Citizen().press(look(tip), "write", text=" \u200b ").status_code == 422
    assert not tip.messages.exists()


def test_after_half_an_hour_the_receipt_is_asked_for_again_and_the_text_stays() -> None:
    tip = SubmissionFactory()
    page = look(tip)
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        answer = Citizen().press(page, "write", text="写了很久的补充")
        soup = BeautifulSoup(answer.content, "html.parser")
        kept = soup.select_one('input[name="text"]')
        assert kept is not None
        again = Citizen().track(tip.codes.code, tip.codes.secret, text=kept["value"])
        field = BeautifulSoup(again.content, "html.parser").select_one('textarea[name="text"]')
        assert field is not None
        assert "写了很久的补充" in field.get_text()
    assert not tip.messages.exists()


@pytest.mark.parametrize("held", ["", "x", "AAAA", "字", "A" * 10_000])
def test_a_forged_pass_opens_nothing(held: str) -> None:
    SubmissionFactory()
    answer = Citizen().client.post("/feedback/track/", {"pass": held, "do": "withdraw", "sure": "1"})
    assert answer.status_code == 200
    assert Submission.objects.get().state == State.RECEIVED


def test_withdrawing_wants_to_be_sure_and_ends_the_talk() -> None:
    tip = SubmissionFactory()
    page = look(tip)
    Citizen().press(page, "withdraw")
    tip.refresh_from_db()
    assert tip.state == State.RECEIVED
    answer = Citizen().press(page, "withdraw", sure="1")
    tip.refresh_from_db()
    assert tip.state == State.WITHDRAWN
    assert not BeautifulSoup(answer.content, "html.parser").select("button[value=write], button[value=withdraw]")
    Citizen().press(page, "write", text="来晚了")
    assert not tip.messages.exists()


def test_who_withdraws_a_reopened_inquiry_is_told_that_the_published_answer_stays() -> None:
    inquiry, today = InquiryFactory(state=State.REOPENED), timezone.localdate()
    given = {"title": "路灯", "question": "问", "answer": "答", "received_on": today, "answered_on": today}
    answer = PublicInquiry.objects.create(submission=inquiry, published_at=timezone.now(), **given)
    page = look(inquiry)
    assert "撤回后仍然公开" in text_of(page)
    assert "仍然公开" in text_of(Citizen().press(page, "withdraw", sure="1"))
    assert Client().get(answer.get_absolute_url()).status_code == 200
    client = Client()
    client.force_login(staff())
    file = BeautifulSoup(client.get(reverse("feedback_desk:file", args=[inquiry.pk])).content, "html.parser")
    assert file.select(f'.desk-facts a[href="{answer.get_absolute_url()}"]')
    # Taken down, nothing is said of it.
    withdraw_answer(answer, staff())
    assert "仍然公开" not in text_of(look(inquiry))


def test_an_answer_is_rated_once_and_then_reviewed_once() -> None:
    inquiry = InquiryFactory(state=State.ANSWERED)
    page = look(inquiry)
    assert Citizen().press(page, "rate", is_solved="no", attitude="9", speed="2").status_code == 422
    answer = Citizen().press(page, "rate", is_solved="no", attitude="1", speed="2")
    rating = inquiry.ratings.get()
    assert (rating.is_solved, rating.attitude, rating.speed) == (False, 1, 2)
    Citizen().press(page, "rate", is_solved="yes", attitude="5", speed="5")
    assert inquiry.ratings.count() == 1
    Citizen().press(answer, "ask_review", text="问题没有解决")
    inquiry.refresh_from_db()
    assert inquiry.state == State.REOPENED
    assert inquiry.messages.count() == 1


def test_the_result_of_a_tip_is_rated_too() -> None:
    tip = SubmissionFactory(state=State.TOLD)
    page = look(tip)
    for _press in range(2):
        Citizen().press(page, "rate", is_solved="yes", attitude="4", speed="4")
    tip.refresh_from_db()
    assert (tip.ratings.count(), tip.state) == (1, State.TOLD)


def told() -> None:
    while run_next("office", "test"):
        pass


def test_a_named_citizen_is_told_without_a_word_of_what(settings: Any) -> None:
    contact = {**CONTACT, "tell_by": "email", "language": "zh-hans"}
    tip = SubmissionFactory(named=True, texts={"contact": contact})
    moderator = staff()
    apply(tip, "accept", moderator)
    send_message(tip, moderator, "内容只在网页上")
    assert not mail.outbox
    told()
    assert [message.to for message in mail.outbox] == [[CONTACT["email"]]] * 2
    for message in mail.outbox:
        text = message.subject + message.body
        assert "/feedback/track/" in text
        for word in (
            TEXTS["title"],
            "内容只在网页上",
            tip.codes.printed_code,
            tip.codes.secret,
            str(tip),
            "举报",
            "tip",
        ):
            assert word not in text
    assert CONTACT["email"] not in repr(list(queues.tasks().values()))


def test_who_does_not_want_to_be_told_or_has_no_name_is_not() -> None:
    moderator = staff()
    for tip in (SubmissionFactory(named=True), SubmissionFactory()):
        apply(tip, "accept", moderator)
    told()
    assert not mail.outbox


class _Carrier:
    sent: list[tuple[str, str]] = []

    def send(self, number: str, text: str) -> None:
        self.sent.append((number, text))


def test_text_messages_go_through_the_gateway_of_the_settings(settings: Any) -> None:
    settings.TEXT_MESSAGE_GATEWAY = f"{__name__}._Carrier"
    _Carrier.sent.clear()
    tip = SubmissionFactory(named=True, texts={"contact": {**CONTACT, "tell_by": "sms", "language": "en"}})
    apply(tip, "accept", staff())
    told()
    ((number, text),) = _Carrier.sent
    assert number == CONTACT["phone"]
    assert "/en/feedback/track/" in text
