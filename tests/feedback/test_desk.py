"""The desk of the staff: one queue, a file for each submission, buttons from the one table."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.audit.models import AuditEntry
from portal.cases.models import Term
from portal.feedback.desk.acts import ACTS
from portal.feedback.models import Kind, Priority, PublicInquiry, Referral, State, Submission
from portal.feedback.receipts import open_receipt
from portal.feedback.roles import FeedbackRole, Right
from portal.feedback.transitions import apply, transitions
from tests.factories import InquiryFactory, ReferralFactory, SubmissionFactory, UnitFactory, UserFactory
from tests.feedback.at_the_desk import QUEUE, desk, file_of, references, soup

pytestmark = pytest.mark.django_db


def test_every_transition_of_the_office_has_a_form() -> None:
    """What units do with their referral has a screen of its own."""
    elsewhere = {"return_referral", "reply", "report_result"}
    office = {row.code for row in transitions() if isinstance(row.by, Right)}
    assert set(ACTS) == office - elsewhere


def test_opening_the_file_shows_the_content_and_is_recorded() -> None:
    submission = SubmissionFactory(texts={"body": "<script>alert(1)</script>多次收礼"}, talk=[("citizen", "还有补充")])
    client = desk("intake")
    page = soup(client.get(file_of(submission)))
    assert "<script>alert(1)</script>多次收礼" in page.get_text()
    assert "还有补充" in page.get_text()
    assert not page.find("script", string="alert(1)")
    entry = AuditEntry.objects.get(action="submission.open_content")
    assert entry.object_key == str(submission.pk)
    assert not submission.messages.filter(is_read=False).exists()


def test_contact_details_are_opened_by_themselves() -> None:
    submission = SubmissionFactory(named=True)
    client = desk("intake")
    assert "13800000000" not in client.get(file_of(submission)).content.decode()
    assert not AuditEntry.objects.filter(action="submission.open_contact").exists()
    assert "13800000000" in client.post(f"{file_of(submission)}contact/").content.decode()
    assert AuditEntry.objects.filter(action="submission.open_contact").count() == 1
    assert desk("supervisor").post(f"{file_of(submission)}contact/").status_code == 302


@pytest.mark.parametrize("place", ["", "do/accept/", "do/accuse/"])
def test_what_an_account_may_not_know_of_is_not_there(place: str) -> None:
    unit = UnitFactory()
    hidden = SubmissionFactory(accused=[unit])
    client = desk(units=[unit])
    answers = [client.get(f"{file_of(hidden)}{place}"), client.get(f"{QUEUE}{uuid4()}/{place}")]
    assert {answer.status_code for answer in answers} == {404}


@pytest.mark.parametrize("role", ["editor", "publisher", "administrator", "auditor"])
def test_nobody_else_comes_in(role: str) -> None:
    submission = SubmissionFactory()
    for address in (QUEUE, file_of(submission), f"{file_of(submission)}do/accept/"):
        response = desk(role).get(address)
        assert response.status_code in {302, 403}
        assert str(submission).encode() not in response.content


def test_an_operator_with_all_rights_reads_nothing() -> None:
    submission = SubmissionFactory()
    client = Client()
    client.force_login(UserFactory(administrator=True))
    assert str(submission) not in client.get(QUEUE).content.decode()
    assert client.get(file_of(submission)).status_code == 302


def test_the_buttons_are_those_of_the_table() -> None:
    submission = SubmissionFactory()
    page = soup(desk("intake").get(file_of(submission)))
    codes = {link["href"].rstrip("/").rpartition("/")[2] for link in page.select(".desk-buttons a")}
    assert codes == {
        "ask_supplement",
        "refuse",
        "transfer",
        "merge",
        "accept",
        "report_up",
        "no_accused",
        "accuse",
        "recuse",
        "protect",
    }


def test_a_button_is_pressed_and_the_citizen_is_told() -> None:
    submission = SubmissionFactory()
    client = desk("intake")
    address = f"{file_of(submission)}do/refuse/"
    assert "na3" in client.get(address).content.decode()
    missing = client.post(address, {"seen": "received", "text": "请补充具体线索。"})
    assert missing.status_code == 200
    assert "请补充具体线索。" in missing.content.decode()
    client.post(address, {"seen": "received", "ground": "na3", "text": "请补充具体线索。"})
    submission.refresh_from_db()
    assert submission.state == State.NOT_ACCEPTED
    assert submission.messages.get().about == "refuse"


def test_a_page_that_is_out_of_date_changes_nothing() -> None:
    submission = SubmissionFactory()
    first, second = desk("intake"), desk("intake")
    address = f"{file_of(submission)}do/accept/"
    form = {"seen": "received", "text": ""}
    first.post(address, form)
    again = second.post(address, form, follow=True)
    submission.refresh_from_db()
    assert submission.state == State.ACCEPTED
    assert submission.steps.count() == 1
    assert "重新" in again.content.decode()


def test_who_stays_away_does_not_see_it_any_more() -> None:
    submission = SubmissionFactory()
    client = desk()
    client.post(f"{file_of(submission)}do/recuse/", {"seen": "received", "ground": "interest"})
    assert client.get(file_of(submission)).status_code == 404
    assert references(client) == set()


def test_naming_an_accused_unit_ends_its_referral() -> None:
    unit = UnitFactory()
    submission = InquiryFactory(state=State.REFERRED)
    referral = ReferralFactory(submission=submission, unit=unit)
    client = desk()
    client.post(f"{file_of(submission)}do/accuse/", {"seen": "referred", "unit": unit.pk})
    referral.refresh_from_db()
    assert referral.state == Referral.State.REVOKED
    assert references(desk("handler", units=[unit])) == set()


def test_a_unit_answers_what_was_referred_to_it() -> None:
    unit = UnitFactory()
    submission = InquiryFactory(state=State.MODERATED)
    client = desk()
    form = {
        "seen": "moderated", "leading": unit.pk, "basis": "summary", "summary": "群众询问办证时间",
        "reason": "职责所在", "due_on": (timezone.localdate() + timedelta(days=10)).isoformat(), "recusal": "nobody",
    }  # fmt: skip
    client.post(f"{file_of(submission)}do/refer/", form)
    referral = Referral.objects.get()
    handler = desk("handler", units=[unit])
    address = reverse("feedback_desk:referral", args=[submission.pk, referral.pk])
    assert handler.get(file_of(submission)).headers["Location"] == address
    page = handler.get(address).content.decode()
    assert "群众询问办证时间" in page
    assert "其多次收受" not in page
    handler.post(address, {"what": "reply", "seen": "referred", "text": "每个工作日九时至十七时。"})
    submission.refresh_from_db()
    assert submission.state == State.REPLIED
    assert "每个工作日九时至十七时。" in client.get(file_of(submission)).content.decode()
    assert desk("handler", units=[UnitFactory()]).get(address).status_code == 404


def test_messages_and_notes() -> None:
    submission = SubmissionFactory()
    client = desk("intake")
    client.post(f"{file_of(submission)}message/", {"message-text": "请补充时间。"})
    client.post(f"{file_of(submission)}note/", {"note-text": "与前件似为一人。"})
    page = client.get(file_of(submission)).content.decode()
    assert "请补充时间。" in page
    assert "与前件似为一人。" in page
    empty = client.post(f"{file_of(submission)}message/", {"message-text": " "})
    assert empty.status_code == 200
    assert submission.messages.count() == 1


def test_what_is_sent_twice_in_a_row_is_one_message() -> None:
    submission = SubmissionFactory()
    client = desk("intake")
    for text in ("请补充时间。", "请补充时间。", "已收到。", "请补充时间。"):
        client.post(f"{file_of(submission)}message/", {"message-text": text})
    desk("intake").post(f"{file_of(submission)}message/", {"message-text": "请补充时间。"})
    assert submission.messages.count() == 4


def test_a_unit_writes_no_messages_and_no_notes() -> None:
    unit = UnitFactory()
    submission = ReferralFactory(unit=unit).submission
    handler = desk("handler", units=[unit])
    for what in ("message", "note"):
        for text in ("", "来自单位"):
            assert handler.post(f"{file_of(submission)}{what}/", {f"{what}-text": text}).status_code == 302
    assert not submission.messages.exists()
    assert not submission.notes.exists()


def test_a_host_without_the_private_key_says_so(settings: Any) -> None:
    submission = SubmissionFactory()
    settings.SEALING_PRIVATE_KEYS = ()
    page = desk("intake").get(file_of(submission))
    assert page.status_code == 200
    assert "其多次收受" not in page.content.decode()


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("role", FeedbackRole)
def test_every_form_opens(kind: Kind, role: str) -> None:
    client = desk(role)
    for state in (State.RECEIVED, State.CLOSED, State.REOPENED):
        submission = SubmissionFactory(kind=kind, state=state)
        for row in transitions(kind):
            assert client.get(f"{file_of(submission)}do/{row.code}/").status_code in {200, 302, 404}


def test_a_supervisor_extends_and_the_citizen_is_told_why() -> None:
    submission = InquiryFactory()
    apply(submission, "moderate", UserFactory(groups=["moderator"]))
    (before,) = submission.clocks.filter(stopped_on=None, limit="inquiry_finish")
    client = desk("supervisor")
    address = f"{file_of(submission)}do/extend/"
    client.post(address, {"seen": "moderated", "days": 400, "text": "情况复杂"})
    client.post(address, {"seen": "moderated", "days": 31, "text": "情况复杂"})
    assert not submission.messages.exists()
    client.post(address, {"seen": "moderated", "days": 30, "text": "涉及多部门，延长三十日。"})
    (clock,) = submission.clocks.filter(stopped_on=None, limit="inquiry_finish")
    assert (clock.due_on - before.due_on).days == 30
    assert submission.messages.get().about == "extend"


SLIP = {
    "channel": "phone",
    "accused_unit": "某局",
    "title": "电话反映",
    "body": "来电反映某局公车私用。",
    "rank": "t0",
}


def slip_form(client: Client, way: str = "tip/anonymous") -> dict[str, str]:
    page = soup(client.get(f"{QUEUE}record/{way}/"))
    return {"nonce": str(page.select_one("[name=nonce]")["value"])}  # type: ignore[index]


@pytest.mark.django_db(transaction=True)
def test_what_comes_by_phone_gets_the_same_receipt() -> None:
    client = desk("intake")
    response = client.post(f"{QUEUE}record/tip/anonymous/", {**slip_form(client), **SLIP})
    page = soup(response)
    code, secret = (each.get_text() for each in page.select(".slip__code"))
    tip = Submission.objects.get()
    assert (tip.channel, tip.recorded_by_id is not None, tip.is_named) == ("phone", True, False)
    assert open_receipt(code, secret).submission == tip
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.django_db(transaction=True)
def test_a_slip_that_misses_something_keeps_what_was_typed() -> None:
    client = desk("intake")
    response = client.post(f"{QUEUE}record/tip/anonymous/", {**slip_form(client), **SLIP, "title": ""})
    assert "来电反映某局公车私用。" in response.content.decode()
    assert not Submission.objects.exists()
    assert desk("moderator").get(f"{QUEUE}record/tip/named/").status_code == 302
    assert client.get(f"{QUEUE}record/tip/nonsense/").status_code == 404


def test_a_flood_is_cleared_with_one_press() -> None:
    flood = [SubmissionFactory(priority=Priority.LOW) for _each in range(3)]
    real = SubmissionFactory()
    client = desk("intake")
    assert "clear-flood" in client.get(f"{QUEUE}?tab=flood").content.decode()
    client.post(f"{QUEUE}clear-flood/")
    assert set(Submission.objects.filter(state=State.NOT_ACCEPTED)) == set(flood)
    real.refresh_from_db()
    assert real.state == State.RECEIVED
    assert desk("supervisor").get(f"{QUEUE}clear-flood/").status_code == 302


def test_a_published_answer_is_followed_up_and_taken_down() -> None:
    today = timezone.localdate()
    inquiry = PublicInquiry.objects.create(
        title="路灯", question="问", answer="答", received_on=today, answered_on=today, published_at=timezone.now()
    )
    client = desk("moderator")
    address = f"/admin/published-inquiries/{inquiry.pk}/"
    assert "路灯" in client.get("/admin/published-inquiries/").content.decode()
    client.post(address, {"what": "follow_up", "text": "来电13800138000"})
    assert not inquiry.follow_ups.exists()
    client.post(address, {"what": "follow_up", "text": "已全部修复。"})
    assert inquiry.follow_ups.get().text == "已全部修复。"
    client.post(address, {"what": "withdraw"})
    inquiry.refresh_from_db()
    assert inquiry.withdrawn_on == today
    assert desk("intake").get("/admin/published-inquiries/").status_code == 302


CODES = {"tell_by": "sms", "language": "zh-hans"}


def test_the_file_says_in_words_what_was_sealed_as_a_code() -> None:
    accused = {"name": "某某", "rank": "t3"}
    submission = SubmissionFactory(named=True, texts={"accused": accused, "contact": {"name": "甲", **CODES}})
    client = desk("moderator")
    file = soup(client.get(file_of(submission))).get_text(" ", strip=True)
    assert "t3" not in file
    assert f"职级 {Term.objects.get(taxonomy='ranks_12388', code='t3').name}" in file
    contact = soup(client.post(f"{file_of(submission)}contact/")).get_text(" ", strip=True)
    assert "告知方式 用短信" in contact
    assert "语言 简体中文" in contact
    assert "zh-hans" not in contact


def test_a_code_that_nobody_knows_stays_as_it_is() -> None:
    submission = SubmissionFactory(texts={"accused": {"name": "某某", "rank": "t99"}})
    assert "t99" in soup(desk().get(file_of(submission))).get_text()


@pytest.mark.parametrize("typed", ["abc", "-1", "9" * 30, "1\0"])
def test_a_unit_that_is_no_number_is_no_failure(typed: str) -> None:
    submission = SubmissionFactory()
    assert desk().get(QUEUE, {"unit": typed}).status_code == 200
    answer = desk().post(f"{file_of(submission)}do/accuse/", {"unit": typed, "seen": submission.state})
    assert answer.status_code == 200
    assert not submission.accused.exists()
    assert desk().get(f"{file_of(submission)}do/accuse/").status_code == 200
