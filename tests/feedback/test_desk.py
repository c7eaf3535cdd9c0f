"""The desk of the staff: one queue, a file for each submission, buttons from the one table."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.audit.models import AuditEntry
from portal.feedback.desk import queue
from portal.feedback.desk.acts import ACTS
from portal.feedback.models import Kind, Priority, PublicInquiry, Referral, SavedView, State, Submission
from portal.feedback.receipts import open_receipt
from portal.feedback.roles import FeedbackRole, Right
from portal.feedback.transitions import apply, transitions
from tests.factories import InquiryFactory, ReferralFactory, SubmissionFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db

QUEUE = "/admin/feedback/"


def desk(role: str = "moderator", **kwargs: Any) -> Client:
    client = Client()
    client.force_login(UserFactory(groups=[role], **kwargs))
    return client


def file_of(submission: Submission) -> str:
    return reverse("feedback_desk:file", args=[submission.pk])


def soup(response: Any) -> BeautifulSoup:
    assert response.status_code == 200, response.status_code
    return BeautifulSoup(response.content, "html.parser")


def references(client: Client, query: str = "") -> set[str]:
    page = soup(client.get(f"{QUEUE}{query}"))
    known = {str(row) for row in Submission.objects.all()}
    return {link.get_text(strip=True) for link in page.select("table a")} & known


def test_every_transition_of_the_office_has_a_form() -> None:
    """What units do with their referral has a screen of its own."""
    elsewhere = {"return_referral", "reply", "report_result"}
    office = {row.code for row in transitions() if isinstance(row.by, Right)}
    assert set(ACTS) == office - elsewhere


def test_the_queue_shows_what_the_account_may_know_of_and_nothing_of_the_words() -> None:
    unit = UnitFactory()
    tip = SubmissionFactory(texts={"title": "关于某局的反映"})
    accusing = SubmissionFactory(accused=[unit])
    client = desk(units=[unit])
    assert references(client) == {str(tip)}
    page = client.get(QUEUE).content.decode()
    assert str(accusing) not in page
    assert "关于某局的反映" not in page
    handler = desk("handler", units=[unit])
    assert references(handler) == set()
    ReferralFactory(submission=tip, unit=unit)
    assert references(handler) == {str(tip)}


@pytest.mark.parametrize(
    ("tab", "found"),
    [
        ("open", {"new", "late", "near", "flood", "unread"}),
        ("new", {"new", "unread"}),
        ("late", {"late"}),
        ("near", {"near"}),
        ("flood", {"flood"}),
        ("unread", {"unread"}),
        ("ended", {"ended"}),
        ("nonsense", {"new", "late", "near", "flood", "unread"}),
    ],
)
def test_the_piles_and_their_counts(tab: str, found: set[str]) -> None:
    today = timezone.localdate()
    rows = {
        "new": SubmissionFactory(),
        "late": SubmissionFactory(state=State.ACCEPTED, due_on=today - timedelta(days=1)),
        "near": SubmissionFactory(state=State.ACCEPTED, due_on=today),
        "flood": SubmissionFactory(priority=Priority.LOW),
        "unread": SubmissionFactory(talk=[("citizen", "补充")]),
        "ended": SubmissionFactory(state=State.CLOSED),
    }
    client = desk()
    assert references(client, f"?tab={tab}") == {str(rows[name]) for name in found}
    page = soup(client.get(f"{QUEUE}?tab={tab}"))
    told = page.select_one('.piles [aria-current="page"] .piles__count')
    assert (told.get_text() if told else None) == (None if tab == "ended" else str(len(found)))


def test_the_first_page_of_the_admin_counts_what_waits_and_only_what_the_account_may_know_of() -> None:
    unit = UnitFactory()
    SubmissionFactory()
    SubmissionFactory(accused=[unit])
    SubmissionFactory(state=State.ACCEPTED, due_on=timezone.localdate() - timedelta(days=1))
    page = soup(desk(units=[unit]).get("/admin/"))
    told = {link["href"].rpartition("=")[2]: link.select_one("span").get_text() for link in page.select(".piles a")}
    assert told == {"open": "2", "new": "1", "late": "1"}
    for role in ("editor", "auditor"):
        assert not soup(desk(role).get("/admin/")).select(".piles")


def test_a_due_day_is_told_in_words_and_colour() -> None:
    SubmissionFactory(state=State.ACCEPTED, due_on=timezone.localdate() - timedelta(days=4))
    (mark,) = soup(desk().get(QUEUE)).select(".due--late")
    assert "4" in mark.get_text()


def test_filters_and_a_view_that_is_kept() -> None:
    tip, inquiry = SubmissionFactory(), InquiryFactory()
    client = desk()
    assert references(client, "?kind=tip") == {str(tip)}
    assert references(client, "?kind=inquiry") == {str(inquiry)}
    client.post(f"{QUEUE}views/", {"name": "质询", "query": "kind=inquiry&tab=new&p=7&evil=1"})
    kept = SavedView.objects.get()
    assert kept.query == "tab=new&kind=inquiry"
    assert "质询" in client.get(QUEUE).content.decode()
    assert desk().post(f"{QUEUE}views/{kept.pk}/remove/").status_code == 404
    client.post(f"{QUEUE}views/{kept.pk}/remove/")
    assert not SavedView.objects.exists()


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


def test_a_unit_writes_no_messages_and_no_notes() -> None:
    unit = UnitFactory()
    submission = ReferralFactory(unit=unit).submission
    handler = desk("handler", units=[unit])
    for what in ("message", "note"):
        for text in ("", "来自单位"):
            assert handler.post(f"{file_of(submission)}{what}/", {f"{what}-text": text}).status_code == 302
    assert not submission.messages.exists()
    assert not submission.notes.exists()


@pytest.mark.parametrize("rows", [1, 40])
def test_the_queue_costs_the_same_however_long_it_is(rows: int, django_assert_max_num_queries: Any) -> None:
    for number in range(rows):
        SubmissionFactory(unit=UnitFactory() if number % 2 else None)
    client = desk(units=[UnitFactory(parent=UnitFactory())])
    client.get(QUEUE)
    for query in ("", "?tab=late", "?tab=ended", "?tab=open&kind=tip&received_on_from=2026-01-01", "?ordering=-due_on"):
        with django_assert_max_num_queries(15):
            client.get(f"{QUEUE}{query}")


def test_every_submission_stands_on_one_page_of_the_queue() -> None:
    """All of the same day: an order with ties would show some twice and some never."""
    rows = {str(SubmissionFactory(state=State.CLOSED)) for _ in range(45)}
    client = desk()
    for query in ("?tab=ended", "?tab=ended&ordering=kind", "?tab=ended&kind=tip"):
        pages = [references(client, f"{query}&p={number}") for number in (1, 2, 3)]
        assert [len(page) for page in pages] == [20, 20, 5]
        assert set().union(*pages) == rows


def test_what_has_ended_is_leafed_through_up_to_a_point(monkeypatch: Any) -> None:
    for _ in range(5):
        SubmissionFactory(state=State.CLOSED)
    monkeypatch.setattr(queue, "MOST_LEAFED_THROUGH", 4)
    client = desk()
    assert len(references(client, "?tab=ended")) == 4
    # Whoever filters is told how many there are to the last.
    assert len(references(client, "?tab=ended&kind=tip")) == 5


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
