"""Every role on every address and action of the admin, against the page that says who may do what."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from wagtail.models import Task

from tests.factories import CaseFactory, UserFactory, site_tree
from tests.permissions import matrix
from tests.permissions.samples import prepare, values_for
from tests.permissions.walking import Address, addresses

pytestmark = pytest.mark.any_database

DOOR, HOME = "/admin/login/", "/admin/"
#: What anybody may open: the door, forgotten passwords, and what these screens are made of.
FOR_ANYBODY = ("/admin/login/", "/admin/password_reset/", "/admin/sprite/", "/admin/jsi18n/", "/admin/logout/")
#: What whoever may enter the admin at all opens besides: the own account, choosers and helpers.
OWN = (
    "/admin/account/", "/admin/second-factor/", "/admin/logout/", "/admin/dismissibles/",
    "/admin/api/", "/admin/choose-anchor-link/", "/admin/choose-email-link/", "/admin/choose-phone-link/",
    "/admin/choose-external-link/", "/admin/choose-page/search/", "/admin/choose-page/chosen-multiple/",
    "/admin/tag-autocomplete/", "/admin/editing-sessions/", "/admin/block-preview/",
    "/admin/test404/", "/admin/failwhale/", "/admin/unit_chooser/", "/admin/region_chooser/",
    "/admin/documents/chooser/", "/admin/images/chooser/",
)  # fmt: skip
#: Wagtail asks for no right here, and shows or does nothing without one: it leads on to a screen that asks, lists what
#: the account may see, or says that there is nothing to choose among.
EMPTY_HANDED = (
    "/admin/pages/<page_id>/revisions/", "/admin/pages/<page_to_move_id>/move/", "/admin/pages/create/",
    "/admin/pages/workflow/confirm_cancellation/", "/admin/cases/workflow/confirm_cancellation/",
    "/admin/reports/site-history/", "/admin/workflows/task_chooser/", "/admin/case-notices/choose_parent/",
    "/admin/warnings/choose_parent/", "/admin/bulletins/choose_parent/", "/admin/clarifications/choose_parent/",
    "/admin/inspections/choose_parent/",
)  # fmt: skip
#: Fails on purpose, so that an operator sees how failures look.
FAILS = ("/admin/failwhale/",)


class Visitor(Client):
    """Without what Django's keeps of every template that is rendered, which takes longer than the answer."""

    def request(self, **request: Any) -> Any:
        """The answer alone."""
        response = self.handler(self._base_environ(**request))
        self.cookies.update(response.cookies)
        return response


class _Undo(Exception):
    """Takes a request back."""


def account(role: str) -> User | None:
    if role == "anonymous":
        return None
    if role == "superuser":
        return UserFactory(administrator=True)
    return UserFactory(groups=[] if role == "none" else [role])


def ask(client: Client, method: str, path: str) -> HttpResponse:
    """One request; whatever it wrote is taken back."""
    cookies = client.cookies.copy()
    try:
        with transaction.atomic():
            response = getattr(client, method)(path)
            raise _Undo
    except _Undo:
        client.cookies = cookies
    # Nobody reads the files that come in pieces, so nobody else closes them.
    for close in response._resource_closers if response.streaming else ():
        close()
    return response


def opens(response: HttpResponse) -> bool:
    if 300 <= response.status_code < 400:
        target = response["Location"].partition("?")[0]
        return target not in (DOOR, HOME)
    return response.status_code not in (403, 404, 405)


def column(role: str) -> Iterator[tuple[str, str]]:
    """Of every address what opens for a role: "r", "w", both or nothing; and whether it failed."""
    site_tree()
    user = account(role)
    known = prepare(user)
    client = Visitor()
    if user is not None:
        client.force_login(user)
    for address in addresses():
        for values in values_for(address, known):
            yield _shown(address, values), "".join(_marks(client, address, address.path(values)))


def _marks(client: Client, address: Address, path: str) -> Iterator[str]:
    for method, mark in (("get", "r"), ("post", "w")):
        response = ask(client, method, path)
        # What Wagtail makes of a form without any field is not ours: it came past the check.
        if response.status_code >= 500 and path not in FAILS and (method == "get" or address.is_ours):
            yield f" {method} failed "
        if opens(response):
            yield mark


def _shown(address: Address, values: dict[str, Any]) -> str:
    """The pattern; with the names of what is not a number but a kind."""
    kinds = ("app_label", "model_name", "action", "app_name")
    is_spelt = address.pattern.startswith(("admin/bulk/", "admin/settings/"))
    named = {name: values[name] if is_spelt and name in kinds else f"<{name}>" for name in values}
    return address.path(named)


@pytest.fixture(scope="module")
def columns() -> Iterator[dict[str, dict[str, str]]]:
    """What the tests of this file found; written when somebody asks for it."""
    found: dict[str, dict[str, str]] = {}
    yield found
    if os.environ.get("WRITE_PERMISSIONS"):
        matrix.write(found)


@pytest.mark.django_db
@pytest.mark.parametrize("role", matrix.ROLES)
def test_what_opens_is_what_the_page_says(role: str, columns: dict[str, dict[str, str]]) -> None:
    columns[role] = found = dict(column(role))
    assert [(address, marks) for address, marks in found.items() if "failed" in marks] == []
    if os.environ.get("WRITE_PERMISSIONS"):
        return
    written = {address: marks[role] for address, marks in matrix.read().items()}
    differing = {
        address: (written.get(address), found.get(address))
        for address in found.keys() | written.keys()
        if found.get(address) != written.get(address)
    }
    assert differing == {}, f"docs/permissions.md is stale (page, walk). Is it meant? Then: {matrix.WRITE}"


def opened(role: str, *, within: tuple[str, ...] = (HOME,), beyond: tuple[str, ...] = ()) -> list[str]:
    """What the page opens for a role, but for the first page."""
    opening = [address for address, marks in matrix.read().items() if marks[role] and address != HOME]
    return [address for address in opening if address.startswith(within) and not address.startswith(beyond)]


def test_nobody_has_the_server_ask_other_sites() -> None:
    assert [address for role in matrix.ROLES for address in opened(role, within=("/admin/embeds/",))] == []


@pytest.mark.parametrize("role", ["anonymous", "none"])
def test_who_is_nobody_meets_the_door_alone(role: str) -> None:
    assert opened(role, beyond=FOR_ANYBODY) == []


def test_auditors_read_the_log_and_nothing_else() -> None:
    beyond = (*FOR_ANYBODY, *OWN, *EMPTY_HANDED, "/admin/audit-log/")
    # Where choosing starts, which lists what anybody may read.
    assert opened("auditor", beyond=beyond) == ["/admin/choose-page/"]
    assert opened("auditor", within=("/admin/audit-log/",))
    changing = tuple(f"/admin/audit-log/{what}/" for what in ("new", "edit", "delete"))
    assert opened("auditor", within=changing) == opened("superuser", within=changing) == []


@pytest.mark.parametrize("role", ["anonymous", "none", "editor", "publisher", "administrator", "auditor", "superuser"])
def test_what_citizens_hand_in_opens_for_no_other_role(role: str) -> None:
    assert opened(role, within=("/admin/feedback/", "/admin/submissions/")) == []


@pytest.mark.parametrize("role", ["auditor", "intake", "moderator", "handler", "supervisor", "leadership"])
def test_internal_notices_are_no_place_to_choose_from(role: str) -> None:
    assert opened(role, within=("/admin/choose-page/<parent_page_id>/",)) == []


@pytest.mark.parametrize("role", ["auditor", "intake", "moderator", "handler", "supervisor", "leadership"])
def test_files_are_chosen_by_those_who_work_with_them(role: str) -> None:
    """The lists open, and are empty: tests/content/test_files.py."""
    lists = ("", "results/", "chosen-multiple/")
    shown = [f"/admin/{kind}/chooser/{path}" for kind in ("documents", "images") for path in lists]
    assert opened(role, within=("/admin/documents/", "/admin/images/")) == sorted(shown)


@pytest.mark.parametrize("role", ["intake", "moderator", "handler", "supervisor", "leadership"])
def test_whoever_handles_what_citizens_hand_in_keeps_no_accounts(role: str) -> None:
    assert opened(role, within=("/admin/users/", "/admin/groups/", "/admin/settings/", "/admin/audit-log/")) == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["auditor", "intake", "handler"])
def test_nobody_makes_steps_of_a_workflow_who_may_not(role: str) -> None:
    """Wagtail's chooser took the form from whoever may enter the admin."""
    site_tree()
    client, before = Client(), Task.objects.count()
    client.force_login(UserFactory(groups=[role]))
    form = {"create-task-name": "mine", "create-task-active": "on", "create-task-groups": [1]}
    client.post("/admin/workflows/task_chooser/create/?task_type=wagtailcore.groupapprovaltask", form)
    assert Task.objects.count() == before


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "sees"), [("editor", True), ("auditor", False), ("handler", False)])
def test_cases_are_chosen_by_those_who_work_with_them(role: str, sees: bool) -> None:
    site_tree()
    case, client = CaseFactory(heading="未公开的案件"), Client()
    client.force_login(UserFactory(groups=[role]))
    for path in ("", "results/", f"chosen/{case.pk}/", f"chosen-multiple/?id={case.pk}"):
        response = client.get(f"/admin/snippets/choose/cases/case/{path}")
        assert (response.status_code == 200) is sees
        assert sees or "未公开的案件" not in response.content.decode()


def test_supervisors_read_what_they_press_for_and_change_no_case() -> None:
    rows = matrix.read()
    for address in ("/admin/workbench/", "/admin/workbench/assessment.<extension>", "/admin/cases/inspect/<pk>/"):
        readers = {role for role, marks in rows[address].items() if "r" in marks}
        assert {"editor", "publisher", "supervisor"} <= readers, address
    written = [each for each in rows if each.startswith("/admin/cases/") and "w" in rows[each]["supervisor"]]
    assert [each for each in written if not each.startswith(EMPTY_HANDED)] == []


def test_the_walk_finds_the_addresses() -> None:
    patterns = {each.pattern for each in addresses()}
    assert len(patterns) > 300
    assert {
        "admin/",
        "admin/cases/edit/<pk>/",
        "admin/pages/<page_id>/edit/",
        "admin/second-factor/reset/<account>/",
    } <= patterns
    assert [each.pattern for each in addresses() if "(" in each.pattern or "\\" in each.pattern] == []
