"""Behind a receipt nothing typed is lost: not by a fault, nor because the office was faster, nor sent twice."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache, caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection

from portal.feedback.models import State, Submission
from portal.feedback.tracking import actions, slowing
from portal.feedback.transitions import apply
from tests.factories import InquiryFactory, SubmissionFactory, UserFactory
from tests.feedback.citizen import TIP, Citizen, receipt_of
from tests.feedback.test_tracking import look

pytestmark = pytest.mark.django_db
TEXT = "写了很久的补充：\n二月在某饭店 <b>x</b>"


@pytest.fixture(autouse=True)
def _no_waiting() -> None:
    cache.clear()
    caches[slowing.KEPT_IN].clear()


def field(answer: Any, name: str) -> str:
    """What stands in a field of the page."""
    found = BeautifulSoup(answer.content, "html.parser").select_one(name)
    assert found is not None, name
    value = found.get("value") if found.name == "input" else found.get_text()
    return str(value).removeprefix("\n").replace("\r\n", "\n")


def message_field(answer: Any) -> str:
    return field(answer, 'form:has(button[value="write"]) textarea')


def breaks(error: Exception) -> Any:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise error

    return fail


@contextmanager
def no_database(after: int = 0) -> Iterator[None]:
    """Every query fails, from the one after so many on."""
    asked = iter(range(10_000))

    def fail(execute: Any, *args: Any) -> Any:
        if next(asked) >= after:
            raise OperationalError("the database is away")
        return execute(*args)

    with connection.execute_wrapper(fail):
        yield


# Faults


@pytest.mark.parametrize("error", [OperationalError("database is locked"), OSError(errno.ENOSPC, "No space left")])
@pytest.mark.parametrize("place", ["add_message", "sealed_attachment", "record"])
def test_a_message_that_could_not_be_stored_stays_and_is_sent_by_a_second_press(
    error: Exception, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tip = SubmissionFactory()
    files = {"attachments": [SimpleUploadedFile("账目.txt", "账目".encode())]}
    with monkeypatch.context() as patched:
        patched.setattr(actions, place, breaks(error))
        answer = Citizen().press(look(tip), "write", text=TEXT, **files)
    assert answer.status_code == 503 and message_field(answer) == TEXT
    assert BeautifulSoup(answer.content, "html.parser").select_one('.note--care[role="alert"]')
    assert not tip.messages.exists() and not tip.attachments.exists()
    again = Citizen().press(answer, "write", text=message_field(answer))
    assert again.status_code == 200 and tip.messages.count() == 1


def test_a_reason_that_could_not_be_stored_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    inquiry = InquiryFactory(state=State.ANSWERED)
    with monkeypatch.context() as patched:
        patched.setattr(actions, "add_message", breaks(OperationalError("database is locked")))
        answer = Citizen().press(look(inquiry), "ask_review", text=TEXT)
    assert answer.status_code == 503 and field(answer, "#review-text") == TEXT
    inquiry.refresh_from_db()
    assert inquiry.state == State.ANSWERED
    assert Citizen().press(answer, "ask_review", text=TEXT).status_code == 200
    assert inquiry.messages.count() == 1


def test_a_rating_that_could_not_be_stored_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    inquiry = InquiryFactory(state=State.ANSWERED)
    with monkeypatch.context() as patched:
        patched.setattr(actions, "apply", breaks(OperationalError("database is locked")))
        answer = Citizen().press(look(inquiry), "rate", is_solved="no", attitude="2", speed="3")
    chosen = BeautifulSoup(answer.content, "html.parser").select("input[type=radio][checked]")
    assert answer.status_code == 503 and [each["value"] for each in chosen] == ["no", "2", "3"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("after", [0, 1, 3, 6, 9])
@pytest.mark.parametrize("do", ["write", "ask_review"])
def test_with_no_database_at_all_the_text_comes_back_with_the_receipt(do: str, after: int) -> None:
    inquiry = InquiryFactory(state=State.ANSWERED)
    page = look(inquiry)
    with no_database(after):
        answer = Citizen().press(page, do, text=TEXT)
    assert answer.status_code == 503 and field(answer, 'input[name="text"]') == TEXT
    hidden = {
        each["name"]: each["value"]
        for each in BeautifulSoup(answer.content, "html.parser").select('main input[type="hidden"]')
    }
    wrong = Citizen().track(inquiry.codes.code, "0" * 16, **hidden)
    assert field(wrong, 'input[name="text"]') == TEXT
    again = Citizen().track(inquiry.codes.code, inquiry.codes.secret, **hidden)
    assert (message_field(again) if do == "write" else field(again, "#review-text")) == TEXT
    for _press in range(2):
        assert Citizen().press(again, do, text=TEXT).status_code == 200
    assert inquiry.messages.count() == 1


def test_a_look_up_without_the_database_is_no_broken_page() -> None:
    tip = SubmissionFactory()
    with no_database():
        answer = Citizen().track(tip.codes.code, tip.codes.secret)
    assert answer.status_code == 503 and field(answer, 'input[name="code"]') == tip.codes.code


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.django_db(transaction=True)
def test_what_is_handed_in_without_the_database_comes_back_in_the_form(language: str) -> None:
    citizen = Citizen(language)
    typed = {**citizen.form(), **TIP, "body": TEXT, "rank": "t1"}
    with no_database():
        answer = citizen.client.post(f"{language}/feedback/tip/anonymous/", typed)
    assert answer.status_code == 503 and field(answer, "textarea[readonly]") == TEXT
    page = BeautifulSoup(answer.content, "html.parser")
    hidden = {each["name"]: each["value"] for each in page.select('input[type="hidden"]')}
    form = citizen.client.post(f"{language}/feedback/tip/anonymous/", hidden)
    assert form.status_code == 200 and field(form, "#id_body") == TEXT
    assert field(form, 'input[name="accused_name"]') == TIP["accused_name"]
    assert field(form, 'input[name="nonce"]') == typed["nonce"]
    receipt_of(citizen.client.post(f"{language}/feedback/tip/anonymous/", typed))
    assert Submission.objects.count() == 1


def test_what_was_written_until_the_key_ended_can_be_copied(settings: Any) -> None:
    citizen = Citizen()
    typed = {**citizen.form(), **TIP, "body": TEXT}
    settings.SEALING_PUBLIC_KEY = [settings.SEALING_PUBLIC_KEY[0] + "@2020-01-01"]
    answer = citizen.client.post("/feedback/tip/anonymous/", typed)
    assert answer.status_code == 503 and field(answer, "textarea[readonly]") == TEXT


# The office was faster


def reopened(inquiry: Submission) -> None:
    apply(inquiry, "resume", UserFactory(groups=["supervisor"]))


def test_a_reason_for_what_was_reopened_meanwhile_stands_in_the_message() -> None:
    inquiry = InquiryFactory(state=State.ANSWERED)
    page = look(inquiry)
    reopened(inquiry)
    answer = Citizen().press(page, "ask_review", text=TEXT)
    assert answer.status_code == 409 and message_field(answer) == TEXT
    assert Citizen().press(answer, "write", text=message_field(answer)).status_code == 200
    assert inquiry.messages.count() == 1


def test_a_message_to_what_was_withdrawn_meanwhile_can_be_copied() -> None:
    tip = SubmissionFactory()
    page = look(tip)
    Citizen().press(page, "withdraw", sure="1")
    answer = Citizen().press(page, "write", text=TEXT)
    assert answer.status_code == 409 and field(answer, "textarea[readonly]") == TEXT
    assert not tip.messages.exists()


def test_a_reason_sent_twice_is_received_once_and_not_shown_as_lost() -> None:
    inquiry = InquiryFactory(state=State.ANSWERED)
    page = look(inquiry)
    for _press in range(2):
        answer = Citizen().press(page, "ask_review", text=TEXT)
        assert answer.status_code == 200 and message_field(answer) == ""
    assert inquiry.messages.count() == 1
