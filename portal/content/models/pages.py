"""The base of every page of the portal."""

from typing import ClassVar, Self

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PageManager, PageQuerySet


class PortalPageQuerySet(PageQuerySet):
    """Pages by who may see them."""

    def published(self) -> Self:
        """What anybody may read: live, and under no view restriction. Page types narrow this further."""
        return self.live().public()


class PortalPage(Page):
    """What all pages of the portal share: one predicate that says whether anybody may read it."""

    #: True: a document source builds it for search. False: a frame page, never found. Checked at start.
    searchable: ClassVar[bool | None] = None

    objects = PageManager.from_queryset(PortalPageQuerySet)()

    # The frame pages show no author and no picture of their own; search engines get the summary.
    show_in_menus_default = False

    class Meta:
        abstract = True
        verbose_name = _("page")

    def is_published(self) -> bool:
        """Whether anybody may read this page now; the same rule as ``published()`` of its query set."""
        return type(self).objects.published().filter(pk=self.pk).exists()
