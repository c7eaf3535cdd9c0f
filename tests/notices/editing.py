"""The admin as editors use it: forms filled in and sent by a browser."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from portal.notices.models import CaseNoticeIndexPage, CaseNoticePage
from tests.factories import UserFactory, section


class Desk:
    """One member of staff at the admin."""

    def __init__(self, *roles: str, user: User | None = None) -> None:
        self.user: User = user or UserFactory(groups=roles)
        self.client = Client()
        self.client.force_login(self.user)

    def create(self, *, action: str = "", **changes: Any) -> HttpResponse:
        """Send the form of a new case notice; ``action`` is the button, such as ``action-submit``."""
        index = section(CaseNoticeIndexPage)
        address = reverse("wagtailadmin_pages:add", args=["notices", "casenoticepage", index.pk])
        return self.client.post(address, form(action=action, **changes))

    def edit(self, page: CaseNoticePage, *, action: str = "", **changes: Any) -> HttpResponse:
        """Send the editing form of a notice."""
        latest = page.get_latest_revision_as_object()
        kept = {"title": latest.title, "slug": latest.slug, "scope": latest.scope}
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        return self.client.post(address, form(action=action, **{**kept, **changes}))

    def decide(self, page: CaseNoticePage, action: str, comment: str = "") -> HttpResponse:
        """Approve or reject at the step where the notice stands."""
        state = CaseNoticePage.objects.get(pk=page.pk).current_workflow_task_state
        assert state is not None
        address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state.pk])
        return self.client.post(address, {"comment": comment})

    def buttons(self, page: CaseNoticePage) -> str:
        """What the editing screen offers."""
        return self.client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()


def form(*, action: str = "", **changes: Any) -> dict[str, Any]:
    """The fields of a case notice as a browser sends them."""
    chosen = {name: changes.pop(name) for name in ("audience", "violations", "forms") if name in changes}
    fields: dict[str, Any] = {
        "title": "关于一起典型问题的通报",
        "slug": "",
        "scope": "public",
        "document_number": "测纪通〔2026〕7号",
        "published_on": "2026-04-13",
        "batch": "",
        "index_number": "",
        "source_url": "",
        "summary": "",
        "keywords": "",
        "body": streamfield([]),
        "attachments": streamfield([]),
        "related": streamfield([]),
        "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000},
        "case_links": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000},
        **changes,
    }
    if action:
        fields[action] = "1"
    return {**nested_form_data(fields), **chosen}


def only_notice() -> CaseNoticePage:
    """The one notice that there is."""
    return CaseNoticePage.objects.get()
