"""A page of the desk that is older than its submission decides nothing, even where the state is the same again."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from portal.feedback.models import Referral, State, Submission
from portal.feedback.referrals.replying import return_reply, submit_reply
from portal.feedback.transitions import apply
from tests.factories import InquiryFactory, UnitFactory, UserFactory
from tests.feedback.test_referrals import handler_of, running

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(UserFactory(groups=["moderator"]))
    return client


@pytest.fixture
def referral() -> Referral:
    submission: Submission = InquiryFactory(unit=UnitFactory())
    moderator = UserFactory(groups=["moderator"])
    apply(submission, "moderate", moderator)
    submission.refresh_from_db()
    made = running(submission, moderator, UnitFactory())
    submit_reply(submission, made, handler_of(made.unit), "第一稿")
    return made


def opened(desk: Client, submission: Submission, code: str) -> tuple[str, dict[str, Any], str]:
    """Address, hidden fields and text of the page of an act."""
    address = reverse("feedback_desk:do", args=[submission.pk, code])
    page = BeautifulSoup(desk.get(address).content, "html.parser")
    hidden = {field["name"]: field["value"] for field in page.select("form[novalidate] input[type=hidden]")}
    return address, hidden, page.get_text()


def test_who_reviews_sees_what_is_reviewed(desk: Client, referral: Referral) -> None:
    _address, _hidden, text = opened(desk, referral.submission, "review")
    assert "第一稿" in text


def test_an_old_page_approves_no_newer_answer(desk: Client, referral: Referral) -> None:
    submission = referral.submission
    address, hidden, _text = opened(desk, submission, "review")
    return_reply(submission, UserFactory(groups=["supervisor"]), "请补充", State.REPLIED)
    referral.refresh_from_db()
    submit_reply(submission, referral, handler_of(referral.unit), "第二稿")
    refused = desk.post(address, hidden)
    assert refused.status_code == 200
    submission.refresh_from_db()
    assert submission.state == State.REPLIED
    address, hidden, text = opened(desk, submission, "review")
    assert "第二稿" in text
    assert desk.post(address, hidden).status_code == 302


def test_nor_does_one_answer_a_second_time(desk: Client) -> None:
    submission: Submission = InquiryFactory(unit=UnitFactory())
    apply(submission, "moderate", UserFactory(groups=["moderator"]))
    address, hidden, _text = opened(desk, submission, "reply_for_office")
    submit_reply(submission, None, UserFactory(groups=["moderator"]), "一")
    return_reply(submission, UserFactory(groups=["supervisor"]), "请补充", State.REPLIED)
    page = desk.post(address, {**hidden, "text": "写了很久的答复"})
    assert "写了很久的答复" in page.content.decode()
    assert submission.replies.count() == 1


def test_what_is_with_a_unit_is_not_offered_to_another(desk: Client, referral: Referral) -> None:
    page = desk.get(reverse("feedback_desk:file", args=[referral.submission_id])).content.decode()
    refer = reverse("feedback_desk:do", args=[referral.submission_id, "refer"])
    assert refer not in page
    Referral.objects.filter(pk=referral.pk).update(state=Referral.State.REVOKED)
    assert refer in desk.get(reverse("feedback_desk:file", args=[referral.submission_id])).content.decode()
