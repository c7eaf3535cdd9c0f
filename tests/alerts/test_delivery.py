"""Mail meets a real SMTP server: one that takes, refuses, is slow, loses the connection, or is away for a day."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from portal.alerts.mailing import delivery
from portal.alerts.mailing.delivery import GIVE_UP_AFTER, send_due
from portal.alerts.mailing.queue import ask_for_delivery, ask_if_due
from portal.alerts.models import Hit, Mail, Subscriber, Subscription
from portal.alerts.upkeep import mail_state
from portal.operations.tasks.running import run_next
from tests.alerts.conftest import MailServer
from tests.factories.alerts import SubscriptionFactory
from tests.factories.notices import CaseNoticePageFactory
from tests.search.sources import held_elsewhere

pytestmark = pytest.mark.django_db

State = Mail.State


class Killed(BaseException):
    """The process is gone from here on."""


def mail(address: str = "reader@example.org", page: Any = None) -> Mail:
    """A mail of news that is due."""
    subscription = SubscriptionFactory(address=address)
    made = Mail.objects.create(kind=Mail.Kind.NEWS, subscriber=subscription.subscriber, due_at=timezone.now())
    number = (page or CaseNoticePageFactory()).pk
    Hit.objects.create(subscription=subscription, key=f"case:{number}", found_at=timezone.now(), mail=made)
    return made


@pytest.fixture
def three() -> list[Mail]:
    page = CaseNoticePageFactory()
    return [mail(f"reader{number}@example.org", page) for number in range(3)]


def states() -> list[str]:
    return list(Mail.objects.order_by("pk").values_list("state", flat=True))


def test_each_mail_is_taken_once(mail_server: MailServer, three: list[Mail]) -> None:
    assert send_due() == 3
    assert send_due() == 0
    assert sorted(mail_server.recipients) == [f"reader{number}@example.org" for number in range(3)]
    assert states() == [State.SENT] * 3


def test_what_a_mail_holds(mail_server: MailServer, settings: Any) -> None:
    settings.BOUNCE_ADDRESS = "bounces@sunlight.example"
    page = CaseNoticePageFactory(title="关于礼金问题的通报")
    made = mail(page=page)
    send_due()
    (message,) = mail_server.taken
    assert message["Subject"] == "[阳光问效] 关于礼金问题的通报"
    assert message["X-Envelope-From"] == f"bounces+{made.token}@sunlight.example"
    assert made.token in message["Message-ID"]
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Unsubscribe"].strip().startswith("<http")
    text, html = (message.get_body((kind,)).get_content() for kind in ("plain", "html"))
    for part in (text, html):
        assert page.title in part
        assert page.slug in part
        assert "/alerts/stop/" in part
        assert "/alerts/manage/" in part
    # Nothing is loaded when the mail is opened.
    assert "<img" not in html
    assert "<link" not in html


def test_a_refused_recipient_fails_alone_and_is_counted(mail_server: MailServer, three: list[Mail]) -> None:
    mail_server.replies["reader1@example.org"] = "550 reader1@example.org is unknown here"
    assert send_due() == 2
    assert states() == [State.SENT, State.FAILED, State.SENT]
    failed = Mail.objects.get(state=State.FAILED)
    assert failed.error == "SMTPRecipientsRefused 550"
    assert Subscriber.objects.get(pk=failed.subscriber_id).bounces == 1


def test_a_recipient_who_is_refused_for_now_is_tried_again(mail_server: MailServer) -> None:
    mail()
    mail_server.replies["reader@example.org"] = "451 try again later"
    assert send_due() == 0
    assert send_due() == 0
    waiting = Mail.objects.get()
    assert (waiting.state, waiting.attempts, waiting.error) == (State.WAITING, 1, "SMTPRecipientsRefused 451")
    assert Subscriber.objects.get().bounces == 0
    mail_server.replies.clear()
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        assert send_due() == 1


@pytest.mark.parametrize("attempts", [0, 1])
def test_a_clock_that_ran_ahead_and_was_set_right_holds_up_no_mail(mail_server: MailServer, attempts: int) -> None:
    made = mail()
    Mail.objects.filter(pk=made.pk).update(due_at=timezone.now() + timedelta(days=90), attempts=attempts)
    assert send_due() == 1


def test_a_recipient_who_is_refused_for_days_is_given_up(mail_server: MailServer) -> None:
    mail()
    mail_server.replies["reader@example.org"] = "451 try again later"
    with time_machine.travel(timezone.now() + GIVE_UP_AFTER + timedelta(minutes=1)):
        send_due()
    assert states() == [State.FAILED]


def test_a_connection_that_is_lost_in_the_middle_costs_nobody_a_mail(
    mail_server: MailServer, three: list[Mail]
) -> None:
    mail_server.drops = 1
    assert send_due() == 2
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        assert send_due() == 1
    assert sorted(mail_server.recipients) == [f"reader{number}@example.org" for number in range(3)]


def test_a_mail_that_was_taken_when_the_connection_was_lost_comes_again_under_the_same_name(
    mail_server: MailServer,
) -> None:
    """SMTP cannot say whether it was: losing it would be worse, and mail programs show one copy."""
    mail()
    mail_server.drops, mail_server.drops_after_taking = 1, True
    send_due()
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        assert send_due() == 1
    first, second = mail_server.taken
    assert first["Message-ID"] == second["Message-ID"]


def test_a_slow_server_is_left_after_its_time_and_counts_as_away(mail_server: MailServer, three: list[Mail]) -> None:
    mail_server.slow_seconds = 1.0
    assert send_due() == 0
    assert set(states()) == {State.WAITING}


def test_mail_is_down_for_a_day(mail_server: MailServer, three: list[Mail], settings: Any) -> None:
    """Nothing is lost, nothing counts against anybody, nothing comes twice, and it is seen."""
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(24):
            assert send_due() == 0
            clock.shift(timedelta(hours=1))
        assert set(states()) == {State.WAITING}
        assert set(Mail.objects.values_list("attempts", flat=True)) == {0}
        assert mail_state(timezone.now())["outgoing"]["late"]
        settings.EMAIL_PORT = port
        assert send_due() == 3
    assert len(set(mail_server.recipients)) == len(mail_server.recipients) == 3


@pytest.mark.parametrize("moment", ["before", "after"])
def test_killed_in_the_middle_of_a_digest(
    mail_server: MailServer, three: list[Mail], monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    send = delivery._Server.send
    calls: list[int] = []

    def killed(self: Any, message: Any) -> None:
        calls.append(1)
        if len(calls) == 2 and moment == "before":
            raise Killed
        send(self, message)
        if len(calls) == 2:
            raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(delivery._Server, "send", killed)
        with pytest.raises(Killed):
            send_due()
    assert states() == [State.SENT, State.SENDING, State.WAITING]
    assert send_due() == 2
    assert states() == [State.SENT] * 3
    names = [message["Message-ID"] for message in mail_server.taken]
    # Only the one that was in the server's hands may have come twice, and that can be told.
    assert len(set(names)) == 3
    assert len(names) == (3 if moment == "before" else 4)


def test_two_workers_do_not_send_at_once(mail_server: MailServer, three: list[Mail]) -> None:
    with held_elsewhere("alerts mail"):
        assert send_due() == 0
    assert send_due() == 3


def test_what_was_withdrawn_before_it_went_out_is_not_sent(mail_server: MailServer) -> None:
    page = CaseNoticePageFactory()
    mail(page=page)
    page.unpublish()
    assert send_due() == 0
    assert states() == [State.DROPPED]
    assert mail_server.taken == []


def test_what_became_internal_before_it_went_out_is_not_sent(mail_server: MailServer) -> None:
    page = CaseNoticePageFactory()
    mail(page=page)
    type(page).objects.filter(pk=page.pk).update(scope="internal")
    send_due()
    assert mail_server.taken == []


def test_what_fits_no_more_is_not_told(mail_server: MailServer) -> None:
    page = CaseNoticePageFactory(title="关于礼金问题的通报")
    subscription = SubscriptionFactory(text="酒驾")
    made = Mail.objects.create(kind=Mail.Kind.NEWS, subscriber=subscription.subscriber, due_at=timezone.now())
    Hit.objects.create(subscription=subscription, key=f"case:{page.pk}", found_at=timezone.now(), mail=made)
    send_due()
    assert states() == [State.DROPPED]


def test_names_are_those_of_the_moment_of_sending(mail_server: MailServer) -> None:
    page = CaseNoticePageFactory(title="关于张三丰问题的通报")
    mail(page=page)
    # The nightly masking rewrites the live row.
    page.title = "关于张某某问题的通报"
    page.save()
    send_due()
    assert "张三丰" not in mail_server.taken[0].as_string()
    assert "张某某" in mail_server.taken[0].get_body(("plain",)).get_content()


def test_who_unsubscribed_meanwhile_gets_nothing(mail_server: MailServer) -> None:
    mail()
    Subscription.objects.all().delete()
    Subscriber.objects.all().delete()
    assert send_due() == 0
    assert not Mail.objects.exists()


def test_a_key_that_is_not_here_stops_only_the_mails_that_need_it(
    mail_server: MailServer, settings: Any, three: list[Mail]
) -> None:
    settings.SEALING_PRIVATE_KEYS = []
    assert send_due() == 0
    assert set(Mail.objects.values_list("state", "error")) == {(State.WAITING, "NoSealingKey")}


def test_a_title_with_a_line_feed_makes_no_header(mail_server: MailServer) -> None:
    mail(page=CaseNoticePageFactory(title="礼金\r\nBcc: somebody"))
    send_due()
    assert mail_server.taken[0]["Bcc"] is None


def test_a_server_that_is_away_is_not_asked_without_end(three: list[Mail], settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    ask_for_delivery()
    assert run_next("mail", "one")
    # Until the periodic job asks again.
    assert not run_next("mail", "one")
    assert ask_if_due() == 3
    assert run_next("mail", "one")
