"""The roles that the migrations set up, and that the migrations can be taken back."""

from importlib import import_module

import pytest
from django.apps import apps as installed
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import DraftStateMixin, GroupPagePermission, LockableMixin, Workflow

from home.roles import Role
from portal.feedback.roles import FeedbackRole
from portal.notices.models import FourEyesTask
from tests.factories import UserFactory, site_tree

roles = import_module("home.migrations.0003_roles")
way_to_publication = import_module("home.migrations.0004_way_to_publication")
auditors = import_module("home.migrations.0013_auditors")

PAGES = {
    Role.EDITOR: {"add", "change"},
    Role.PUBLISHER: {"add", "change", "publish", "lock", "unlock"},
    Role.ADMINISTRATOR: {"add", "change", "publish", "lock", "unlock", "bulk_delete"},
    Role.AUDITOR: set(),
}
#: Screens of the admin, and the roles that come in.
SCREENS = {
    "wagtailadmin_home": set(Role),
    "wagtailimages:index": set(Role) - {Role.AUDITOR},
    "wagtaildocs:index": set(Role) - {Role.AUDITOR},
    "audit_log:index": {Role.AUDITOR},
    "wagtailusers_users:index": {Role.ADMINISTRATOR},
    "wagtailadmin_workflows:index": {Role.ADMINISTRATOR},
    "wagtailredirects:index": {Role.ADMINISTRATOR},
    "wagtailusers_groups:index": set(),
    "wagtailsites:index": set(),
}


def rights(role: str) -> set[str]:
    on_home = GroupPagePermission.objects.filter(group__name=role, page=site_tree().page_ptr)
    return {each.permission.codename.removesuffix("_page") for each in on_home.select_related("permission")}


@pytest.mark.django_db
def test_exactly_our_groups_with_their_page_rights() -> None:
    assert set(Group.objects.values_list("name", flat=True)) == {*Role, *FeedbackRole}
    assert {role: rights(role) for role in Role} == PAGES
    assert not GroupPagePermission.objects.exclude(page=site_tree().page_ptr).exists()


@pytest.mark.django_db
def test_every_permission_that_a_role_has_exists_for_a_model() -> None:
    held = Permission.objects.filter(group__isnull=False).distinct()
    assert held.exists()
    unknown = [str(each) for each in held if each.content_type.model_class() is None]
    assert [text for text in unknown if "wagtailadmin" not in text] == []
    for each in held:
        model = each.content_type.model_class()
        if model is not None and each.codename != "access_admin":
            known = {f"{action}_{model._meta.model_name}" for action in model._meta.default_permissions}
            # Wagtail makes these for what has drafts and locks.
            actions = {LockableMixin: ("lock", "unlock"), DraftStateMixin: ("publish",)}
            more = {name for mixin, names in actions.items() if issubclass(model, mixin) for name in names}
            known |= {f"{action}_{model._meta.model_name}" for action in more}
            assert each.codename in known | {name for name, _label in model._meta.permissions}


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("screen", SCREENS)
def test_screens(client, role: Role, screen: str) -> None:
    client.force_login(UserFactory(groups=[role]))
    response = client.get(reverse(screen))
    assert (response.status_code == 200) is (role in SCREENS[screen])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "reads"), [(Role.EDITOR, 302), (Role.PUBLISHER, 302), (Role.ADMINISTRATOR, 200), (Role.AUDITOR, 302)]
)
def test_site_settings(client, role: Role, reads: int) -> None:
    client.force_login(UserFactory(groups=[role]))
    response = client.get(reverse("wagtailsettings:edit", args=["home", "siteframe"]), follow=False)
    if role is Role.ADMINISTRATOR and response.status_code == 302:
        response = client.get(response["Location"])
    assert response.status_code == reads


@pytest.mark.django_db
def test_staff_without_a_role_does_not_come_in(client) -> None:
    client.force_login(UserFactory())
    assert client.get(reverse("wagtailadmin_home")).status_code in {302, 403}


@pytest.mark.django_db
def test_the_migrations_can_be_taken_back_and_come_again() -> None:
    """Without the rows of permissions, too, as in the first run of all migrations on a fresh database."""
    for migration in (auditors, way_to_publication, roles):
        migration.take_down(installed, None)
    assert not Group.objects.filter(name__in=Role).exists()
    assert not Workflow.objects.exists()
    assert not FourEyesTask.objects.exists()
    Permission.objects.filter(content_type__app_label__in=("organisations", "cases", "search", "wagtaildocs")).delete()
    for migration in (roles, way_to_publication, auditors):
        migration.set_up(installed, None)
    assert {role: rights(role) for role in Role} == PAGES
    assert [task.name for task in Workflow.objects.get(active=True).tasks] == ["审核", "审批"]
    assert site_tree().get_workflow() == Workflow.objects.get()


@pytest.mark.django_db
def test_groups_of_wagtail_stay_where_somebody_is_in_them() -> None:
    kept = Group.objects.create(name="Editors")
    Group.objects.create(name="Moderators")
    kept.user_set.add(UserFactory())
    roles.set_up(installed, None)
    assert set(Group.objects.values_list("name", flat=True)) == {*Role, *FeedbackRole, "Editors"}
