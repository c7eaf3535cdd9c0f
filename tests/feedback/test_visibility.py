"""Who may know that a submission exists."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ReferenceIndex

from home.roles import Role
from portal.feedback.models import Recusal, Referral, Submission
from portal.feedback.roles import FeedbackRole
from portal.feedback.visibility import may_receive
from tests.factories import ReferralFactory, SubmissionFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


def seen_by(user: Any) -> set[Submission]:
    return set(Submission.objects.visible_to(user))


@pytest.mark.parametrize("role", [FeedbackRole.INTAKE, FeedbackRole.MODERATOR, FeedbackRole.SUPERVISOR])
def test_the_office_sees_what_accuses_others(role: FeedbackRole) -> None:
    tip = SubmissionFactory(accused=[UnitFactory()])
    assert seen_by(UserFactory(groups=[role])) == {tip}
    assert seen_by(UserFactory(groups=[role], units=[UnitFactory()])) == {tip}


def test_nobody_else_sees_anything() -> None:
    unit = UnitFactory()
    ReferralFactory(unit=unit)
    for role in Role:
        assert seen_by(UserFactory(groups=[role], units=[unit])) == set()
    assert seen_by(UserFactory(administrator=True)) == set()
    assert seen_by(UserFactory(inactive=True, groups=[FeedbackRole.MODERATOR])) == set()
    assert seen_by(AnonymousUser()) == set()


def test_whoever_keeps_the_units_does_not_learn_which_of_them_are_reported() -> None:
    unit = UnitFactory()
    SubmissionFactory(unit=unit, region=unit.region, accused=[unit])
    # With the addresses of the admin Wagtail learns what it has to look through for references.
    assert reverse("units:usage", args=[unit.pk])
    call_command("rebuild_references_index", verbosity=0)
    assert not ReferenceIndex.objects.filter(base_content_type__app_label="feedback").exists()


@pytest.mark.parametrize("role", FeedbackRole)
def test_the_accused_unit_and_all_below_never_learn_of_it(role: FeedbackRole) -> None:
    city = UnitFactory()
    bureau = UnitFactory(parent=city)
    office = UnitFactory(parent=bureau)
    tip = SubmissionFactory(accused=[bureau])
    for unit in (bureau, office):
        ReferralFactory(submission=tip, unit=unit, is_leading=False)
        assert seen_by(UserFactory(groups=[role], units=[unit])) == set()
        assert seen_by(UserFactory(groups=[role], units=[UnitFactory(), unit])) == set()
        assert not may_receive(tip, unit)
    assert may_receive(tip, city)
    if role is not FeedbackRole.HANDLER:
        assert seen_by(UserFactory(groups=[role], units=[city])) == {tip}


def test_a_unit_that_was_merged_or_renamed_is_still_the_accused() -> None:
    heir = UnitFactory()
    old = UnitFactory(closed_on=date(2026, 1, 1), successor=heir)
    older = UnitFactory(closed_on=date(2025, 1, 1), successor=old)
    below = UnitFactory(parent=heir)
    by_old_name, by_new_name = SubmissionFactory(accused=[older]), SubmissionFactory(accused=[heir])
    for unit in (heir, below, old, older):
        assert seen_by(UserFactory(groups=[FeedbackRole.MODERATOR], units=[unit])) == set()
        assert not may_receive(by_old_name, unit)
        assert not may_receive(by_new_name, unit)
    beside = UnitFactory()
    assert seen_by(UserFactory(groups=[FeedbackRole.MODERATOR], units=[beside])) == {by_old_name, by_new_name}


def test_a_handler_sees_what_the_own_unit_has_and_for_no_longer() -> None:
    unit = UnitFactory()
    referral = ReferralFactory(unit=unit)
    SubmissionFactory()
    handler = UserFactory(groups=[FeedbackRole.HANDLER], units=[unit])
    assert seen_by(handler) == {referral.submission}
    assert seen_by(UserFactory(groups=[FeedbackRole.HANDLER], units=[UnitFactory(parent=unit)])) == set()
    for state in (Referral.State.RETURNED, Referral.State.REVOKED):
        Referral.objects.update(state=state)
        assert seen_by(handler) == set()


def test_a_handler_who_moved_into_the_accused_unit_loses_it() -> None:
    unit, accused = UnitFactory(), UnitFactory()
    referral = ReferralFactory(unit=unit, submission=SubmissionFactory(accused=[accused]))
    handler = UserFactory(groups=[FeedbackRole.HANDLER], units=[unit])
    assert seen_by(handler) == {referral.submission}
    handler.memberships.create(unit=accused)
    assert seen_by(handler) == set()
    handler.memberships.filter(unit=accused).update(until=timezone.localdate() - timedelta(days=1))
    assert seen_by(handler) == {referral.submission}
    handler.memberships.filter(unit=unit).update(until=timezone.localdate() - timedelta(days=1))
    assert seen_by(handler) == set()


def test_who_stays_away_does_not_see_it() -> None:
    tip = SubmissionFactory()
    user = UserFactory(groups=[FeedbackRole.MODERATOR])
    Recusal.objects.create(submission=tip, user=user, ground=Recusal.Ground.INTEREST, since=timezone.localdate())
    assert seen_by(user) == set()
    assert seen_by(UserFactory(groups=[FeedbackRole.MODERATOR])) == {tip}


def test_what_it_costs(django_assert_max_num_queries: Any) -> None:
    user = UserFactory(groups=[FeedbackRole.HANDLER], units=[UnitFactory(parent=UnitFactory()) for _ in range(3)])
    with django_assert_max_num_queries(6):
        seen_by(user)
