"""Each role finds its own work on the first page of the admin, and nobody a title that is not for them."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from home.roles import Role
from portal.cases.statistics.quarters import Quarter
from portal.notices.models import CaseNoticePage
from portal.operations.models import JobRun, WorkerBeat
from search.models import OutboxEntry, SearchConsumer
from tests.factories import (
    CaseNoticePageFactory,
    InspectionPageFactory,
    UserFactory,
    WarningPageFactory,
    site_tree,
)

pytestmark = pytest.mark.django_db
PAGES = {"figures", "drafts", "ending", "scheduled", "content_health"}


def dashboard(user: User) -> dict[str, dict]:
    """What the panels of ours show to somebody, by the names of the panels."""
    client = Client()
    client.force_login(user)
    response = client.get("/admin/")
    assert response.status_code == 200
    page = response.content.decode()
    panels = {panel.name: panel for panel in response.context["panels"] if hasattr(panel, "user")}
    assert all(f'id="{name}-section"' in page for name in panels)
    return {name: panel.get_context_data({}) for name, panel in panels.items()}


def titles(panel: dict) -> list[str]:
    return [entry.page.get_admin_display_title() for entry in panel["entries"]]


@pytest.fixture
def editor() -> User:
    return UserFactory(groups=[Role.EDITOR])


def begun_by(user: User, **states: object) -> CaseNoticePage:
    page = CaseNoticePageFactory(**states)
    page.save_revision(user=user)
    return page


@pytest.mark.parametrize(
    ("role", "shown"),
    [(Role.EDITOR, PAGES), (Role.PUBLISHER, PAGES), (Role.ADMINISTRATOR, PAGES | {"health"})],
)
def test_panels_of_each_role(role: Role, shown: set[str]) -> None:
    assert set(dashboard(UserFactory(groups=[role]))) == shown


def test_who_works_with_no_pages_finds_none_of_them() -> None:
    site_tree()
    group = Group.objects.create(name="clerks")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    assert dashboard(UserFactory(groups=["clerks"])) == {}


def test_what_i_began_is_to_finish_and_what_others_began_is_not(editor: User) -> None:
    mine = begun_by(editor, draft=True, title="我起草的通报")
    begun_by(UserFactory(groups=[Role.EDITOR]), draft=True, title="他人起草的通报")
    assert titles(dashboard(editor)["drafts"]) == [mine.title]


def test_what_is_under_review_is_not_to_finish_until_it_comes_back(editor: User) -> None:
    page = begun_by(editor, draft=True)
    state = page.get_workflow().start(page, editor)
    assert titles(dashboard(editor)["drafts"]) == []
    state.current_task_state.reject(user=UserFactory(groups=[Role.EDITOR]))
    (entry,) = dashboard(editor)["drafts"]["entries"]
    assert (entry.page.pk, str(entry.note)) == (page.pk, "已退回，附有意见")


def test_published_and_withdrawn_texts_are_not_to_finish_until_they_change(editor: User) -> None:
    page = CaseNoticePageFactory(draft=True)
    page.save_revision(user=editor).publish()
    withdrawn = CaseNoticePageFactory(draft=True)
    withdrawn.save_revision(user=editor).publish()
    withdrawn = CaseNoticePage.objects.get(pk=withdrawn.pk)
    withdrawn.unpublish()
    assert titles(dashboard(editor)["drafts"]) == []
    page = CaseNoticePage.objects.get(pk=page.pk)
    page.title = "改过的标题"
    page.save_revision(user=editor)
    assert titles(dashboard(editor)["drafts"]) == ["改过的标题"]


def test_what_ends_within_two_weeks_is_told_the_next_first(editor: User) -> None:
    today = timezone.localdate()
    WarningPageFactory(title="十四天后到期", valid_to=today + timedelta(days=14))
    WarningPageFactory(title="十五天后到期", valid_to=today + timedelta(days=15))
    WarningPageFactory(title="昨天到期", valid_to=today - timedelta(days=1))
    WarningPageFactory(title="今天到期", valid_to=today)
    InspectionPageFactory(title="五天后截止受理", open_now=True)
    CaseNoticePageFactory(title="三天后撤下", expire_at=timezone.now() + timedelta(days=3))
    CaseNoticePageFactory(title="下月撤下", expire_at=timezone.now() + timedelta(days=30))
    assert titles(dashboard(editor)["ending"]) == ["今天到期", "三天后撤下", "五天后截止受理", "十四天后到期"]


def test_what_will_go_out_is_told(editor: User) -> None:
    page = CaseNoticePageFactory(draft=True, go_live_at=timezone.now() + timedelta(days=2))
    page.save_revision(user=editor).publish()
    panels = dashboard(editor)
    assert titles(panels["scheduled"]) == [page.title]
    assert titles(panels["drafts"]) == []


def test_figures_count_what_anybody_may_read(editor: User) -> None:
    today = timezone.localdate()
    CaseNoticePageFactory(published_on=today)
    CaseNoticePageFactory(published_on=Quarter.of(today).first_day - timedelta(days=1))
    CaseNoticePageFactory(published_on=today, internal=True)
    CaseNoticePageFactory(published_on=today, draft=True)
    WarningPageFactory(published_on=today, in_force=True)
    WarningPageFactory(published_on=today, over=True)
    figures = dashboard(editor)["figures"]["figures"]
    assert [number for _label, number in figures] == [1, 2, 1, 0, 0]


def test_administrators_learn_what_is_late_at_the_top_of_the_page() -> None:
    administrator = UserFactory(groups=[Role.ADMINISTRATOR])
    index, _made = SearchConsumer.objects.get_or_create(name="embedded:test", kind="embedded")
    assert not dashboard(administrator)["health"]["well"], "no worker ever ran"
    WorkerBeat.objects.create(name="one", seen_at=timezone.now())
    assert dashboard(administrator)["health"]["well"]
    entry = OutboxEntry.objects.create(consumer=index, key="page:1")
    OutboxEntry.objects.filter(pk=entry.pk).update(created_at=timezone.now() - timedelta(hours=1))
    JobRun.objects.create(name="publish_scheduled", started_at=timezone.now(), failures=2, error="secret")
    panels = dashboard(administrator)
    assert panels["health"]["indexes"]["embedded:test"]["late"]
    assert [str(label) for label in panels["health"]["troubled"]] == ["按时发布和下线"]
    assert next(iter(panels)) == "health"


def test_the_number_of_queries_does_not_grow_with_what_is_listed() -> None:
    administrator = UserFactory(groups=[Role.ADMINISTRATOR])
    begin = timezone.localdate()

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            dashboard(administrator)
        return len(seen)

    def add() -> None:
        begun_by(administrator, draft=True)
        WarningPageFactory(valid_to=begin + timedelta(days=3))
        CaseNoticePageFactory(expire_at=timezone.now() + timedelta(days=3))
        CaseNoticePageFactory(draft=True, go_live_at=timezone.now() + timedelta(days=2)).save_revision().publish()

    add()
    dashboard(administrator)
    first = cost()
    for _time in range(4):
        add()
    assert cost() == first
