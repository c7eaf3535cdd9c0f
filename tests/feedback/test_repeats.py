"""What is merged keeps its protection, gives it to what it is merged into, and is lost to nobody."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.feedback import repeats
from portal.feedback.clocks.running import running
from portal.feedback.contents.opening import open_talk
from portal.feedback.models import Recusal, Referral, Reply, State, Submission, TimeLimit
from portal.feedback.referrals.referring import refer
from portal.feedback.referrals.replying import answer_privately, approve_reply, submit_reply
from portal.feedback.staying_away import clear_accused, doubt_accused, name_accused, recuse
from portal.feedback.tracking.words import STATUS, history_of, status_of
from portal.feedback.transitions import Party, Unfit, apply, transition
from portal.feedback.transitions.grounds import RefusalGround
from tests.factories import InquiryFactory, ReferralFactory, SubmissionFactory, UnitFactory, UserFactory
from tests.feedback.at_the_desk import desk, soup
from tests.feedback.citizen import Citizen, text_of
from tests.feedback.test_referrals import order

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator() -> Any:
    return UserFactory(groups=["moderator"])


def merged(repeat: Submission, into: Submission, by: Any) -> Submission:
    return apply(repeat, "merge", by, into=into)


def accused(submission: Submission) -> set[Any]:
    return {row.unit for row in submission.accused.all()}


# ---- Protection


def test_whom_the_repeat_accuses_gets_neither(moderator: Any) -> None:
    bureau, school = UnitFactory(), UnitFactory()
    repeat = SubmissionFactory(accused=[bureau])
    leading = SubmissionFactory(accused=[school], state=State.PROCESSING)
    merged(repeat, leading, moderator)
    assert accused(leading) == accused(repeat) == {bureau, school}
    for unit in (bureau, school, UnitFactory(parent=bureau)):
        with pytest.raises(Unfit):
            refer(leading, moderator, order(unit, basis=Referral.Basis.CONTENT))
        assert not Submission.objects.visible_to(UserFactory(groups=["moderator"], units=[unit])).exists()
    assert set(Submission.objects.visible_to(moderator)) == {leading, repeat}


def test_a_referral_to_whom_the_repeat_accuses_ends(moderator: Any) -> None:
    bureau = UnitFactory()
    leading = InquiryFactory(state=State.REFERRED)
    referral = ReferralFactory(submission=leading, unit=bureau)
    handler = UserFactory(groups=["handler"], units=[bureau])
    assert Submission.objects.visible_to(handler).exists()
    merged(InquiryFactory(accused=[bureau]), leading, moderator)
    referral.refresh_from_db()
    assert referral.state == Referral.State.REVOKED
    assert not Submission.objects.visible_to(handler).exists()


def test_who_stays_away_from_one_stays_away_from_both(moderator: Any) -> None:
    colleague, later = (UserFactory(groups=["moderator"]) for _number in range(2))
    repeat, leading = SubmissionFactory(), SubmissionFactory()
    recuse(repeat, colleague, colleague, Recusal.Ground.INTEREST)
    merged(repeat, leading, moderator)
    assert not Submission.objects.visible_to(colleague).exists()
    recuse(repeat, later, later, Recusal.Ground.INTEREST)
    assert not Submission.objects.visible_to(later).exists()


@pytest.mark.parametrize("found_in", ["repeat", "leading"])
def test_what_is_found_later_in_one_protects_both(moderator: Any, found_in: str) -> None:
    bureau = UnitFactory()
    both = {"repeat": SubmissionFactory(), "leading": SubmissionFactory(state=State.PROCESSING)}
    merged(both["repeat"], both["leading"], moderator)
    referral = ReferralFactory(submission=both["leading"], unit=bureau)
    name_accused(both[found_in], moderator, bureau)
    assert accused(both["repeat"]) == accused(both["leading"]) == {bureau}
    referral.refresh_from_db()
    assert referral.state == Referral.State.REVOKED


def test_what_the_one_accuses_says_nothing_of_whom_the_other_does(moderator: Any) -> None:
    repeat = SubmissionFactory()
    leading = SubmissionFactory(accused=[UnitFactory()], state=State.PROCESSING)
    merged(repeat, leading, moderator)
    with pytest.raises(Unfit):
        refer(leading, moderator, order(UnitFactory()))
    apply(Submission.objects.get(pk=leading.pk), "press", UserFactory(groups=["supervisor"]), ground="st1")
    bureau = UnitFactory()
    name_accused(repeat, moderator, bureau)
    with pytest.raises(Unfit):
        refer(leading, moderator, order(bureau))
    refer(leading, moderator, order(UnitFactory()))


def test_taken_out_of_one_it_stays_where_the_other_accuses_it(moderator: Any) -> None:
    bureau, reviewer = UnitFactory(), UserFactory(groups=["supervisor"])
    repeat, leading = SubmissionFactory(accused=[bureau]), SubmissionFactory(accused=[bureau])
    merged(repeat, leading, moderator)
    for submission, left in ((leading, {bureau}), (repeat, set())):
        row = submission.accused.get()
        doubt_accused(submission, moderator, row, "误认")
        clear_accused(submission, reviewer, row)
        assert accused(leading) == accused(repeat) == left


def test_nobody_merges_into_what_they_may_not_know_of() -> None:
    unit = UnitFactory()
    hidden, repeat = SubmissionFactory(accused=[unit]), SubmissionFactory()
    with pytest.raises(Unfit):
        merged(repeat, hidden, UserFactory(groups=["moderator"], units=[unit]))


# ---- Nothing is lost


@pytest.mark.parametrize(
    "state", [State.NOT_ACCEPTED, State.WITHDRAWN, State.TRANSFERRED, State.REPORTED_UP, State.CLOSED, State.TOLD]
)
def test_nothing_is_merged_into_what_has_ended(moderator: Any, state: State) -> None:
    repeat = SubmissionFactory()
    with pytest.raises(Unfit):
        merged(repeat, SubmissionFactory(state=state), moderator)
    repeat.refresh_from_db()
    assert repeat.state == State.RECEIVED


def test_two_are_not_merged_into_each_other(moderator: Any) -> None:
    one, other = SubmissionFactory(), SubmissionFactory()
    as_it_was = Submission.objects.get(pk=one.pk)
    merged(one, other, moderator)
    with pytest.raises(Unfit):
        merged(other, as_it_was, moderator)


def test_what_was_merged_into_a_repeat_goes_with_it(moderator: Any) -> None:
    bureau = UnitFactory()
    first, second, third = SubmissionFactory(accused=[bureau]), SubmissionFactory(), SubmissionFactory()
    merged(first, second, moderator)
    merged(second, third, moderator)
    first.refresh_from_db()
    assert first.merged_into == third and accused(third) == {bureau}


@pytest.mark.parametrize("make", [SubmissionFactory, InquiryFactory])
def test_of_what_is_withdrawn_the_repeats_are_handled_by_themselves_again(moderator: Any, make: Any) -> None:
    repeat, leading = make(named=True), make()
    merged(repeat, leading, moderator)
    repeat.refresh_from_db()
    assert repeat.due_on is None
    page = Citizen().track(leading.codes.code, leading.codes.secret)
    Citizen().press(page, "withdraw", sure="1")
    repeat.refresh_from_db()
    assert (repeat.state, repeat.merged_into) == (State.RECEIVED, None)
    assert repeat.due_on is not None and repeat.due_on >= timezone.localdate()
    assert {clock.limit.partition("_")[0] for clock in running(repeat)} == {str(repeat.kind)}
    assert "恢复单独办理" in text_of(Citizen().track(repeat.codes.code, repeat.codes.secret))


def test_what_was_left_behind_before_is_set_right(moderator: Any) -> None:
    withdrawn, leading = SubmissionFactory(state=State.WITHDRAWN), SubmissionFactory()
    between = SubmissionFactory(state=State.MERGED, merged_into=leading)
    lost, far = (SubmissionFactory(state=State.MERGED, merged_into=into) for into in (withdrawn, between))
    one = SubmissionFactory(state=State.MERGED, merged_into=leading)
    other = SubmissionFactory(state=State.MERGED, merged_into=one)
    Submission.objects.filter(pk=one.pk).update(merged_into=other)
    assert repeats.part_all_left_behind() == 4
    for row in (lost, far, one, other):
        row.refresh_from_db()
    assert (lost.state, far.merged_into) == (State.RECEIVED, leading)
    assert {one.state, other.state} == {State.RECEIVED, State.MERGED}
    assert repeats.part_all_left_behind() == 0


def told(repeat: Submission, moderator: Any) -> list[str]:
    return [said.text for said in open_talk(repeat, moderator)]


def test_the_author_of_a_repeat_reads_what_came_of_an_inquiry(moderator: Any) -> None:
    repeat, leading = InquiryFactory(named=True), InquiryFactory(state=State.MODERATED)
    merged(repeat, leading, moderator)
    submit_reply(leading, None, moderator, "王先生，您的问题已解决。")
    reviewer = UserFactory(groups=["supervisor"])
    approve_reply(leading, reviewer, State.REPLIED)
    assert Reply.objects.get().state == Reply.State.REVIEWED
    answer_privately(leading, reviewer, State.REVIEWED)
    repeat.refresh_from_db()
    (text,) = told(repeat, moderator)
    # What was written to somebody else is not shown to this author.
    assert "王先生" not in text and "已答复" in text
    assert status_of(repeat) == STATUS[State.ANSWERED]
    assert [line.sentence for line in history_of(repeat)][-1] == transition("answer").told


def test_the_author_of_a_repeat_reads_what_came_of_a_tip(moderator: Any) -> None:
    repeat, leading = SubmissionFactory(named=True), SubmissionFactory(state=State.PROCESSING)
    merged(repeat, leading, moderator)
    Submission.objects.filter(pk=leading.pk).update(state=State.CLOSED)
    client = desk()
    address = reverse("feedback_desk:do", args=[leading.pk, "tell"])
    assert soup(client.get(address)).select_one('[name="to_repeats"]')
    client.post(address, {"seen": State.CLOSED, "text": "李女士，经查属实。"})
    assert Submission.objects.get(pk=leading.pk).state == State.CLOSED
    client.post(address, {"seen": State.CLOSED, "text": "李女士，经查属实。", "to_repeats": "经查属实。"})
    texts = told(repeat, moderator)
    assert texts[-1] == "经查属实。" and len(texts) == 2 and "李女士" not in "".join(texts)
    page = text_of(Citizen().track(repeat.codes.code, repeat.codes.secret))
    assert str(STATUS[State.TOLD]) in page and "经查属实。" in page


def test_a_refusal_of_what_it_was_merged_into_is_told_as_well(moderator: Any) -> None:
    repeat, leading = SubmissionFactory(), SubmissionFactory()
    merged(repeat, leading, moderator)
    apply(leading, "refuse", moderator, ground=RefusalGround.OTHER_BODY)
    repeat.refresh_from_db()
    assert len(told(repeat, moderator)) == 1
    assert status_of(repeat) == STATUS[State.NOT_ACCEPTED]


def test_a_named_author_of_a_repeat_is_owed_the_result(moderator: Any) -> None:
    leading = SubmissionFactory(state=State.ACCEPTED)
    merged(SubmissionFactory(named=True), leading, moderator)
    apply(leading, "process", moderator, disposal="cd2")
    apply(leading, "close", UserFactory(groups=["supervisor"]), finding="true")
    assert running(leading).filter(limit=TimeLimit.Code.TIP_RESULT).exists()


def test_of_a_repeat_whose_keys_are_gone_nothing_is_kept_from_the_answer(moderator: Any) -> None:
    repeat, leading = SubmissionFactory(), SubmissionFactory()
    merged(repeat, leading, moderator)
    repeat.wrapped_keys.all().delete()
    assert apply(leading, "refuse", moderator, ground=RefusalGround.OTHER_BODY).state == State.NOT_ACCEPTED
    assert not repeat.messages.exists()


def test_a_citizen_is_not_told_of_a_withdrawal_of_somebody_else(moderator: Any) -> None:
    repeat, leading = SubmissionFactory(), SubmissionFactory()
    merged(repeat, leading, moderator)
    apply(leading, "withdraw", Party.CITIZEN)
    repeat.refresh_from_db()
    assert status_of(repeat) == STATUS[State.RECEIVED]
    assert [line.sentence for line in history_of(repeat)] == [transition(code).told for code in ("merge", "separate")]
