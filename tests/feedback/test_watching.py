"""Tips that accuse the office itself: never lost, never shown to the accused, and loud where nobody is named."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from portal.feedback.models import Submission
from portal.feedback.staying_away import name_accused
from portal.feedback.watching import is_watched, seen_by_nobody
from portal.organisations.models import Unit
from tests.factories import ReferralFactory, SubmissionFactory, UnitFactory, UserFactory
from tests.feedback.citizen import Citizen, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(settings: Any) -> Unit:
    unit: Unit = UnitFactory(code="office", name="区纪委监委", parent=UnitFactory(code="district", name="某区"))
    settings.OFFICE_UNITS = ["office"]
    return unit


def superior(settings: Any, **kwargs: Any) -> Any:
    user = UserFactory(groups=["moderator"], units=[UnitFactory()], **kwargs)
    settings.OFFICE_WATCHERS = [user.username]
    return user


def seen_by(user: Any) -> set[Submission]:
    return set(Submission.objects.visible_to(user))


@pytest.mark.parametrize("name", ["office", "district"])
def test_what_accuses_the_office_or_what_is_above_it_only_the_superior_body_sees(
    name: str, office: Unit, settings: Any
) -> None:
    tip, other = SubmissionFactory(accused=[Unit.objects.get(code=name)]), SubmissionFactory(accused=[UnitFactory()])
    insiders = [
        UserFactory(groups=["moderator"], units=[office]),
        UserFactory(groups=["supervisor"], units=[UnitFactory()]),
        # Of whom nobody has entered where they work: at the office, who else.
        UserFactory(groups=["intake"]),
    ]
    for insider in insiders:
        assert seen_by(insider) == {other}
    watcher = superior(settings)
    assert seen_by(watcher) == {tip}
    for insider in insiders:
        assert seen_by(insider) == {other}
        client = Client()
        client.force_login(insider)
        assert client.get(reverse("feedback_desk:file", args=[tip.pk])).status_code == 404
        assert str(tip) not in client.get(reverse("feedback_desk:index")).content.decode()
    client = Client()
    client.force_login(watcher)
    assert client.get(reverse("feedback_desk:file", args=[tip.pk])).status_code == 200


def test_the_office_under_a_former_unit_is_still_the_office(office: Unit, settings: Any) -> None:
    before = UnitFactory(name="区监察局", successor=office)
    tip = SubmissionFactory(accused=[before])
    assert seen_by(UserFactory(groups=["moderator"])) == set()
    assert seen_by(superior(settings)) == {tip}


def test_who_is_named_but_works_at_the_office_sees_nothing(office: Unit, settings: Any) -> None:
    SubmissionFactory(accused=[office])
    watcher = superior(settings)
    assert is_watched()
    watcher.memberships.create(unit=office)
    assert seen_by(watcher) == set() and not is_watched()


def test_what_staff_find_to_accuse_the_office_is_gone_from_them_with_that(office: Unit, settings: Any) -> None:
    tip, finder = SubmissionFactory(), UserFactory(groups=["intake"], units=[office])
    assert seen_by(finder) == {tip}
    name_accused(tip, finder, office)
    assert seen_by(finder) == set()
    assert seen_by(superior(settings)) == {tip}


def test_a_unit_to_which_the_superior_body_refers_it_reads_it(office: Unit, settings: Any) -> None:
    tip, unit = SubmissionFactory(accused=[office]), UnitFactory()
    ReferralFactory(submission=tip, unit=unit)
    assert seen_by(UserFactory(groups=["handler"], units=[unit])) == {tip}


def test_without_anybody_named_it_is_kept_and_that_is_told_but_never_that_there_is_one(
    office: Unit, settings: Any
) -> None:
    settings.SUPERIOR_CHANNEL = "市纪委监委 0000-12388"
    client = Client()
    client.force_login(UserFactory(groups=["moderator"], units=[office]))
    home = reverse("wagtailadmin_home")
    before = client.get(home).content.decode()
    tip = SubmissionFactory(accused=[office])
    after = client.get(home).content.decode()
    assert "OFFICE_WATCHERS" in before and "OFFICE_WATCHERS" in after
    assert (seen_by_nobody(), Submission.objects.count()) == (1, 1)
    out = StringIO()
    call_command("count_unseen", stdout=out)
    assert "1 submissions" in out.getvalue() and str(tip) not in out.getvalue()
    told = text_of(Citizen().hand_in())
    assert "12388" in told and "市纪委监委 0000-12388" in told
    watcher = superior(settings)
    assert seen_by(watcher) == {tip} and seen_by_nobody() == 0
    assert "OFFICE_WATCHERS" not in client.get(home).content.decode()


def test_the_first_page_says_who_looks_at_it(office: Unit, settings: Any) -> None:
    assert "上级" in Citizen().page("/feedback/").get_text()
    superior(settings)
    assert "上级" in Citizen().page("/feedback/").get_text()
