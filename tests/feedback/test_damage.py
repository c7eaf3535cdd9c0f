"""One flipped byte in one part: that part is said to be damaged, the rest is shown, and no page breaks."""

from typing import Any

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from portal.feedback.contents.opening import DAMAGED
from portal.feedback.contents.sealing import seal
from portal.feedback.contents.writing import add_note
from portal.feedback.models import CaseLink, Part, Reply, State, Submission
from portal.feedback.referrals.replying import approve_reply, submit_reply
from tests.factories import InquiryFactory, ReferralFactory, SubmissionFactory, UnitFactory, UserFactory
from tests.factories.feedback import TEXTS
from tests.feedback.at_the_desk import desk, file_of, soup
from tests.feedback.citizen import Citizen, text_of
from tests.feedback.test_public import reviewed

pytestmark = pytest.mark.django_db
SUMMARY = "群众反映某单位作风问题，请核实。"


def harm(row: Model | None, field: str = "sealed") -> None:
    assert row is not None
    sealed = bytearray(getattr(row, field))
    sealed[len(sealed) // 2] ^= 1
    setattr(row, field, bytes(sealed))
    row.save()


def full_tip() -> Any:
    """A tip with something in each part, in the hands of a unit."""
    tip = SubmissionFactory(state=State.PROCESSING, named=True, talk=[("citizen", "还有补充"), ("office", "已收到")])
    add_note(tip, UserFactory(groups=["moderator"]), "与上月来信重复")
    unit = UnitFactory()
    referral = ReferralFactory(submission=tip, unit=unit)
    submit_reply(tip, referral, UserFactory(groups=["handler"], units=[unit]), "经查属实")
    referral.refresh_from_db()
    referral.sealed_return = seal(tip.key, "曾经退回", tip.pk, "referral-return", referral.pk)
    referral.save()
    reply = tip.replies.get()
    reply.sealed_remark = seal(tip.key, "写明依据", tip.pk, "remark", reply.pk)
    reply.save()
    return tip


#: What is harmed, and the words that are not to be read any more.
PARTS: dict[str, tuple[Any, str, str]] = {
    "title": (lambda tip: tip.parts.get(name=Part.Name.TITLE), "sealed", TEXTS["title"]),
    "body": (lambda tip: tip.parts.get(name=Part.Name.BODY), "sealed", TEXTS["body"]),
    "message": (lambda tip: tip.messages.get(number=1), "sealed", "还有补充"),
    "note": (lambda tip: tip.notes.get(), "sealed", "与上月来信重复"),
    "summary": (lambda tip: tip.referrals.get(), "sealed_summary", SUMMARY),
    "reason": (lambda tip: tip.referrals.get(), "sealed_reason", "属其职责"),
    "return": (lambda tip: tip.referrals.get(), "sealed_return", "曾经退回"),
    "reply": (lambda tip: tip.replies.get(), "sealed", "经查属实"),
    "remark": (lambda tip: tip.replies.get(), "sealed_remark", "写明依据"),
}


@pytest.mark.parametrize("name", PARTS)
def test_the_file_shows_all_but_the_damaged_part(name: str) -> None:
    tip = full_tip()
    found, field, lost = PARTS[name]
    harm(found(tip), field)
    text = soup(desk().get(file_of(tip))).get_text()
    assert str(DAMAGED) in text and lost not in text
    for other in (words for key, (_row, _field, words) in PARTS.items() if key != name):
        assert other in text


@pytest.mark.parametrize("field", ["sealed_summary", "sealed_return"])
def test_the_unit_still_sees_its_referral_and_can_answer(field: str) -> None:
    tip = full_tip()
    referral = tip.referrals.get()
    harm(referral, field)
    tip.replies.update(state=Reply.State.RETURNED)
    tip.referrals.update(state="open")
    page = soup(desk("handler", units=[referral.unit]).get(file_of(tip) + f"referrals/{referral.pk}/"))
    assert "经查属实" in page.get_text() and page.select("form textarea")
    assert (str(DAMAGED) in page.get_text()) == (field == "sealed_summary")


def test_contact_details_that_are_damaged_leave_the_citizen_the_page() -> None:
    tip = SubmissionFactory(named=True, talk=[("office", "请补充时间")])
    harm(tip.parts.get(name=Part.Name.CONTACT))
    page = Citizen().track(tip.codes.code, tip.codes.secret)
    assert page.status_code == 200 and "请补充时间" in text_of(page)
    for do in ({"do": "ask_for_code"}, {"do": "confirm", "confirmation": "ABCD"}):
        assert Citizen().track(tip.codes.code, tip.codes.secret, **do).status_code < 500
    assert str(DAMAGED) in desk().post(f"{file_of(tip)}contact/").content.decode()


def test_a_damaged_link_to_a_case_is_not_called_deleted() -> None:
    tip = SubmissionFactory(state=State.CLOSED)
    tip.steps.create(
        number=1, transition="close", target=State.CLOSED, taken_on=tip.received_on, facts={"finding": "true"}
    )
    harm(CaseLink.objects.create(submission=tip, sealed=seal(tip.key, {"case": 7}, tip.pk, "case")))
    text = soup(desk().get(file_of(tip))).get_text()
    assert str(DAMAGED) in text and TEXTS["body"] in text


def test_an_answer_that_is_damaged_is_not_released_and_nobody_gets_a_broken_page() -> None:
    moderator = UserFactory(groups=["moderator"])
    submission = reviewed(moderator, consents_to_publish=False)
    harm(submission.replies.get())
    client = desk()
    answer = client.post(f"{file_of(submission)}do/answer/", {"seen": State.REVIEWED, "sure": "on"}, follow=True)
    assert answer.status_code == 200
    submission.refresh_from_db()
    assert submission.state == State.REVIEWED and not submission.messages.exists()


# The key


@pytest.fixture
def locked() -> Submission:
    tip = SubmissionFactory(named=True, state=State.PROCESSING)
    for row in tip.wrapped_keys.all():
        harm(row, "wrapped")
    return tip  # type: ignore[no-any-return]


def test_with_a_damaged_key_the_file_says_so(locked: Submission) -> None:
    client = desk()
    for answer in (client.get(file_of(locked)), client.post(f"{file_of(locked)}contact/")):
        assert "密钥已损坏" in soup(answer).get_text()
    assert client.post(reverse("feedback_desk:repeats", args=[locked.pk])).status_code == 200


def test_with_a_damaged_key_what_was_typed_stays(locked: Submission) -> None:
    answer = desk().post(f"{file_of(locked)}message/", {"message-text": "写了很久的一封信"})
    assert "写了很久的一封信" in soup(answer).get_text()
    assert not locked.messages.exists()


def test_with_a_damaged_key_a_unit_still_gets_a_page() -> None:
    tip = SubmissionFactory(state=State.PROCESSING)
    unit = UnitFactory()
    referral = ReferralFactory(submission=tip, unit=unit)
    for row in tip.wrapped_keys.all():
        harm(row, "wrapped")
    address = file_of(tip) + f"referrals/{referral.pk}/"
    client: Client = desk("handler", units=[unit])
    assert "密钥已损坏" in soup(client.get(address)).get_text()
    sent = client.post(address, {"what": "reply", "seen": State.PROCESSING, "text": "经查属实"})
    assert "经查属实" in sent.content.decode() and not tip.replies.exists()


def test_a_damaged_key_stops_no_other_submission() -> None:
    inquiry = InquiryFactory(state=State.MODERATED)
    for row in inquiry.wrapped_keys.all():
        harm(row, "wrapped")
    moderator = UserFactory(groups=["moderator"])
    other = InquiryFactory(state=State.MODERATED)
    submit_reply(other, None, moderator, "答复")
    approve_reply(other, UserFactory(groups=["supervisor"]), State.REPLIED)
    address = f"{file_of(inquiry)}do/reply_for_office/"
    answer = desk().post(address, {"seen": State.MODERATED, "text": "代为答复"})
    assert "代为答复" in soup(answer).get_text() and not inquiry.replies.exists()
