"""Under which unit an answer stands in public: who wrote it, never who sent the inquiry back."""

from typing import Any

import pytest
from django.test import Client

from portal.feedback.models import PublicInquiry, State, Submission
from portal.feedback.public.publishing import publish
from portal.feedback.referrals.replying import approve_reply, submit_reply
from portal.feedback.referrals.returning import send_back
from portal.organisations.models import Unit
from tests.factories import InquiryFactory, UnitFactory, UserFactory
from tests.feedback.test_public import TEXT
from tests.feedback.test_referrals import handler_of, moderator, running

__all__ = ["moderator"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked() -> Unit:
    unit: Unit = UnitFactory(name="测教育局")
    return unit


def inquiry_to(unit: Unit) -> Submission:
    submission: Submission = InquiryFactory(state=State.MODERATED, unit=unit)
    return submission


def sent_back(submission: Submission, moderator: Any, unit: Unit) -> None:
    send_back(running(submission, moderator, unit), handler_of(unit), "不属本单位职责")
    submission.refresh_from_db()


def answered(submission: Submission, author: Any, unit: Unit | None = None) -> PublicInquiry:
    referral = submission.referrals.get(unit=unit, state="open") if unit else None
    submit_reply(submission, referral, author, "答复")
    approve_reply(submission, UserFactory(groups=["supervisor"]), State.REPLIED)
    return publish(submission, UserFactory(groups=["moderator"]), TEXT, State.REVIEWED, accepts_findings=False)


def test_a_unit_that_sent_it_back_is_not_named(moderator: Any, asked: Unit) -> None:
    submission, other = inquiry_to(asked), UnitFactory(name="测城市管理局")
    sent_back(submission, moderator, other)
    inquiry = answered(submission, moderator)
    assert inquiry.unit == asked
    assert "测城市管理局" not in Client().get(inquiry.get_absolute_url()).content.decode()


def test_of_several_on_one_day_the_one_that_answered_is_named(moderator: Any, asked: Unit) -> None:
    for _time in range(4):
        submission, other, third = inquiry_to(asked), UnitFactory(), UnitFactory()
        sent_back(submission, moderator, other)
        running(submission, moderator, third)
        assert answered(submission, handler_of(third), third).unit == third


def test_who_was_asked_and_sent_it_back_is_not_named_either(moderator: Any, asked: Unit) -> None:
    submission = inquiry_to(asked)
    sent_back(submission, moderator, asked)
    assert answered(submission, moderator).unit is None


def test_who_was_asked_got_it_back_and_answered_is_named(moderator: Any, asked: Unit) -> None:
    submission = inquiry_to(asked)
    sent_back(submission, moderator, asked)
    running(submission, moderator, asked)
    assert answered(submission, handler_of(asked), asked).unit == asked
