"""What is public of feedback: answered inquiries in a text of their own, how units answer, of tips only counts."""

from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.content.models import PublicChange
from portal.feedback.health import unanswered
from portal.feedback.models import Message, PublicInquiry, Reply, State, Submission
from portal.feedback.public.documents import InquirySource
from portal.feedback.public.publishing import PublicText, follow_up, publish, withdraw
from portal.feedback.public.scoreboard import scores
from portal.feedback.public.timeline import AnswersOfUnits
from portal.feedback.public.tip_counts import quarters
from portal.feedback.referrals.replying import approve_reply, submit_reply
from portal.feedback.transitions import NotPermitted, Party, Unfit, apply
from search.models import OutboxEntry
from tests.factories import InquiryFactory, SubmissionFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db

TEXT = PublicText("公园路灯何时修复", "有群众询问公园路灯的修复时间。", "已于10月修复，并安排每周巡查。")


@pytest.fixture
def moderator() -> Any:
    return UserFactory(groups=["moderator"])


def reviewed(moderator: Any, **facts: Any) -> Submission:
    given = {"state": State.MODERATED, "unit": UnitFactory(name="测城市管理局"), **facts}
    submission: Submission = InquiryFactory(**given)
    submit_reply(submission, None, moderator, "给来件人的答复")
    approve_reply(submission, UserFactory(groups=["supervisor"]), State.REPLIED)
    return submission


def published(**facts: Any) -> PublicInquiry:
    today = timezone.localdate()
    given = {"title": "标题", "question": "问", "answer": "答", "received_on": today, "answered_on": today}
    return PublicInquiry.objects.create(published_at=timezone.now(), **{**given, **facts})


def release(moderator: Any, submission: Submission, text: PublicText = TEXT, *, accepts: bool = False) -> PublicInquiry:
    publisher = UserFactory(groups=["moderator"])
    return publish(submission, publisher, text, State.REVIEWED, accepts_findings=accepts)


def test_a_reviewed_answer_becomes_public_in_words_of_the_office(moderator: Any) -> None:
    submission = reviewed(moderator, texts={"title": "路灯坏了", "body": "我家住桂花巷，天天摸黑。"})
    inquiry = release(moderator, submission)
    submission.refresh_from_db()
    assert submission.state == State.PUBLISHED
    page = Client().get(inquiry.get_absolute_url()).content.decode()
    assert "已于10月修复" in page
    assert "测城市管理局" in page
    for private in ("路灯坏了", "桂花巷", "给来件人的答复", str(submission), submission.reference, str(submission.pk)):
        assert private not in page
    assert submission.messages.get().about == "publish"
    assert submission.replies.get().state == Reply.State.RELEASED
    assert inquiry.title in Client().get(reverse("public_inquiries")).content.decode()


def test_without_consent_nothing_is_published(moderator: Any) -> None:
    submission = reviewed(moderator, consents_to_publish=False)
    with pytest.raises(Unfit):
        release(moderator, submission)
    assert not PublicInquiry.objects.exists()
    assert not Message.objects.exists()


def test_personal_data_is_stopped_unless_somebody_answers_for_it(moderator: Any) -> None:
    submission = reviewed(moderator)
    text = PublicText("标题", "来电13800138000的群众询问", "答复")
    with pytest.raises(Unfit):
        release(moderator, submission, text)
    assert release(moderator, submission, text, accepts=True).pk


def test_it_is_searched_told_and_in_the_archive_until_it_is_withdrawn(moderator: Any) -> None:
    inquiry = release(moderator, reviewed(moderator))
    key = f"inquiry:{inquiry.pk}"
    (document,) = InquirySource().build([inquiry.pk])
    assert (document.key, document.kind, document.unit) == (key, "inquiry", "测城市管理局")
    assert inquiry.unit is not None
    assert inquiry.unit.code in document.facets["unit"]
    assert OutboxEntry.objects.filter(key=key).exists()
    assert PublicChange.objects.get(key=key).kind == PublicChange.Kind.ADDED
    withdraw(inquiry, UserFactory(groups=["supervisor"]))
    assert list(InquirySource().build([inquiry.pk])) == []
    assert PublicChange.objects.filter(key=key).order_by("pk").last().kind == PublicChange.Kind.WITHDRAWN  # type: ignore[union-attr]
    assert Client().get(inquiry.get_absolute_url()).status_code == 410
    assert inquiry.title not in Client().get(reverse("public_inquiries")).content.decode()


def test_who_may_not_publish_changes_nothing_public(moderator: Any) -> None:
    inquiry = published()
    with pytest.raises(NotPermitted):
        withdraw(inquiry, UserFactory(groups=["intake"]))
    with pytest.raises(NotPermitted):
        follow_up(inquiry, UserFactory(groups=["handler"]), "已完工", accepts_findings=False)


def test_what_changed_since_is_read_and_searched(moderator: Any) -> None:
    inquiry = published()
    follow_up(inquiry, moderator, "2026年11月全部完工。", accepts_findings=False)
    assert "全部完工" in Client().get(inquiry.get_absolute_url()).content.decode()
    (document,) = InquirySource().build([inquiry.pk])
    assert "全部完工" in document.body


def test_late_answers_stay_late_in_public() -> None:
    today = timezone.localdate()
    inquiry = published(received_on=today - timedelta(days=70), due_on=today - timedelta(days=10))
    page = Client().get(inquiry.get_absolute_url()).content.decode()
    assert (inquiry.days_used, inquiry.is_late) == (70, True)
    assert 'class="late"' in page


@pytest.mark.parametrize("number", ["999", "99999999999999999999"])
def test_an_unknown_number_is_not_found(number: str) -> None:
    assert Client().get(f"/inquiries/{number}/").status_code == 404


@pytest.mark.parametrize("address", ["/inquiries/", "/inquiries/figures/"])
@pytest.mark.parametrize("language", ["", "/en"])
def test_pages_without_anything(address: str, language: str) -> None:
    assert Client().get(f"{language}{address}").status_code == 200


def test_a_page_costs_the_same_however_many_there_are(django_assert_max_num_queries: Any) -> None:
    for number in range(25):
        published(title=f"第{number}问", unit=UnitFactory())
    Client().get(reverse("public_inquiries"))
    with django_assert_max_num_queries(12):
        Client().get(reverse("public_inquiries"))


def test_the_scoreboard_shows_units_with_enough_answers_alone() -> None:
    today = timezone.localdate()
    good, small = UnitFactory(), UnitFactory()
    for days in (10, 20, 30, 40, 70):
        published(unit=good, received_on=today - timedelta(days=days), due_on=today - timedelta(days=days - 60))
    published(unit=small)
    (score,), hidden = scores(today - timedelta(days=365), today)
    assert (score.unit, score.answered, score.on_time, score.days, score.rating) == (good, 5, 4, 30.0, None)
    assert hidden == 1
    page = Client().get(reverse("feedback_figures")).content.decode()
    assert "80.0%" in page
    assert f"/units/{small.code}/" not in page


def test_it_stands_in_the_archive_of_the_unit() -> None:
    from portal.content.timeline.entries import Asked

    unit = UnitFactory()
    inquiry = published(unit=unit)
    (entry,) = AnswersOfUnits().entries(Asked(units=(unit.pk,)))
    assert (entry.url, entry.unit) == (f"/inquiries/{inquiry.pk}/", unit.pk)


def test_tips_are_counted_a_quarter_after_their_end_and_never_by_unit() -> None:
    for number in range(12):
        SubmissionFactory(received_on=date(2026, 2, 3), is_named=number < 6, unit=UnitFactory())
        SubmissionFactory(received_on=date(2026, 5, 3))
    assert quarters(date(2026, 6, 30)) == []
    (quarter,) = quarters(date(2026, 7, 1))
    assert (quarter.year, quarter.number, quarter.total.text) == (2026, 1, "12")
    (newer, older) = quarters(date(2026, 11, 26))
    assert [(each.year, each.number) for each in (newer, older)] == [(2026, 2), (2026, 1)]


def test_a_quarter_with_a_single_named_tip_tells_no_total() -> None:
    for number in range(12):
        SubmissionFactory(received_on=date(2026, 2, 3), is_named=number == 0)
    (quarter,) = quarters(date(2026, 11, 26))
    assert quarter.total.text == "—"
    # A group without small counts would tell the total.
    assert "12" not in [each.text for _label, cells in quarter.groups for _name, each in cells]


def test_how_often_answers_were_reopened_is_not_told_of_one_or_two() -> None:
    unit, today = UnitFactory(), timezone.localdate()
    for number in range(6):
        submission = InquiryFactory(state=State.RATED)
        published(unit=unit, submission=submission)
        if number == 0:
            apply(submission, "ask_review", Party.CITIZEN)
    (score,), _hidden = scores(today - timedelta(days=365), today)
    assert score.reopened.text == "<5"
    page = BeautifulSoup(Client().get(reverse("feedback_figures")).content, "html.parser")
    assert page.select("table tbody tr td")[-1].get_text() == "<5"


def test_of_one_rating_the_page_says_only_whether_it_was_solved() -> None:
    submission = InquiryFactory(state=State.RATED)
    inquiry = published(submission=submission)
    for number, solved in ((1, True), (2, False)):
        submission.ratings.create(round=number, is_solved=solved, attitude=1, speed=2, rated_on=timezone.localdate())
    panel = BeautifulSoup(Client().get(inquiry.get_absolute_url()).content, "html.parser").select_one(".aside .panel")
    assert panel is not None
    assert panel.p is not None
    assert panel.p.get_text(strip=True) == "未解决"


def test_an_inquiry_that_waits_for_three_months_is_on_the_health_page() -> None:
    today = timezone.localdate()
    late = InquiryFactory(received_on=today - timedelta(days=91))
    InquiryFactory(received_on=today - timedelta(days=80))
    InquiryFactory(received_on=today - timedelta(days=91), state=State.CLOSED)
    found = unanswered(UserFactory(groups=["moderator"]))
    assert (found.total, [each.what for each in found.troubles]) == (1, [str(late)])
    assert unanswered(UserFactory(groups=["editor"])).total == 0
