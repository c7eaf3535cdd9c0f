"""What is late is seen: in the file, by leadership, and afterwards; never by whom it accuses."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client

from portal.feedback.clocks import ladder, running, telling
from portal.feedback.models import Clock, ClockEvent
from portal.feedback.roles import FeedbackRole
from tests.factories import ReferralFactory, SubmissionFactory, UnitFactory, UserFactory
from tests.feedback.at_the_desk import desk, file_of, soup
from tests.feedback.clocks.test_ladder import SHANGHAI, event_of, names
from tests.feedback.clocks.test_running import staff

pytestmark = pytest.mark.django_db
PAGE = "/admin/feedback/late/"


@pytest.fixture(autouse=True)
def today() -> Any:
    """Twenty days after what is due on 13 March 2026, after a look at the clocks on each level's day."""
    with time_machine.travel(datetime(2026, 4, 2, 9, tzinfo=SHANGHAI)) as moment:
        yield moment


def overdue(**facts: Any) -> Clock:
    """Due on Friday, 13 March 2026."""
    clock = running.start(SubmissionFactory(received_on=date(2026, 3, 6), **facts), "tip_route", date(2026, 3, 6))
    assert clock is not None
    return clock


def of_unit(unit: Any) -> Clock:
    given = {"referred_on": date(2026, 3, 6), "due_on": date(2026, 3, 13), "unit": unit}
    return running.start_for_referral(ReferralFactory(submission=SubmissionFactory(), **given))


def test_level_three_is_told_to_the_leadership_and_to_nobody_else_above() -> None:
    clock = overdue()
    staff("moderator"), staff("supervisor"), staff("leadership"), staff("intake")
    assert names(clock, "escalated", 1) == {"moderator"}
    assert names(clock, "escalated", 2) == {"moderator", "supervisor"}
    assert names(clock, "escalated", 3) == {"moderator", "supervisor", "leadership"}


def test_leadership_is_not_told_of_what_accuses_its_own_unit() -> None:
    unit = UnitFactory()
    clock = overdue(accused=[unit])
    staff("leadership").memberships.create(unit=unit)
    assert names(clock, "escalated", 3) == set()


def test_leadership_is_led_to_its_page_and_others_to_their_first_one() -> None:
    clock = overdue()
    staff("supervisor"), staff("leadership")
    telling.tell.func(event_of(clock, "escalated", 3).pk)
    bodies = {letter.to[0].partition("@")[0]: letter.body for letter in mail.outbox}
    assert PAGE in bodies["leadership"]
    assert PAGE not in bodies["supervisor"]


@pytest.mark.parametrize("role", FeedbackRole)
def test_the_page_opens_for_supervisors_and_leadership_alone(role: str) -> None:
    overdue()
    allowed = role in {FeedbackRole.SUPERVISOR, FeedbackRole.LEADERSHIP}
    assert desk(role).get(PAGE).status_code == (200 if allowed else 302)
    assert (PAGE in desk(role).get("/admin/").content.decode()) is allowed


def test_leadership_opens_neither_queue_nor_file() -> None:
    clock = overdue()
    client = desk("leadership")
    address = file_of(clock.submission)
    for path in ("/admin/feedback/", address, f"{address}do/press/", "/admin/feedback/search/"):
        assert client.get(path).status_code in {302, 405}, path
    for path in (f"{address}contact/", f"{address}message/", f"{address}note/", f"{address}do/press/"):
        assert client.post(path, {"text": "x"}).status_code == 302, path
    assert address not in client.get(PAGE).content.decode()


def rows(client: Client, number: int) -> list[list[str]]:
    table = soup(client.get(PAGE)).select("main table")[number]
    return [[cell.get_text(" ", strip=True) for cell in row.select("th, td")] for row in table.select("tbody tr")]


def test_it_says_by_unit_what_is_late_how_far_it_went_and_what_ended_late() -> None:
    unit = UnitFactory()
    office, referred, ended = overdue(), of_unit(unit), of_unit(unit)
    ladder.look()
    running.stop(ended.submission, ("referral_reply",))
    in_time = overdue()
    Clock.objects.filter(pk=in_time.pk).update(stopped_on=date(2026, 3, 12))
    client = desk("leadership")
    assert sorted(rows(client, 0)) == sorted([["本机关", "1", "1", "0", "20"], [str(unit), "1", "2", "1", "20"]])
    late = {row[0]: row[1:] for row in rows(client, 1)}
    assert set(late) == {str(office.submission), str(referred.submission)}
    assert late[str(referred.submission)][1] == str(unit)
    assert late[str(referred.submission)][3:] == ["20", "领导 · 2026年4月2日"]
    (gone,) = rows(client, 2)
    assert (gone[0], gone[4]) == (str(ended.submission), "20")


def test_it_shows_nothing_of_what_accuses_the_own_unit_or_one_above_it() -> None:
    bureau = UnitFactory()
    clock, other = overdue(accused=[bureau]), overdue()
    page = desk("leadership", units=[UnitFactory(parent=bureau)]).get(PAGE).content.decode()
    assert str(other.submission) in page
    assert str(clock.submission) not in page


def test_it_warns_while_nobody_is_in_the_leadership() -> None:
    overdue()
    assert "leadership" in soup(desk("supervisor").get(PAGE)).select_one(".help-warning").get_text()
    UserFactory(groups=["leadership"])
    assert not soup(desk("supervisor").get(PAGE)).select(".help-warning")


def test_the_page_asks_no_more_however_much_is_late(django_assert_max_num_queries: Any) -> None:
    client = desk("leadership")
    client.get(PAGE)
    for _number in range(15):
        of_unit(UnitFactory())
    ladder.look()
    with django_assert_max_num_queries(30):
        client.get(PAGE)


def limits_of(client: Client, clock: Clock) -> str:
    found = soup(client.get(file_of(clock.submission))).select_one('[aria-labelledby="desk-clocks"]')
    assert found is not None
    return found.get_text(" ", strip=True)


def test_the_file_says_that_a_clock_ended_late_and_what_happened_to_it() -> None:
    clock, kept = overdue(), overdue()
    ladder.look()
    running.stop(clock.submission, ("tip_route",))
    Clock.objects.filter(pk=kept.pk).update(stopped_on=date(2026, 3, 13))
    text = limits_of(desk("intake"), clock)
    assert "逾期20天办结" in text
    assert "领导" in text
    assert str(ClockEvent.Kind.STOPPED.label) in text
    assert "按期办结" in limits_of(desk("intake"), kept)
    assert "已逾期 20 天" in limits_of(desk("intake"), of_unit(UnitFactory()))


def test_the_reason_of_an_extension_is_read_in_the_file_while_it_can_be_opened(settings: Any) -> None:
    clock = running.start(SubmissionFactory(), "tip_finish", date(2026, 3, 2))
    assert clock is not None
    running.extend(clock, 10, "案情复杂", UserFactory(groups=["supervisor"]))
    client = desk("intake")
    assert "案情复杂" in limits_of(client, clock)
    settings.SEALING_PRIVATE_KEYS = ()
    text = limits_of(client, clock)
    assert "案情复杂" not in text
    assert "10天" in text
