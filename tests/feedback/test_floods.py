"""Floods are sorted and never refused: every one has its receipt, and whoever is no part of it stands before it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.cache import caches
from django.utils import timezone

from portal.feedback.abuse.clearing import clear
from portal.feedback.abuse.form_time import stamp
from portal.feedback.models import Priority, State, Submission
from tests.feedback.citizen import TIP, Citizen, receipt_of
from tests.feedback.clocks.test_running import staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_counted(settings) -> Iterator[None]:
    settings.SUBMISSIONS_A_DAY_FROM_ONE_PLACE = 4
    caches["floods"].clear()
    yield
    caches["floods"].clear()


def opened_earlier() -> str:
    with time_machine.travel(timezone.now() - timedelta(minutes=3), tick=False):
        return stamp()


def test_one_address_many_tips_and_one_of_somebody_else() -> None:
    flooding, other = Citizen(REMOTE_ADDR="203.0.113.9"), Citizen(REMOTE_ADDR="198.51.100.4")
    for number in range(7):
        receipt_of(flooding.hand_in(title=f"垃圾信息{number}", opened=opened_earlier()))
    receipt_of(other.hand_in(opened=opened_earlier()))
    priorities = list(Submission.objects.values_list("priority", flat=True))
    assert (priorities.count(Priority.LOW), priorities.count(Priority.NORMAL)) == (3, 5)
    assert clear(Submission.objects.all(), staff("intake")) == (3, 5)
    assert Submission.objects.filter(state=State.RECEIVED).count() == 5


@pytest.mark.parametrize("fields", [{"homepage": "https://spam.example"}, {"opened": ""}, {}])
def test_what_looks_like_a_program_is_taken_and_looked_at_later(fields: dict[str, str]) -> None:
    """The last one is a form that is sent at once."""
    receipt_of(Citizen(REMOTE_ADDR="203.0.113.10").hand_in(**fields))
    assert Submission.objects.get().priority == Priority.LOW


def test_a_check_is_asked_and_once_solved_not_again(settings) -> None:
    settings.CAPTCHA = True
    citizen = Citizen(REMOTE_ADDR="203.0.113.11")
    refused = citizen.hand_in(title="")
    assert refused.status_code == 422 and not Submission.objects.exists()
    page = BeautifulSoup(refused.content, "html.parser")
    hidden = {str(field["name"]): str(field.get("value", "")) for field in page.select('main input[type="hidden"]')}
    question = page.select_one(".captcha__ways p[id]").get_text()
    answer = sum(int(word) for word in "".join(char if char.isdigit() else " " for char in question).split())
    half = citizen.hand_in(**hidden, **{"captcha-text": str(answer)}, title="")
    page = BeautifulSoup(half.content, "html.parser")
    hidden = {str(field["name"]): str(field.get("value", "")) for field in page.select('main input[type="hidden"]')}
    assert "captcha-held" in hidden and not page.select_one("[name=captcha-text]")
    other_language = citizen.client.post("/en/feedback/tip/anonymous/", {**hidden, **TIP, "keep": "1"})
    assert not BeautifulSoup(other_language.content, "html.parser").select_one("[name=captcha-text]")
    receipt_of(citizen.hand_in(**hidden))


def test_the_enter_key_hands_in(settings) -> None:
    """Browsers press the first button of a form: that is neither the other language nor another picture."""
    settings.CAPTCHA = True
    first = Citizen().page("/feedback/tip/anonymous/").select_one("main form button")
    assert first is not None and not first.get("name") and not first.get("formaction")
