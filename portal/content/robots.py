"""What search engines are told: every published page, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from django.apps import apps
from django.conf import settings
from django.contrib.sitemaps import Sitemap, views
from django.core.paginator import Paginator
from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.models import Site

from portal.content.models.pages import PortalPage, PortalPageQuerySet

#: Addresses in one file; the protocol allows 50,000.
PAGE = 20_000
CLOSED = ("admin/", "internal/", "_util/", "search/")


#: The columns that a site map is made of: path in the tree, last published, last changed. Whole pages would take long.
_Entry = tuple[str, datetime | None, datetime | None]
#: The same of a record that is no page: primary key, last published.
_Record = tuple[int, datetime | None]
# Django's class takes no parameter while it runs.
if TYPE_CHECKING:
    _PageMap = Sitemap[_Entry]
    _RecordMap = Sitemap[_Record]
else:
    _PageMap = _RecordMap = Sitemap


class PublishedPages(_PageMap):
    """The pages of one type that anybody may read."""

    limit = PAGE

    def __init__(self, model: type[PortalPage]) -> None:
        self.model = model
        self.listed = [each for each in model.allowed_subpage_models() if issubclass(each, PortalPage)]
        # The longest first, as Wagtail has them.
        self.roots = [root.root_path for root in Site.get_site_root_paths()]

    def items(self) -> PortalPageQuerySet:
        """In a stable order."""
        columns = ("url_path", "last_published_at", "latest_revision_created_at")
        return self._published().order_by("pk").values_list(*columns)

    @cached_property
    def paginator(self) -> Paginator[_Entry]:
        """Django makes one, and counts, for each question."""
        pages: Paginator[_Entry] = Paginator(self.items(), self.limit)
        pages.__dict__["count"] = self._sums["count"]
        return pages

    @cached_property
    def _sums(self) -> dict[str, Any]:
        """How many there are and when the newest was published, of which an index asks: read together."""
        sums: dict[str, Any] = self._published().aggregate(**_NEWEST, count=Count("pk"))
        return sums

    def _published(self) -> PortalPageQuerySet:
        """By their type as well: of types with a few pages, SQLite would else begin with all pages that there are."""
        found: PortalPageQuerySet = self.model.objects.published().exact_type(self.model)
        return found

    def location(self, item: _Entry) -> str:
        """The path; the view puts the host before it."""
        url_path, *_days = item
        root = next((root for root in self.roots if url_path.startswith(root)), "/")
        return reverse("wagtail_serve", args=(url_path.removeprefix(root),))

    def lastmod(self, item: _Entry) -> datetime | None:
        """When it was last published; a list of pages: when it or one of them was."""
        url_path, published, changed = item
        listed = (model.objects.published().filter(url_path__startswith=url_path) for model in self.listed)
        below = [_latest(pages.aggregate(**_NEWEST)) for pages in listed]
        return max((day for day in (published or changed, *below) if day), default=None)

    def get_latest_lastmod(self) -> datetime | None:
        """The newest of all, for the index; without reading every page as Django would."""
        return _latest(self._sums)


_NEWEST = {"published": Max("last_published_at"), "changed": Max("latest_revision_created_at")}


def _latest(sums: Mapping[str, Any]) -> datetime | None:
    return max((sums[name] for name in _NEWEST if sums[name]), default=None)


class RecordPages(_RecordMap):
    """The addresses of published records, for `register_section`; a subclass names their view and gives `items`."""

    limit = PAGE
    #: The name of the view, which takes the primary key as ``number``.
    view: ClassVar[str]

    def location(self, item: _Record) -> str:
        """The address of a record."""
        return reverse(self.view, kwargs={"number": item[0]})

    def lastmod(self, item: _Record) -> datetime | None:
        """When it was last published."""
        return item[1]


_sections: dict[str, type[Sitemap[Any]]] = {}


def register_section(name: str, section: type[Sitemap[Any]]) -> None:
    """Add addresses that are no Wagtail pages to the site map; a name may be taken only once."""
    if _sections.get(name, section) is not section:
        raise ValueError(f"section {name!r} is registered already")
    _sections[name] = section


@require_safe
def sitemap_xml(request: HttpRequest, section: str | None = None) -> HttpResponseBase:
    """All addresses in one file; on a big site an index of one file for each section and 20,000 addresses."""
    maps: dict[str, type[Sitemap[Any]] | Sitemap[Any]] = {
        str(model._meta.model_name): PublishedPages(model)
        for model in apps.get_models()
        if issubclass(model, PortalPage)
    }
    maps |= {name: kind() for name, kind in _sections.items()}
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
