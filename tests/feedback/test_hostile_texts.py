"""Markup, template code and header lines in every field: inert at the desk, in referrals and in mails."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.test import Client

from portal.feedback.contents.writing import add_note
from portal.feedback.models import State, Submission
from portal.feedback.transitions import apply
from tests.factories import ReferralFactory, SubmissionFactory, UserFactory
from tests.feedback.at_the_desk import desk, file_of
from tests.feedback.citizen import CONTACT, TIP, Citizen, receipt_of
from tests.feedback.clocks.test_running import staff
from tests.feedback.test_tracking import told

pytestmark = pytest.mark.django_db
EVIL = '<img src=x onerror=alert(1)><script>alert("{}")</script>{{{{ 7|add:7 }}}}\r\nBcc: a@b.example'


def evil(name: str) -> str:
    return EVIL.format(name)


def harmless(page: BeautifulSoup) -> str:
    """Its text, once none of what was typed has become an element or was run by a template."""
    assert not [each for each in page.select("script") if "alert(" in each.get_text()]
    assert not page.select("[onerror]") and not page.select('img[src="x"]')
    text = page.get_text()
    assert "{{ 7|add:7 }}" in text and "14\r" not in text
    return text


def test_every_field_of_a_tip_is_text_at_the_desk() -> None:
    fields = ("accused_name", "accused_post", "body", "name", "address")
    typed = {**TIP, **CONTACT, **{name: evil(name) for name in fields}}
    typed |= {"title": '<script>alert("title")</script>', "accused_unit": evil("accused_unit"), "tell_by": "email"}
    citizen = Citizen()
    code, secret = receipt_of(citizen.hand_in("/feedback/tip/named/", **typed))
    page = citizen.track(code, secret)
    status = citizen.press(page, "write", text=evil("message"))
    assert 'alert("message")' in harmless(BeautifulSoup(status.content, "html.parser"))
    tip, client, officer = Submission.objects.get(), desk(), staff("moderator")
    add_note(tip, officer, evil("note"))
    text = harmless(BeautifulSoup(client.post(f"{file_of(tip)}contact/").content, "html.parser"))
    for name in (*fields, "title", "accused_unit", "message", "note"):
        assert f'alert("{name}")' in text, name
    apply(tip, "accept", officer)
    told()
    (message,) = mail.outbox
    assert message.recipients() == [CONTACT["email"]]
    assert "alert" not in message.subject + message.body and "Bcc" not in str(message.message())


def test_a_summary_is_text_for_the_unit() -> None:
    tip = SubmissionFactory(state=State.PROCESSING)
    row = ReferralFactory(submission=tip, summary=evil("summary"))
    client = desk("handler", units=[row.unit])
    text = harmless(BeautifulSoup(client.get(f"{file_of(tip)}", follow=True).content, "html.parser"))
    assert 'alert("summary")' in text


@pytest.mark.parametrize("what", ["do/refuse/", "contact/", "note/", "message/"])
def test_no_other_site_presses_a_button_of_the_desk(what: str) -> None:
    tip, client = SubmissionFactory(named=True), Client(enforce_csrf_checks=True)
    client.force_login(UserFactory(groups=["moderator"]))
    response = client.post(f"{file_of(tip)}{what}", {"seen": "received", "ground": "na3", "text": "x"})
    assert response.status_code == 403
    assert not tip.messages.exists() and not tip.notes.exists() and not tip.steps.exists()
