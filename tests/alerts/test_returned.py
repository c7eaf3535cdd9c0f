"""Mail that comes back is counted by its token, and an address that takes none is forgotten; nobody can forge it."""

import io
import sys
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from portal.alerts.mailing.returned import Outcome, take_return
from portal.alerts.models import Followed, Hit, Mail, Subscriber
from tests.factories.alerts import SubscriptionFactory

pytestmark = pytest.mark.django_db


def sent() -> Mail:
    subscriber = Subscriber.objects.first() or SubscriptionFactory().subscriber
    now = timezone.now()
    return Mail.objects.create(
        kind=Mail.Kind.NEWS, subscriber=subscriber, due_at=now, sent_at=now, state=Mail.State.SENT
    )


def report(
    token: str, *, action: str = "failed", status: str = "5.1.1", to: str = "", kind: str = "delivery-status"
) -> bytes:
    """A report as RFC 3464 has it, or a complaint."""
    headers = f"Message-ID: <{token}@sunlight.example>\nSubject: x\n\n" if not to else "Subject: x\n\n"
    return (
        f"From: MAILER-DAEMON@mx.example.org\nTo: {to or 'bounces@sunlight.example'}\nMIME-Version: 1.0\n"
        f'Content-Type: multipart/report; report-type={kind}; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nIt could not be delivered.\n\n"
        f"--b\nContent-Type: message/{kind}\n\nReporting-MTA: dns; mx.example.org\n\n"
        f"Final-Recipient: rfc822; reader@example.org\nAction: {action}\nStatus: {status}\n\n"
        f"--b\nContent-Type: text/rfc822-headers\n\n{headers}\n--b--\n"
    ).encode()


def test_a_final_report_is_counted_once() -> None:
    mail = sent()
    assert take_return(report(mail.token)) is Outcome.COUNTED
    take_return(report(mail.token))
    assert Subscriber.objects.get().bounces == 1
    mail.refresh_from_db()
    assert mail.is_returned


def test_the_token_in_the_address_will_do() -> None:
    mail = sent()
    address = f"bounces+{mail.token}@sunlight.example"
    assert take_return(report(mail.token, to=address)) is Outcome.COUNTED


def test_after_some_in_a_row_everything_is_forgotten(settings: Any) -> None:
    settings.BOUNCE_LIMIT = 3
    for _ in range(3):
        take_return(report(sent().token))
    assert not Subscriber.objects.exists()
    assert not Followed.objects.exists()
    assert not Mail.objects.exists()
    assert not Hit.objects.exists()


def test_one_that_arrived_in_between_begins_the_count_again(settings: Any) -> None:
    settings.BOUNCE_LIMIT = 2
    take_return(report(sent().token))
    arrived = sent()
    Mail.objects.filter(pk=arrived.pk).update(sent_at=timezone.now() - timedelta(days=10))
    take_return(report(sent().token))
    assert Subscriber.objects.get().bounces == 1


@pytest.mark.parametrize(("action", "status"), [("delayed", "4.4.7"), ("failed", "4.2.2"), ("delivered", "2.0.0")])
def test_what_is_not_final_is_not_counted(action: str, status: str) -> None:
    assert take_return(report(sent().token, action=action, status=status)) is Outcome.IGNORED
    assert Subscriber.objects.get().bounces == 0


def test_a_complaint_ends_everything() -> None:
    assert take_return(report(sent().token, kind="feedback-report")) is Outcome.ENDED
    assert not Subscriber.objects.exists()


def test_a_forged_report_ends_nothing() -> None:
    sent()
    assert take_return(report("0" * 32)) is Outcome.IGNORED
    assert Subscriber.objects.get().bounces == 0


def test_an_ordinary_answer_is_ignored() -> None:
    mail = sent()
    answer = EmailMessage()
    answer["To"] = f"bounces+{mail.token}@sunlight.example"
    answer.set_content("I am on holiday.")
    assert take_return(answer.as_bytes()) is Outcome.IGNORED


@given(st.binary(max_size=400))
def test_nothing_that_comes_in_breaks_it(raw: bytes) -> None:
    assert take_return(raw) is Outcome.IGNORED


def test_a_mail_server_pipes_it_in(monkeypatch: pytest.MonkeyPatch) -> None:
    mail = sent()
    stdin = io.TextIOWrapper(io.BytesIO(report(mail.token)))
    monkeypatch.setattr(sys, "stdin", stdin)
    out = io.StringIO()
    call_command("take_return", stdout=out)
    assert out.getvalue() == "counted\n"
