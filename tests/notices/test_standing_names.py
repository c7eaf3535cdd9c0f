"""Expired names in what no link leads to: found in the index, shown to editors and decided by them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from wagtail.models import PageLogEntry

from home.roles import Role
from portal.cases import masking
from portal.cases.models import Subject
from portal.content.health import Findings, registered_checks
from portal.notices.models import CaseNoticePage, NoticeCase, StandingName
from portal.notices.standing_names.finding import find_standing_names
from portal.operations.jobs import registered_jobs
from portal.privacy.scan.pause import without_scan
from tests.factories import CaseFactory, CaseNoticePageFactory, UserFactory, site_tree
from tests.factories.notices import paragraph

pytestmark = pytest.mark.django_db
NAME = "甄士测"


@pytest.fixture
def editor() -> User:
    cache.clear()
    site_tree()
    return UserFactory(groups=[Role.PUBLISHER])


def expired_case(**changes: Any) -> Subject:
    """A case whose subject lost the name today."""
    yesterday = timezone.localdate() - timedelta(days=1)
    with without_scan():
        case = CaseFactory(subjects=[{"name": NAME, "name_public_until": yesterday, **changes}])
        NoticeCase.objects.create(page=CaseNoticePageFactory(title="列出案件的通报"), case=case)
    masking.mask_expired()
    return Subject.objects.get(case=case)


def notice(title: str = f"{NAME}接受纪律审查", **changes: Any) -> CaseNoticePage:
    with without_scan():
        made: CaseNoticePage = CaseNoticePageFactory(title=title, **changes)
    return made


def findings(user: User) -> Findings:
    (check,) = (each for each in registered_checks() if each.name == "standing_names")
    return check.find(user)


def test_a_notice_without_a_link_is_shown_to_its_editor(editor: User, index: Callable[[], None]) -> None:
    unlinked = notice()
    spaced = notice("表格中的姓名", body=[paragraph("<p>甄　士测、贾某某</p>")])
    notice("另一个人", body=[paragraph("<p>甄士策受到处分。</p>")])
    expired_case()
    index()
    assert find_standing_names() == 2
    found = findings(editor)
    assert {trouble.address for trouble in found.troubles} == {
        f"/admin/pages/{page.pk}/edit/" for page in (unlinked, spaced)
    }
    assert found.total == 2
    assert findings(UserFactory()).total == 0
    # A second run finds the same.
    assert find_standing_names() == 2


def test_what_was_mended_is_gone_at_once(editor: User, index: Callable[[], None]) -> None:
    page = notice()
    subject = expired_case()
    index()
    find_standing_names()
    NoticeCase.objects.create(page=page, case_id=subject.case_id)
    with without_scan():
        CaseNoticePage.objects.get(pk=page.pk).save_revision().publish()
    assert NAME not in CaseNoticePage.objects.get(pk=page.pk).title
    assert findings(editor).total == 0
    assert find_standing_names() == 0


def test_another_person_of_the_same_name_may_stand(editor: User, index: Callable[[], None]) -> None:
    page = notice()
    expired_case()
    index()
    find_standing_names()
    row = StandingName.objects.get()
    client = Client()
    client.force_login(editor)
    health = client.get("/admin/reports/content-health/").content.decode()
    assert f"/admin/names-standing/{row.pk}/" in health
    address = f"/admin/names-standing/{row.pk}/"
    shown = client.get(address).content.decode()
    assert f"/admin/pages/{page.pk}/edit/" in shown
    assert f"<mark>{NAME}</mark>" in shown
    assert client.post(address, {"reason": " "}).status_code == 200
    assert client.post(address, {"reason": "同名的另一位干部"}).status_code == 302
    assert findings(editor).total == 0
    assert find_standing_names() == 0
    entry = PageLogEntry.objects.get(action="notices.other_person")
    assert (entry.user, entry.data["reason"]) == (editor, "同名的另一位干部")
    assert client.get(address).status_code == 404


def test_who_may_change_nothing_may_not_decide(index: Callable[[], None]) -> None:
    site_tree()
    notice()
    expired_case()
    index()
    find_standing_names()
    client = Client()
    client.force_login(UserFactory(groups=[Role.AUDITOR]))
    client.post(f"/admin/names-standing/{StandingName.objects.get().pk}/", {"reason": "同名的另一位干部"})
    assert StandingName.objects.get().reason == ""


def test_other_cases_and_names_with_a_right_of_their_own(editor: User, index: Callable[[], None]) -> None:
    subject = expired_case()
    with without_scan():
        other = CaseFactory(facts=f"{NAME}在场。", subjects=[{"name": "贾世策"}])
        # Of the same name, and shown by the rule: its own case, and the notice that shows it, say so rightly.
        shown = CaseFactory(subjects=[{"name": NAME, "measures": [{"grade": "pd5"}]}])
        showing = CaseNoticePageFactory()
        NoticeCase.objects.create(page=showing, case=other)
        NoticeCase.objects.create(page=CaseNoticePageFactory(), case=shown)
    index()
    assert find_standing_names() == 2
    addresses = {trouble.address for trouble in findings(editor).troubles}
    assert addresses == {f"/admin/cases/edit/{other.pk}/", f"/admin/pages/{showing.pk}/edit/"}
    later = timezone.localdate() + timedelta(days=9)
    Subject.objects.filter(pk=subject.pk).update(masked_on=None, name_public_until=later)
    assert find_standing_names() == 0


def test_drafts_and_internal_notices_are_no_public_place(editor: User, index: Callable[[], None]) -> None:
    notice(draft=True)
    notice(internal=True)
    expired_case()
    index()
    assert find_standing_names() == 0


def test_the_job_counts_and_the_log_names_nobody(
    editor: User, index: Callable[[], None], caplog: pytest.LogCaptureFixture
) -> None:
    notice()
    expired_case()
    index()
    (job,) = (job for job in registered_jobs() if job.name == "find_standing_names")
    assert job.every <= timedelta(days=1)
    with caplog.at_level(logging.DEBUG):
        assert job.run() == 1
        findings(editor)
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith("django.db")]
    assert not any(NAME in message for message in ours)
    assert NAME not in str(list(StandingName.objects.values()))
