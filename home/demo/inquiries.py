"""What citizens of the city handed in: tips and inquiries in work, answers that are public, and a live hearing."""

from __future__ import annotations

import secrets
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from home.demo.data import words
from portal.cases.models import Term
from portal.feedback.contents.keys import wrap_for_office
from portal.feedback.contents.sealing import seal_part
from portal.feedback.contents.writing import send_message
from portal.feedback.models import Hearing, HearingQuestion, Kind, Part, PublicInquiry, Referral, Submission
from portal.feedback.public.telling import changed
from portal.feedback.receipts import prepare_receipt
from portal.feedback.receipts.codes import derived
from portal.feedback.referrals.referring import Order, RecusalCheck, refer
from portal.feedback.transitions import apply, receive
from portal.feedback.transitions.grounds import Disposal, RefusalGround
from portal.organisations.models import Unit
from portal.privacy.sealing import DataKey

#: Calendar days in which an inquiry is answered; the demonstration has no holidays.
LIMIT = 60


def publish(today: date, editor: User, publisher: User) -> int:
    """Make all of it as of a day; how many answers are public."""
    topic = Term.objects.of("inquiry_type").filter(code="question").first()
    for entry in words("inquiries")["published"]:
        _answer(today, entry, topic, publisher)
    for kind, name in ((Kind.TIP, "tips"), (Kind.INQUIRY, "inquiries")):
        for place, entry in enumerate(words("inquiries")[name]):
            _work_on(_hand_in(kind, today - timedelta(days=2 * place), entry, topic), entry["steps"], today)
    _hold(today, words("inquiries")["hearing"])
    return len(words("inquiries")["published"])


def _answer(today: date, entry: dict[str, Any], topic: Term | None, publisher: User) -> None:
    unit = Unit.objects.get(code=entry["unit"])
    answered = today - timedelta(days=entry["ago"])
    received = answered - timedelta(days=entry["days"])
    inquiry = PublicInquiry.objects.create(
        title=entry["title"],
        question=entry["question"],
        answer=entry["answer"],
        unit=unit,
        region=unit.region,
        category=topic,
        received_on=received,
        due_on=received + timedelta(days=LIMIT),
        answered_on=answered,
        extension=entry.get("extension", ""),
        published_at=timezone.make_aware(datetime.combine(answered, time(9))),
        published_by=publisher,
    )
    if "since" in entry:
        inquiry.follow_ups.create(said_on=min(today, answered + timedelta(days=7)), text=entry["since"])
    changed(inquiry)


def _hand_in(kind: Kind, day: date, entry: dict[str, Any], topic: Term | None) -> Submission:
    """As a citizen does; the receipts of the demonstration are nobody's."""
    key, form_value, unit = DataKey.new(), secrets.token_bytes(16), Unit.objects.get(code=entry["unit"])
    is_inquiry = kind == Kind.INQUIRY
    submission = Submission(
        kind=kind,
        received_on=day,
        unit=unit,
        region=unit.region,
        category=topic if is_inquiry else None,
        consents_to_publish=is_inquiry,
    )
    receipt = prepare_receipt(submission, key, next(derived(form_value)), secrets.token_bytes(32), form_value)
    submission.save(force_insert=True)
    wrap_for_office(submission, key)
    receipt.save(force_insert=True)
    texts = {Part.Name.TITLE: entry["title"], Part.Name.BODY: entry["body"]}
    Part.objects.bulk_create(seal_part(key, submission, name, text) for name, text in texts.items())
    if not is_inquiry:
        submission.accused.create(unit=unit)
    receive(submission, None)
    return submission


def _work_on(submission: Submission, steps: list[str], today: date) -> None:
    intake, moderator = (User.objects.get(username=name) for name in ("intake", "moderator"))
    facts: dict[str, dict[str, Any]] = {
        "process": {"disposal": Disposal.VERIFICATION.value},
        "refuse": {"ground": RefusalGround.NO_SUBSTANCE.value},
    }
    for code in steps:
        if code == "refer":
            _refer(submission, moderator, today)
        else:
            apply(submission, code, moderator if code in {"moderate", "process"} else intake, **facts.get(code, {}))
        if code == "ask_supplement":
            send_message(
                submission, intake, "请补充涉及的时间、金额和知情人范围，可凭查询码和口令在此回复。", about=code
            )


def _refer(submission: Submission, moderator: User, today: date) -> None:
    if submission.unit is None:
        return
    order = Order(
        leading=submission.unit,
        others=(),
        basis=Referral.Basis.SUMMARY,
        reason="属该单位职责范围。",
        summary="群众反映家门口河道有漂浮垃圾，希望明确保洁责任单位并及时清理。",
        due_on=today + timedelta(days=15),
        recusal=RecusalCheck.NOBODY,
    )
    refer(submission, moderator, order)


def _hold(today: date, entry: dict[str, Any]) -> None:
    day = today - timedelta(days=entry["ago"])
    hearing = Hearing.objects.create(
        title=entry["title"], held_on=day, place=entry["place"], summary=entry["summary"], is_public=True
    )
    for place, asked in enumerate(entry["questions"]):
        HearingQuestion.objects.create(
            hearing=hearing,
            sort_order=place,
            asked_by=asked["asked_by"],
            unit=Unit.objects.get(code=asked["unit"]),
            question=asked["question"],
            promise=asked["promise"],
            due_on=day + timedelta(days=asked["due"]),
            result=asked["result"],
            done_on=day + timedelta(days=asked["done"]) if asked["done"] else None,
        )
