"""The page choosers of the admin, which tell titles and addresses of no page that is not for who asks.

Wagtail's hook narrows the children that are listed; it does not ask about the page they are listed under, about those
that are said to be chosen already, nor about the page that a typed address leads to.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.views import View
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.chooser import BrowseView, ChosenMultipleView, ExternalLinkView, ParentPageColumn, SearchView
from wagtail.models import Page, PageQuerySet

from portal.content.admin_access import pages_for


class BrowseKnownPages(BrowseView):
    """Lists what is under a page, if that page is for who asks."""

    parent_page: Page

    def get_object_list(self) -> PageQuerySet:
        """The children. A number of the address must be known; where none was given it begins above."""
        known = pages_for(self.request.user, Page.objects.all())
        if not known.filter(pk=self.parent_page.pk).exists():
            if "parent_page_id" in self.kwargs:
                raise Http404
            above = self.parent_page.get_ancestors().values("pk")
            # The root is among those everybody knows.
            self.parent_page = known.filter(pk__in=above).order_by("-depth")[0].specific
        return super().get_object_list()


class KnownParentColumn(ParentPageColumn):
    """Where a page that was found lies, if that is for who asks."""

    def __init__(self, *args: Any, known: PageQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known

    def get_value(self, instance: Page) -> Page:
        """The parent, or what of the pages above it is known."""
        above = instance.get_ancestors().values("pk")
        return self.known.filter(pk__in=above).order_by("-depth").first()


class SearchKnownPages(SearchView):
    """Finds what the hook leaves, and names no unknown page as the one above."""

    @property
    def columns(self) -> list[Any]:
        """Wagtail's, but for the parent."""
        known = pages_for(self.request.user, Page.objects.all())
        return [
            KnownParentColumn(each.name, label=each.label, known=known) if isinstance(each, ParentPageColumn) else each
            for each in super().columns
        ]


class KnownPagesChosen(ChosenMultipleView):
    """Tells of several pages at once, or of none where one of them is not for who asks."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """404 also for numbers that nobody bears: they look alike."""
        numbers = set(request.GET.getlist("id"))
        if not all(number.isdecimal() for number in numbers):
            raise Http404
        if pages_for(request.user, Page.objects.filter(pk__in=numbers)).count() != len({int(each) for each in numbers}):
            raise Http404
        answer: HttpResponseBase = super().get(request)
        return answer


class LinkByAddress(ExternalLinkView):
    """Makes of a typed address a link to the page there, if that page is for who asks; else it stays an address."""

    def render_chosen_response(self, result: dict[str, Any]) -> HttpResponseBase:
        """What the form leads to."""
        number = result.get("id")
        if number is not None and not pages_for(self.request.user, Page.objects.filter(pk=number)).exists():
            result = self.get_result_data()
        answer: HttpResponseBase = super().render_chosen_response(result)
        return answer


def urls() -> list[URLPattern]:
    """In place of Wagtail's, so before them."""
    browse = _of_the_admin(BrowseKnownPages)
    return [
        path("choose-page/", browse),
        path("choose-page/<int:parent_page_id>/", browse),
        path("choose-page/search/", _of_the_admin(SearchKnownPages)),
        path("choose-page/chosen-multiple/", _of_the_admin(KnownPagesChosen)),
        path("choose-external-link/", _of_the_admin(LinkByAddress)),
    ]


def _of_the_admin(view: type[View]) -> Any:
    """With what Wagtail puts around its own."""
    return never_cache(require_admin_access(view.as_view()))
