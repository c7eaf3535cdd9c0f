"""Who has given a name and confirmed an e-mail address hands in again without the check; nobody else does."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core import mail
from django.utils import timezone

from portal.feedback.contents.opening import open_contact
from portal.feedback.models import Submission
from tests.factories import SubmissionFactory
from tests.feedback.citizen import CONTACT, TIP, Citizen, receipt_of, text_of
from tests.feedback.clocks.test_running import staff
from tests.feedback.test_tracking import told

pytestmark = pytest.mark.django_db
TRACK = "/feedback/track/"


@pytest.fixture(autouse=True)
def _asked(settings: Any) -> None:
    settings.CAPTCHA = True


def opened_by(tip: Any, citizen: Citizen) -> Any:
    return citizen.track(tip.codes.code, tip.codes.secret)


def code_of(message: Any) -> str:
    found = re.search(r"\b[A-Z2-7]{4}-[A-Z2-7]{4}\b", message.body)
    assert found is not None, message.body
    return found.group()


def test_an_address_is_confirmed_and_the_next_form_comes_without_the_check() -> None:
    tip, citizen = SubmissionFactory(named=True, texts={"contact": CONTACT}), Citizen()
    page = opened_by(tip, citizen)
    assert CONTACT["email"] not in text_of(page)
    page = citizen.press(page, "ask_for_code")
    told()
    (message,) = mail.outbox
    assert message.to == [CONTACT["email"]] and str(tip) not in message.body and "举报" not in message.body
    wrong = citizen.press(page, "confirm", confirmation="AAAA-AAAA")
    assert not BeautifulSoup(wrong.content, "html.parser").select_one("[name=captcha-held]")
    done = citizen.press(wrong, "confirm", confirmation=code_of(message).lower())
    (form,) = (found.find_parent("form") for found in BeautifulSoup(done.content, "html.parser").select("[name=keep]"))
    assert form is not None
    hidden = {str(each["name"]): str(each["value"]) for each in form.select('input[type="hidden"]')}
    shown = citizen.client.post(str(form["action"]), hidden)
    assert shown.status_code == 200
    soup = BeautifulSoup(shown.content, "html.parser")
    assert not soup.select(".captcha") and not soup.select("[name=captcha-text]")
    fields = {str(each["name"]): str(each.get("value", "")) for each in soup.select('main form input[type="hidden"]')}
    receipt_of(citizen.client.post(str(form["action"]), {**fields, **TIP, **CONTACT}))
    assert Submission.objects.count() == 2
    # It stays confirmed, and staff see it where they see the address.
    assert "confirmed_on" in open_contact(tip, staff("moderator"))
    assert "captcha-held" in opened_by(tip, Citizen()).content.decode()


def test_the_pass_serves_for_its_own_form_alone() -> None:
    contact = {**CONTACT, "confirmed_on": "2026-01-05"}
    tip, citizen = SubmissionFactory(named=True, texts={"contact": contact}), Citizen()
    held = BeautifulSoup(opened_by(tip, citizen).content, "html.parser").select_one("[name=captcha-held]")
    assert held is not None
    fields = {**citizen.form("/feedback/tip/named/"), "keep": "1", "captcha-held": str(held["value"])}
    shown = citizen.client.post("/feedback/tip/named/", fields)
    assert BeautifulSoup(shown.content, "html.parser").select(".captcha")


def test_one_mail_a_day() -> None:
    tip, citizen = SubmissionFactory(named=True, texts={"contact": CONTACT}), Citizen()
    page = opened_by(tip, citizen)
    for _press in range(3):
        citizen.press(page, "ask_for_code")
    told()
    assert len(mail.outbox) == 1
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        citizen.press(opened_by(tip, citizen), "ask_for_code")
        told()
    first, second = mail.outbox
    assert code_of(first) == code_of(second)


@pytest.mark.parametrize("contact", [None, {"name": "举报人甲", "phone": "13800000000"}])
def test_who_gave_no_address_is_offered_nothing(contact: dict[str, str] | None) -> None:
    tip = SubmissionFactory(named=True, texts={"contact": contact}) if contact else SubmissionFactory()
    page = opened_by(tip, citizen := Citizen())
    assert "ask_for_code" not in page.content.decode()
    forced = citizen.track(tip.codes.code, tip.codes.secret, do="confirm", confirmation="AAAA-AAAA")
    assert forced.status_code == 200 and "captcha-held" not in forced.content.decode()
    told()
    assert not mail.outbox
