"""Where Wagtail asks us: before it serves a document, how it writes links, what it lets staff choose among."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.menu import MenuItem
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.images.views.chooser import viewset as picture_chooser
from wagtail.models import PageQuerySet
from wagtail.rich_text.feature_registry import FeatureRegistry

from portal.content.admin import PublicChangeViewSet, TombstoneViewSet
from portal.content.admin_access import OwnDocuments, OwnImages, not_there, pages_for
from portal.content.health.views import health
from portal.content.media import remember_access
from portal.content.models.files import PortalDocument
from portal.content.rich_text import PublishedPageLink
from portal.content.uploads import AddPictures, UploadInChooser


# First of all: a refused document is not there, whatever the other hooks would show instead.
@hooks.register("before_serve_document", order=-10)
def refuse_strangers(document: PortalDocument, request: HttpRequest) -> Any:
    """Answer 404 unless the reader may have the document."""
    return remember_access(document, request)


# After Wagtail's own, which it replaces.
@hooks.register("register_rich_text_features", order=10)
def link_published_pages_only(features: FeatureRegistry) -> None:
    """Links to pages that not everybody may read lose their address."""
    features.register_link_type(PublishedPageLink)


@hooks.register("construct_page_chooser_queryset")
def choose_among_known_pages(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Nobody meets a title in a chooser that is not for them."""
    return pages_for(request.user, pages)


# After Wagtail's own, which these replace.
@hooks.register("construct_admin_api", order=10)
def list_own_files_only(router: WagtailAPIRouter) -> None:
    """The admin's interface lists the files that the user works with."""
    router.register_endpoint("images", OwnImages)
    router.register_endpoint("documents", OwnDocuments)


# Before Wagtail's own: the first address that fits is taken.
@hooks.register("register_admin_urls", order=-10)
def take_over_uploads() -> list[Any]:
    """Pictures are unpacked outside of the transaction."""
    return [
        path("images/multiple/add/", AddPictures.as_view()),
        path("images/chooser/create/", picture_chooser.construct_view(UploadInChooser)),
    ]


# Before Wagtail's own: the first address that fits is taken.
@hooks.register("register_admin_urls", order=-10)
def embed_nothing() -> list[Any]:
    """No screen that has the server ask other sites what lies at an address: 404, as if it were not there."""
    return [path("embeds/chooser/", not_there), path("embeds/chooser/upload/", not_there)]


@hooks.register("register_admin_urls")
def register_health() -> list[Any]:
    """The editors' health page."""
    return [path("reports/content-health/", health, name="content_health")]


@hooks.register("register_reports_menu_item")
def show_health() -> MenuItem:
    """Among the reports, for whoever works with pages."""
    return HealthItem(_("Health of the content"), reverse_lazy("content_health"), icon_name="clipboard-list", order=50)


class HealthItem(MenuItem):
    """For those who work with pages."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether there is anything that they could mend."""
        return bool(user_has_any_page_permission(request.user))


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[Any]:
    """The withdrawn pages and the list of changes, among the reports."""
    return [TombstoneViewSet(), PublicChangeViewSet()]
