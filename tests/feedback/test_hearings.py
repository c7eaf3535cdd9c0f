"""Live hearings: a public page with promise, day and result; questions go on as inquiries."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from portal.audit.models import AuditEntry
from portal.feedback.hearings.going_on import go_on
from portal.feedback.models import Hearing, HearingQuestion, Submission
from portal.feedback.transitions import Unfit
from tests.factories import UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


def hearing(*, is_public: bool = True, **question: Any) -> Hearing:
    made = Hearing.objects.create(title="市级阳光问效第一场", held_on=date(2026, 9, 1), is_public=is_public)
    given = {"question": "老旧小区加装电梯为何迟迟不批？", "promise": "十月底前办结", "unit": UnitFactory()}
    HearingQuestion.objects.create(hearing=made, **{**given, **question})
    return made


def desk(role: str) -> Client:
    client = Client()
    client.force_login(UserFactory(groups=[role]))
    return client


@pytest.mark.parametrize("language", ["", "/en"])
def test_readers_see_question_promise_and_what_is_late(language: str) -> None:
    made = hearing(due_on=timezone.localdate() - timedelta(days=1))
    assert made.title in Client().get(f"{language}/hearings/").content.decode()
    page = Client().get(f"{language}/hearings/{made.pk}/").content.decode()
    assert "加装电梯" in page
    assert "十月底前办结" in page
    assert 'class="late"' in page


def test_what_was_done_in_time_is_not_late() -> None:
    made = hearing(due_on=date(2026, 10, 31), result="已批准", done_on=date(2026, 10, 30))
    page = Client().get(f"/hearings/{made.pk}/").content.decode()
    assert 'class="late"' not in page
    assert "已批准" in page


def test_a_hearing_that_is_not_public_is_not_there() -> None:
    made = hearing(is_public=False)
    assert Client().get(f"/hearings/{made.pk}/").status_code == 404
    assert made.title not in Client().get("/hearings/").content.decode()
    assert Client().get("/hearings/99999999999999999999/").status_code == 404


def test_done_without_a_result_is_refused() -> None:
    question = HearingQuestion(question="问", done_on=date(2026, 10, 1))
    with pytest.raises(ValidationError):
        question.clean()


@pytest.mark.django_db(transaction=True)
def test_a_question_goes_on_as_an_inquiry_once() -> None:
    made = hearing()
    question = made.questions.get()
    client = desk("intake")
    address = f"/admin/hearings/{made.pk}/questions/"
    assert "加装电梯" in client.get(address).content.decode()
    client.post(address, {"question": question.pk})
    client.post(address, {"question": question.pk})
    inquiry = Submission.objects.get()
    question.refresh_from_db()
    assert (inquiry.kind, inquiry.channel, inquiry.unit, inquiry.consents_to_publish) == (
        "inquiry", "hearing", question.unit, True,
    )  # fmt: skip
    assert question.submission == inquiry
    assert inquiry.clocks.filter(stopped_on=None).exists()


@pytest.mark.parametrize("role", ["editor", "handler", "supervisor", "auditor"])
def test_nobody_else_keeps_hearings(role: str) -> None:
    made = hearing()
    client = desk(role)
    for address in ("/admin/hearings/", f"/admin/hearings/edit/{made.pk}/", f"/admin/hearings/{made.pk}/questions/"):
        assert client.get(address).status_code == 302


def test_who_keeps_them_opens_the_form() -> None:
    made = hearing()
    client = desk("moderator")
    assert "加装电梯" in client.get(f"/admin/hearings/edit/{made.pk}/").content.decode()
    assert client.get("/admin/hearings/").status_code == 200


PERSON = "王建国，身份证号11010519491231002X，手机13800138000"


def filled(**fields: Any) -> dict[str, Any]:
    """The form of a new hearing with one question."""
    part = {
        "questions-TOTAL_FORMS": 1, "questions-INITIAL_FORMS": 0, "questions-MIN_NUM_FORMS": 0,
        "questions-MAX_NUM_FORMS": 1000, "questions-0-asked_by": "citizen", "questions-0-question": "问",
        "questions-0-ORDER": 1,
    }  # fmt: skip
    return {"title": "第二场", "held_on": "2026-09-02", "is_public": "on", **part, **fields}


@pytest.mark.parametrize("field", ["title", "summary", "questions-0-question", "questions-0-promise"])
def test_personal_data_in_a_hearing_is_told_in_its_place_and_not_stored(field: str) -> None:
    page = desk("moderator").post("/admin/hearings/new/", filled(**{field: PERSON})).content.decode()
    assert "11010519491231002X" in page
    assert "疑似个人信息" in page
    assert not Hearing.objects.exists()


def test_what_may_stand_is_on_record_with_its_number() -> None:
    client = desk("moderator")
    assert client.post("/admin/hearings/new/", filled(summary=PERSON, accepts_findings="on")).status_code == 302
    entry = AuditEntry.objects.get(action="hearing.accept_findings")
    assert entry.details["findings"] >= 2
    assert entry.object_key == str(Hearing.objects.get().pk)


def test_a_hearing_without_personal_data_is_stored_as_before() -> None:
    assert desk("moderator").post("/admin/hearings/new/", filled()).status_code == 302
    assert Hearing.objects.get().questions.get().question == "问"
    assert not AuditEntry.objects.filter(action="hearing.accept_findings").exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_take_a_question_over_at_once_make_one_inquiry() -> None:
    question = hearing().questions.get()
    as_another_read_it = HearingQuestion.objects.get(pk=question.pk)
    user = UserFactory(groups=["intake"])
    received = go_on(question, user)
    with pytest.raises(Unfit):
        go_on(as_another_read_it, user)
    assert Submission.objects.get() == received.submission
    question.refresh_from_db()
    assert question.submission == received.submission


@pytest.mark.parametrize("sent", ["abc", "", "0", "-1", "9" * 40, "1\0"])
def test_what_is_no_question_of_the_hearing_is_not_there(sent: str) -> None:
    made = hearing()
    other = hearing().questions.get()
    for each in (sent, str(other.pk)):
        answer = desk("intake").post(f"/admin/hearings/{made.pk}/questions/", {"question": each})
        assert answer.status_code == 404
    assert not Submission.objects.exists()
