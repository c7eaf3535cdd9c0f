"""An answer that is looked at again keeps what it was: in time stays in time, late stays late, each under its unit."""

from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from portal.content.timeline.entries import Asked
from portal.feedback.models import PublicInquiry, State, Submission
from portal.feedback.public.publishing import publish
from portal.feedback.public.scoreboard import scores
from portal.feedback.public.timeline import AnswersOfUnits
from portal.feedback.referrals.replying import answer_privately, approve_reply, submit_reply
from portal.feedback.referrals.returning import send_back
from portal.feedback.transitions import Party, apply
from portal.feedback.transitions.grounds import RefusalGround
from portal.organisations.models import Unit
from search.models import OutboxEntry
from tests.factories import InquiryFactory, UnitFactory, UserFactory
from tests.feedback.test_public import TEXT, published
from tests.feedback.test_referrals import handler_of, running

pytestmark = pytest.mark.django_db
RECEIVED = date(2026, 8, 31)


@pytest.fixture
def unit() -> Unit:
    found: Unit = UnitFactory(name="测城市管理局")
    return found


def on(day: date) -> Any:
    return time_machine.travel(timezone.make_aware(datetime.combine(day, datetime.min.time())) + timedelta(hours=10))


def accepted(unit: Unit) -> Submission:
    submission: Submission = InquiryFactory(unit=unit, received_on=RECEIVED)
    with on(RECEIVED):
        apply(submission, "moderate", UserFactory(groups=["moderator"]))
    return submission


def answer(submission: Submission, day: date, unit: Unit | None = None, *, privately: bool = False) -> Any:
    """The office answers, or a unit to which it is referred."""
    moderator, publisher = UserFactory(groups=["moderator"]), UserFactory(groups=["moderator"])
    with on(day):
        submission.refresh_from_db()
        referral = running(submission, moderator, unit) if unit else None
        submit_reply(submission, referral, handler_of(unit) if unit else moderator, "答复")
        approve_reply(submission, UserFactory(groups=["supervisor"]), State.REPLIED)
        if privately:
            return answer_privately(submission, publisher, State.REVIEWED)
        return publish(submission, publisher, TEXT, State.REVIEWED, accepts_findings=False)


def reopen(submission: Submission, day: date) -> None:
    with on(day):
        submission.refresh_from_db()
        apply(submission, "ask_review" if day.month < 12 else "resume", _who(day))


def _who(day: date) -> Any:
    return Party.CITIZEN if day.month < 12 else UserFactory(groups=["supervisor"])


def page_of(inquiry: PublicInquiry) -> BeautifulSoup:
    return BeautifulSoup(Client().get(inquiry.get_absolute_url()).content, "html.parser")


def spans(inquiry: PublicInquiry) -> list[tuple[str, str, bool]]:
    return [(f"{row.began_on}", f"{row.answered_on}", row.is_late) for row in inquiry.rounds.all()]


def test_in_time_and_in_time_again_is_not_late(unit: Unit) -> None:
    submission = accepted(unit)
    first = answer(submission, date(2026, 10, 19), unit)
    assert (first.days_used, first.is_late) == (49, False)
    due_on = first.due_on
    reopen(submission, date(2026, 11, 28))
    inquiry = answer(submission, date(2026, 11, 29), unit)
    inquiry.refresh_from_db()
    assert (inquiry.due_on, f"{inquiry.answered_on}", inquiry.days_used) == (due_on, "2026-10-19", 49)
    assert not inquiry.is_late
    assert spans(inquiry) == [("2026-08-31", "2026-10-19", False), ("2026-11-28", "2026-11-29", False)]
    page = page_of(inquiry)
    assert not page.select(".late")
    assert page.select_one('time[datetime="2026-11-29"]')


def test_a_late_first_answer_stays_late(unit: Unit) -> None:
    submission = accepted(unit)
    assert answer(submission, date(2026, 11, 20), unit).is_late
    reopen(submission, date(2026, 11, 23))
    inquiry = answer(submission, date(2026, 11, 24), unit)
    assert inquiry.is_late and [late for *_days, late in spans(inquiry)] == [True, False]
    assert len(page_of(inquiry).select(".late")) == 2


def test_a_later_round_that_is_late_is_said_there_and_not_of_the_first(unit: Unit) -> None:
    submission = accepted(unit)
    answer(submission, date(2026, 10, 19), unit)
    reopen(submission, date(2026, 10, 20))
    inquiry = answer(submission, date(2026, 11, 25), unit)
    assert inquiry.is_late and not inquiry.was_late
    (late,) = page_of(inquiry).select(".late")
    assert late.find_parent("ol")
    assert BeautifulSoup(Client().get("/inquiries/").content, "html.parser").select(".late")


def test_a_private_answer_counts_as_the_first(unit: Unit) -> None:
    submission = accepted(unit)
    answer(submission, date(2026, 10, 19), unit, privately=True)
    reopen(submission, date(2026, 11, 20))
    inquiry = answer(submission, date(2026, 11, 29), unit)
    assert (inquiry.days_used, inquiry.is_late) == (49, False)


def test_what_was_refused_and_is_looked_at_again_counts_from_receipt(unit: Unit) -> None:
    submission: Submission = InquiryFactory(unit=unit, received_on=RECEIVED)
    with on(date(2026, 9, 10)):
        apply(submission, "refuse", UserFactory(groups=["intake"]), ground=RefusalGround.NO_SUBSTANCE)
    reopen(submission, date(2026, 9, 20))
    inquiry = answer(submission, date(2026, 10, 10), unit)
    assert (inquiry.days_used, inquiry.is_late, inquiry.counted_from) == (40, False, None)
    assert f"{inquiry.due_on}" >= "2026-10-20"


def test_another_unit_answers_for_its_own_time_alone(unit: Unit) -> None:
    other = UnitFactory(name="测水利局")
    submission = accepted(unit)
    assert answer(submission, date(2026, 11, 20), unit).is_late
    reopen(submission, date(2026, 11, 23))
    inquiry = answer(submission, date(2026, 11, 25), other)
    assert (inquiry.unit, inquiry.days_used, inquiry.is_late) == (other, 2, False)
    (entry,) = AnswersOfUnits().entries(Asked(units=(other.pk,)))
    assert "2026-11-23" in entry.text and not entry.state
    (late,) = page_of(inquiry).select(".late")
    line = late.find_parent("li")
    assert line is not None and "测城市管理局" in line.get_text()


def test_the_scoreboard_charges_each_unit_with_its_own_rounds(unit: Unit) -> None:
    other = UnitFactory()
    submission = accepted(unit)
    answer(submission, date(2026, 11, 20), unit)
    reopen(submission, date(2026, 11, 23))
    answer(submission, date(2026, 11, 25), other)
    for each in (unit, other):
        for _inquiry in range(4):
            published(unit=each, received_on=date(2026, 11, 1), answered_on=date(2026, 11, 11))
    found, _hidden = scores(date(2026, 1, 1), date(2026, 12, 31))
    assert {score.unit: (score.answered, score.on_time) for score in found} == {unit: (5, 4), other: (5, 5)}


def test_the_scoreboard_says_late_of_a_late_second_round_and_counts_days_of_the_first(unit: Unit) -> None:
    submission = accepted(unit)
    answer(submission, date(2026, 10, 19), unit)
    reopen(submission, date(2026, 10, 20))
    answer(submission, date(2026, 11, 25), unit)
    for _inquiry in range(4):
        published(unit=unit, received_on=date(2026, 10, 1), answered_on=date(2026, 11, 19))
    ((score,), _hidden) = scores(date(2026, 1, 1), date(2026, 12, 31))
    assert (score.answered, score.on_time, score.days) == (5, 4, 49.0)


def test_a_rating_is_of_the_answer_that_stood_then(unit: Unit) -> None:
    other = UnitFactory()
    for _inquiry in range(5):
        submission = accepted(unit)
        answer(submission, date(2026, 10, 19), unit)
        submission.ratings.create(round=1, is_solved=False, attitude=1, speed=1, rated_on=date(2026, 10, 20))
        reopen(submission, date(2026, 10, 21))
        answer(submission, date(2026, 10, 23), other)
        submission.ratings.create(round=2, is_solved=True, attitude=5, speed=5, rated_on=date(2026, 10, 24))
    found, _hidden = scores(date(2026, 1, 1), date(2026, 12, 31))
    assert {score.unit: score.rating for score in found} == {unit: 1.0, other: 5.0}


def test_sent_back_in_a_later_round_by_who_answered_the_first(unit: Unit) -> None:
    submission = accepted(unit)
    answer(submission, date(2026, 10, 19), unit)
    reopen(submission, date(2026, 10, 21))
    with on(date(2026, 10, 22)):
        submission.refresh_from_db()
        send_back(running(submission, UserFactory(groups=["moderator"]), unit), handler_of(unit), "已非本单位职责")
    inquiry = answer(submission, date(2026, 10, 23))
    assert inquiry.unit is None
    assert [row.unit for row in inquiry.rounds.all()] == [unit, None]


def test_what_was_published_wrongly_before_is_corrected_once(unit: Unit) -> None:
    submission = accepted(unit)
    answer(submission, date(2026, 10, 19), unit)
    reopen(submission, date(2026, 11, 28))
    inquiry = answer(submission, date(2026, 11, 29), unit)
    inquiry.rounds.all().delete()
    PublicInquiry.objects.update(answered_on=date(2026, 11, 29), unit=UnitFactory())
    OutboxEntry.objects.all().delete()
    for corrected in (1, 0):
        call_command("recount_answers", stdout=(said := StringIO()))
        assert said.getvalue().startswith(f"{corrected} ")
    inquiry.refresh_from_db()
    assert (inquiry.unit, inquiry.days_used, inquiry.rounds.count()) == (unit, 49, 2)
    assert OutboxEntry.objects.filter(key=f"inquiry:{inquiry.pk}").exists()


def test_what_was_purged_or_made_by_hand_is_left(unit: Unit) -> None:
    inquiry = published(unit=unit)
    call_command("recount_answers", stdout=StringIO())
    inquiry.refresh_from_db()
    assert inquiry.unit == unit and not inquiry.rounds.exists()
