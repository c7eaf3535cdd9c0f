"""The base of every page of the portal."""

from datetime import date
from typing import ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PageManager, PageQuerySet, PageViewRestriction

#: Whoever asks for a page or a file; nobody is signed in: ``AnonymousUser``.
Reader = AbstractBaseUser | AnonymousUser


class _PathOf(models.Func):
    """The path of a page by its key. For a join, a planner that knows sizes goes through all pages, once for each."""

    template = '(SELECT above."path" FROM "wagtailcore_page" above WHERE above."id" = %(expressions)s)'
    output_field = models.CharField()


def is_under_restriction() -> models.Exists:
    """Whether a view restriction lies on a page or on one above it; part of the query, where Wagtail makes one more."""
    place = models.ExpressionWrapper(models.OuterRef("path"), output_field=models.CharField())
    restrictions = PageViewRestriction.objects.annotate(place=place)
    return models.Exists(restrictions.filter(place__startswith=_PathOf("page_id")))


class PortalPageQuerySet(PageQuerySet):
    """Pages by who may see them."""

    def published(self) -> Self:
        """What anybody may read: live, and under no view restriction. Page types narrow this further."""
        return self.live().filter(~is_under_restriction())


class PortalPage(Page):
    """What all pages of the portal share: who may read them, said once and asked everywhere."""

    #: True: a document source builds it for search. False: a frame page, never found. Checked at start.
    searchable: ClassVar[bool | None] = None

    #: The admin searches the tables themselves; telling an index that is not there would read each saved page again.
    search_auto_update = False

    objects = PageManager.from_queryset(PortalPageQuerySet)()

    # The frame pages show no author and no picture of their own; search engines get the summary.
    show_in_menus_default = False

    class Meta:
        abstract = True
        verbose_name = _("page")

    @property
    def is_internal(self) -> bool:
        """Whether the page is for named readers only, so that not even its title may stand on a public page."""
        return False

    def is_published(self) -> bool:
        """Whether anybody may read this page now; the same rule as ``published()`` of its query set."""
        return type(self).objects.published().filter(pk=self.pk).exists()

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        """As Wagtail has it, without its queries where the look-up of this page saw that there are none."""
        if getattr(self, "has_restriction", True):
            restrictions: models.QuerySet[PageViewRestriction] = super().get_view_restrictions()
            return restrictions
        none = PageViewRestriction.objects.none()
        # It counts as asked: Django writes the SQL even of a query for nothing, and that for each page.
        none._result_cache = []
        return none

    def tombstone(self) -> tuple[str, date | None] | None:
        """What is told of this page at its address after it was withdrawn: kind and date. None: nothing."""
        return None

    def may_read(self, user: Reader) -> bool:
        """Whether this page is meant for this reader; Wagtail's view restrictions are asked besides."""
        return bool(self.live)
