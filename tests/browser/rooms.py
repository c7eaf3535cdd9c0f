"""The later rooms of the city: inquiries, a hearing, tips that are counted, a receipt, subscriptions."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlsplit

from django.utils import timezone

from portal.alerts import links
from portal.feedback.models import (
    FollowUp,
    Hearing,
    HearingQuestion,
    Priority,
    PublicInquiry,
    Rating,
    State,
    Submission,
)
from portal.feedback.public.suppression import THRESHOLD
from portal.feedback.transitions import apply
from portal.insights.tallies import keeping
from portal.organisations.models import Unit
from tests.browser.hostile import ARABIC, HEBREW, LATIN_200
from tests.factories import InquiryFactory, ReferralFactory, SubmissionFactory, UserFactory
from tests.factories.alerts import SubscriptionFactory

LONG_WORDS = "关于老旧小区加装电梯审批进度" + "以及沿街商铺占道经营" * 8
LATIN = "https://www.linjiang.example/" + "very-long-address-without-a-break" * 6


@dataclass(frozen=True, slots=True)
class Rooms:
    """The addresses that tests visit, and the receipt of a tip in work."""

    inquiry: str
    hearing: str
    confirm: str
    stop: str
    manage: str
    code: str
    secret: str
    tip: Submission
    asked: Submission


def build_rooms(unit: Unit) -> Rooms:
    """Fill them."""
    keeping.rebuild()
    inquiry = _answered(unit)
    hearing = _hearing(unit, inquiry)
    _tips_of_a_year_ago()
    tip = _tip_in_work(unit)
    waiting = SubscriptionFactory(text="礼金", filters={"kind": ("case",)}, unconfirmed=True)
    followed = SubscriptionFactory(document=f"inquiry:{inquiry.pk}")
    return Rooms(
        inquiry=inquiry.get_absolute_url(),
        hearing=hearing.get_absolute_url(),
        confirm=urlsplit(links.confirm_link(waiting)).path,
        stop=urlsplit(links.stop_link(followed.subscriber, followed)).path,
        manage=urlsplit(links.manage_link(followed.subscriber)).path,
        code=tip.codes.printed_code,
        secret=tip.codes.printed_secret,
        tip=Submission.objects.get(pk=tip.pk),
        asked=_asked(unit),
    )


def _answered(unit: Unit) -> PublicInquiry:
    """Enough answers for the scoreboard; the last one with all that its page shows."""
    today = timezone.localdate()
    made = [
        PublicInquiry.objects.create(
            submission=InquiryFactory(state=State.PUBLISHED, unit=unit),
            title=LONG_WORDS[: 12 + 20 * number],
            question=f"有群众询问路灯的修复时间。\n\n{LATIN}",
            answer="已于10月修复。\n\n并安排每周巡查，发现问题当日处置。",
            extension="等待材料" if number else "",
            unit=unit,
            region=unit.region,
            received_on=today - timedelta(days=90),
            due_on=today - timedelta(days=30),
            answered_on=today - timedelta(days=20 + number),
            published_at=timezone.now(),
        )
        for number in range(THRESHOLD)
    ]
    for inquiry in made:
        rated = {"round": 1, "is_solved": True, "attitude": 4, "speed": 3, "rated_on": today}
        Rating.objects.create(submission=inquiry.submission, **rated)
    PublicInquiry.objects.filter(pk=made[0].pk).update(title=ARABIC)
    FollowUp.objects.create(inquiry=made[-1], said_on=today, text="路灯已全部更换。")
    return made[-1]


def _hearing(unit: Unit, inquiry: PublicInquiry) -> Hearing:
    hearing = Hearing.objects.create(
        title=LATIN_200[:120], held_on=date(2026, 9, 1), place="市民中心", summary="四家单位到场。", is_public=True
    )
    Hearing.objects.create(title=HEBREW, held_on=date(2026, 9, 2), is_public=True)
    asked = {"hearing": hearing, "unit": unit}
    HearingQuestion.objects.create(
        **asked, question=LONG_WORDS, promise="十月底前办结", due_on=timezone.localdate() - timedelta(days=1)
    )
    HearingQuestion.objects.create(
        **asked, question="路灯何时修复？", result="已修复", done_on=date(2026, 9, 9), submission=inquiry.submission
    )
    return hearing


def _tips_of_a_year_ago() -> None:
    """Enough for a quarter to be told."""
    day = timezone.localdate() - timedelta(days=300)
    for number in range(6):
        SubmissionFactory(received_on=day, state=State.CLOSED if number else State.NOT_ACCEPTED, named=bool(number % 2))


def _tip_in_work(unit: Unit) -> Submission:
    """Received, accepted, with words of both sides; near its end, and from a flood."""
    officer = UserFactory(groups=["intake"])
    tip: Submission = SubmissionFactory(
        named=True, priority=Priority.HIGH, talk=[("office", f"请补充时间。{LATIN}"), ("citizen", "2026年2月。")]
    )
    apply(tip, "accept", officer, seen=tip.state)
    return tip


def _asked(unit: Unit) -> Submission:
    """An inquiry that a unit has to answer."""
    inquiry: Submission = InquiryFactory(
        state=State.REFERRED, unit=unit, texts={"title": LONG_WORDS, "body": f"何时办结？\n\n{LATIN}"}
    )
    ReferralFactory(submission=inquiry, unit=unit)
    return inquiry
