"""What staff see in the choosers and interfaces of the admin: what they work with, and what anybody may read.

Wagtail lets everybody who may enter the admin choose among all pages and list all files. Here people enter it who have
nothing to do with pages, so titles are held back from them as from any reader.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.workflows import TaskChooserCreateView
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.models import Page, PageQuerySet, Task
from wagtail.permissions import policy_registry

from portal.content.access import STAFF_ACTIONS
from portal.content.models.pages import PortalPage, Reader

PAGE_ACTIONS = ("add", "change", "publish")


def pages_for(user: Reader, pages: PageQuerySet) -> PageQuerySet:
    """Those that the user works with, and those that are published."""
    own = policy_registry.get_by_type(Page).instances_user_has_any_permission_for(user, PAGE_ACTIONS)
    shown = Q(pk__in=own.values("pk"))
    for model in apps.get_models():
        if issubclass(model, PortalPage):
            shown |= Q(pk__in=model.objects.published().order_by().values("pk"))
    # The root is where choosing starts.
    return pages.filter(shown | Q(depth=1))


class _OwnFiles:
    """Narrows an endpoint of the admin's interface to the files that the user works with."""

    request: Any

    def get_queryset(self) -> QuerySet[Any]:
        """The files, by the permissions of their collections."""
        files: QuerySet[Any] = super().get_queryset()  # type: ignore[misc]
        user = getattr(self.request, "user", AnonymousUser())
        own = policy_registry.get_by_type(files.model).instances_user_has_any_permission_for(user, STAFF_ACTIONS)
        return files.filter(pk__in=own.values("pk"))


class OwnImages(_OwnFiles, ImagesAdminAPIViewSet):
    """The pictures that the user works with."""


class OwnDocuments(_OwnFiles, DocumentsAdminAPIViewSet):
    """The documents that the user works with."""


def not_there(request: HttpRequest) -> HttpResponseBase:
    """In place of a screen of Wagtail's that nobody here needs."""
    raise Http404


@require_admin_access
def create_task(request: HttpRequest) -> HttpResponseBase:
    """A step of a workflow, made in the chooser. Wagtail hides the form from who may not, and takes it from anybody."""
    if not policy_registry.get_by_type(Task).user_has_permission(request.user, "add"):
        raise PermissionDenied
    answer: HttpResponseBase = TaskChooserCreateView.as_view()(request)
    return answer
