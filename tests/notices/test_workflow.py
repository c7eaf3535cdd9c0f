"""The way to publication, walked by several people through the admin: propose, review, approve, published."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Task, Workflow
from wagtail.test.utils.form_data import rich_text, streamfield

from portal.notices.models import CaseNoticeIndexPage, CaseNoticePage, FourEyesTask, WarningIndexPage, WarningPage
from tests.factories import CaseNoticePageFactory, UnitFactory, UserFactory, WarningPageFactory, section, site_tree
from tests.notices.editing import Desk, only_notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def author() -> Desk:
    return Desk("editor")


@pytest.fixture
def reviewer() -> Desk:
    return Desk("editor")


@pytest.fixture
def publisher() -> Desk:
    return Desk("publisher")


def step(page: CaseNoticePage) -> str | None:
    task = CaseNoticePage.objects.get(pk=page.pk).current_workflow_task
    return task.name if task else None


def is_live(page: CaseNoticePage) -> bool:
    return CaseNoticePage.objects.get(pk=page.pk).live


def test_both_sections_have_the_two_steps() -> None:
    for index in (section(CaseNoticeIndexPage), section(WarningIndexPage), site_tree()):
        workflow = index.get_workflow()
        assert [task.specific_class for task in workflow.tasks] == [FourEyesTask, FourEyesTask]
        assert [task.name for task in workflow.tasks] == ["审核", "审批"]
    assert Workflow.objects.count() == 1
    assert Task.objects.count() == 2


def test_propose_review_approve(author: Desk, reviewer: Desk, publisher: Desk, client) -> None:
    assert author.create(action="action-submit").status_code == 302
    page = only_notice()
    assert (step(page), is_live(page)) == ("审核", False)
    assert reviewer.decide(page, "approve").status_code == 302
    assert (step(page), is_live(page)) == ("审批", False)
    assert client.get(page.url).status_code == 404
    assert publisher.decide(page, "approve", "同意").status_code == 302
    assert (step(page), is_live(page)) == (None, True)
    assert client.get(page.url).status_code == 200


def test_nobody_judges_the_own_text(publisher: Desk) -> None:
    publisher.create(action="action-submit")
    page = only_notice()
    assert publisher.decide(page, "approve").status_code in {302, 403}
    assert (step(page), is_live(page)) == ("审核", False)
    assert "action-workflow-action" not in publisher.buttons(page)


def test_who_reviewed_does_not_approve(author: Desk, publisher: Desk) -> None:
    author.create(action="action-submit")
    page = only_notice()
    publisher.decide(page, "approve")
    assert step(page) == "审批"
    publisher.decide(page, "approve")
    assert (step(page), is_live(page)) == ("审批", False)
    Desk("publisher").decide(page, "approve")
    assert is_live(page)


def test_superusers_are_bound_too() -> None:
    superuser = Desk(user=UserFactory(administrator=True))
    superuser.create(action="action-submit")
    page = only_notice()
    superuser.decide(page, "approve")
    assert step(page) == "审核"


def test_editor_does_not_approve(author: Desk, reviewer: Desk) -> None:
    author.create(action="action-submit")
    page = only_notice()
    reviewer.decide(page, "approve")
    Desk("editor").decide(page, "approve")
    assert (step(page), is_live(page)) == ("审批", False)


@pytest.mark.parametrize("stage", ["审核", "审批"])
def test_rejected_changed_proposed_again(author: Desk, reviewer: Desk, publisher: Desk, stage: str) -> None:
    author.create(action="action-submit")
    page = only_notice()
    if stage == "审批":
        reviewer.decide(page, "approve")
    (reviewer if stage == "审核" else publisher).decide(page, "reject", "请核对日期")
    assert step(page) is None
    assert "请核对日期" in author.buttons(page)
    assert page.current_workflow_state.status == "needs_changes"

    author.edit(page, action="action-submit", title="关于一起典型问题的通报（改）")
    page = only_notice()
    assert page.current_workflow_state.status == "in_progress"
    if step(page) == "审核":
        reviewer.decide(page, "approve")
    while step(page) == "审批":
        publisher.decide(page, "approve")
        if step(page) == "审核":
            reviewer.decide(page, "approve")
    assert is_live(page)
    assert only_notice().title.endswith("（改）")


def test_changed_text_is_reviewed_again(author: Desk, reviewer: Desk, publisher: Desk) -> None:
    author.create(action="action-submit")
    page = only_notice()
    reviewer.decide(page, "approve")
    publisher.edit(page, title="未经审核的标题")
    second = Desk("publisher")
    second.decide(page, "approve")
    assert (step(page), is_live(page)) == ("审核", False)
    # Whoever wrote a part of it does not review it.
    publisher.decide(page, "approve")
    assert step(page) == "审核"


def test_changing_while_approving_approves_nothing(author: Desk, reviewer: Desk, publisher: Desk) -> None:
    author.create(action="action-submit")
    page = only_notice()
    reviewer.decide(page, "approve")
    publisher.edit(
        page,
        title="边改边批",
        **{"action-workflow-action": "true", "workflow-action-name": "approve"},
    )
    assert (step(page), is_live(page)) == ("审核", False)


def test_text_under_review_stands_still_for_its_author(author: Desk, reviewer: Desk) -> None:
    author.create(action="action-submit")
    page = only_notice()
    before = page.latest_revision_id
    author.edit(page, title="偷改的标题")
    assert only_notice().latest_revision_id == before
    reviewer.edit(page, title="审核改正的标题")
    assert only_notice().latest_revision_id != before


def test_editor_cannot_publish(author: Desk, client) -> None:
    author.create(action="action-publish")
    page = only_notice()
    assert not page.live
    author.edit(page, action="action-publish")
    assert not is_live(page)
    author.client.post(reverse("wagtailadmin_pages:unpublish", args=[CaseNoticePageFactory().pk]))
    assert CaseNoticePage.objects.live().count() == 1


def test_publisher_publishes_and_takes_down_directly(publisher: Desk) -> None:
    publisher.create(action="action-publish")
    page = only_notice()
    assert page.live
    publisher.client.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
    assert not is_live(page)


def test_dashboard_lists_only_what_one_may_judge(author: Desk, reviewer: Desk, publisher: Desk) -> None:
    author.create(action="action-submit")
    page = only_notice()

    def waits_for(desk: Desk) -> bool:
        return page.current_workflow_task.get_task_states_user_can_moderate(desk.user).exists()

    assert [waits_for(desk) for desk in (author, reviewer, publisher)] == [False, True, True]
    publisher.decide(page, "approve")
    page = only_notice()
    assert [waits_for(desk) for desk in (author, reviewer, publisher, Desk("publisher"))] == [False, False, False, True]


def test_workflow_can_be_kept_in_the_admin() -> None:
    administrator = Desk("administrator")
    for task in FourEyesTask.objects.all():
        page = administrator.client.get(reverse("wagtailadmin_workflows:edit_task", args=[task.pk]))
        assert page.status_code == 200
    assert Desk("editor").client.get(reverse("wagtailadmin_workflows:index")).status_code == 302


def test_internal_notice_needs_readers(author: Desk) -> None:
    assert author.create(scope="internal").status_code == 200
    assert not CaseNoticePage.objects.exists()
    unit = UnitFactory()
    assert author.create(scope="internal", audience=[str(unit.pk)]).status_code == 302
    assert [each.pk for each in only_notice().get_latest_revision_as_object().audience.all()] == [unit.pk]


def test_public_text_has_no_link_to_an_internal_notice(author: Desk) -> None:
    unit = UnitFactory()
    secret = CaseNoticePageFactory(internal=True, audience=[unit], title="内部标题")
    html = f'<p><a linktype="page" id="{secret.pk}">内部标题</a></p>'
    text = streamfield([("paragraph", rich_text(html, features=["link"]))])
    refused = author.create(body=text)
    assert refused.status_code == 200
    assert CaseNoticePage.objects.count() == 1
    assert author.create(body=text, scope="internal", audience=[str(unit.pk)]).status_code == 302


def test_wider_scope_is_shown_to_whoever_judges(author: Desk, reviewer: Desk) -> None:
    unit = UnitFactory()
    author.create(scope="internal", audience=[str(unit.pk)])
    page = only_notice()
    assert "data-wider-scope" not in reviewer.buttons(page)
    author.edit(page, scope="public", action="action-submit")
    assert "data-wider-scope" in reviewer.buttons(page)


def test_scheduled_publishing(publisher: Desk, client) -> None:
    later = timezone.localtime() + timedelta(hours=2)
    publisher.create(action="action-publish", go_live_at=f"{later:%Y-%m-%d %H:%M}")
    page = only_notice()
    assert not page.live
    call_command("publish_scheduled")
    assert client.get(page.url).status_code == 404
    with time_machine.travel(later + timedelta(minutes=1)):
        call_command("publish_scheduled")
        assert client.get(page.url).status_code == 200


def test_expiry_takes_down(client) -> None:
    page = CaseNoticePageFactory(overdue=True)
    assert client.get(page.url).status_code == 200
    call_command("publish_scheduled")
    assert client.get(page.url).status_code == 410


def test_warning_leaves_the_home_page_but_not_the_site(client) -> None:
    holds, over = WarningPageFactory(in_force=True), WarningPageFactory(over=True)
    home = client.get("/").content.decode()
    assert holds.title in home
    assert over.title not in home
    assert client.get(over.url).status_code == 200
    assert over in WarningPage.objects.published()
    assert over.state == "expired"
