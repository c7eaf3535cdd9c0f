"""What search engines are told: every published page, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.sitemaps import Sitemap, views
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from portal.content.models.pages import PortalPage, PortalPageQuerySet

#: Addresses in one file; the protocol allows 50,000.
PAGE = 20_000
CLOSED = ("admin/", "internal/", "_util/", "search/")


class PublishedPages(Sitemap[PortalPage]):
    """The pages of one type that anybody may read."""

    limit = PAGE

    def __init__(self, model: type[PortalPage], request: HttpRequest) -> None:
        self.model = model
        self.request = request

    def items(self) -> PortalPageQuerySet:
        """In a stable order, without the texts."""
        found: PortalPageQuerySet = self.model.objects.published().order_by("pk").defer_streamfields()
        return found

    def location(self, item: PortalPage) -> str:
        """The path; the view puts the host before it."""
        parts = item.get_url_parts(self.request)
        return parts[2] if parts and parts[2] else "/"

    def lastmod(self, item: PortalPage) -> datetime | None:
        """When it was last published."""
        changed: datetime | None = item.last_published_at or item.latest_revision_created_at
        return changed

    def get_latest_lastmod(self) -> datetime | None:
        """The newest of all, for the index; without reading every page as Django would."""
        newest = self.items().aggregate(Max("last_published_at"), Max("latest_revision_created_at"))
        return max((day for day in newest.values() if day), default=None)


@require_safe
def sitemap_xml(request: HttpRequest, section: str | None = None) -> HttpResponseBase:
    """All addresses in one file; on a big site an index of one file for each page type and 20,000 addresses."""
    maps: dict[str, type[Sitemap[Any]] | Sitemap[Any]] = {
        str(model._meta.model_name): PublishedPages(model, request)
        for model in apps.get_models()
        if issubclass(model, PortalPage)
    }
    if section is None and _size(maps.values()) > PAGE:
        return views.index(request, maps, sitemap_url_name="sitemap_section")
    return views.sitemap(request, maps, section=section)


def _size(maps: Iterable[Any]) -> int:
    return sum(each.paginator.count for each in maps)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Where robots need not look. Nothing is kept secret by this file."""
    prefixes = ("", *(f"{code}/" for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE))
    closed = [f"Disallow: /{prefix}{path}" for prefix in prefixes for path in CLOSED]
    lines = ["User-agent: *", *closed, "", f"Sitemap: {settings.SITE_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
