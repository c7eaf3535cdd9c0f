"""The home page and standing pages."""

from copy import copy
from functools import cache, reduce
from operator import or_
from typing import Any, ClassVar

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from home.blocks import SectionsBlock
from home.blocks.arrangement import usual_arrangement
from home.figures.kinds import last_update
from home.figures.trees import counted_places
from portal.content.blocks import BodyBlock
from portal.content.caching.memory import remembered
from portal.content.fields import StreamField
from portal.content.models import PortalPage
from portal.content.models.pages import is_under_restriction
from portal.content.prepared import Given, PreparedQuery
from portal.notices.models import NoticeIndexPage

#: The page types of the sections: every one that there is.
SECTION_TYPES = tuple(NoticeIndexPage.__subclasses__())
#: Their tables, as they hang on that of pages.
SECTIONS = tuple(str(model._meta.model_name) for model in SECTION_TYPES)


class HomePage(PortalPage):
    """The front door: search first, then the sections that editors arrange; their content is live."""

    searchable = False
    max_count = 1
    template = "home/home.html"
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = [*(model._meta.label for model in SECTION_TYPES), "home.StandardPage"]

    introduction = models.TextField(_("introduction"), blank=True)
    introduction_en = models.TextField(_("introduction in English"), blank=True)
    sections = StreamField(SectionsBlock(required=False), blank=True, verbose_name=_("sections"))

    content_panels: ClassVar[list[Any]] = [
        *PortalPage.content_panels,
        FieldPanel("introduction", help_text=_("A sentence under the name of the site; search engines show it too.")),
        FieldPanel("introduction_en", help_text=_("On the English pages; empty: the Chinese one stands there.")),
        FieldPanel("sections", help_text=_("What stands below the search, from top to bottom. Empty: the usual ones.")),
    ]

    class Meta(PortalPage.Meta):
        verbose_name = _("home page")

    @property
    def introduction_shown(self) -> str:
        """The introduction in the reader's language, as far as there is one."""
        return (self.introduction_en if get_language() == "en" else "") or self.introduction

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Find a section among the few that there are; Wagtail asks for its type and then for its fields."""
        sections = remembered(request, ("sections", self.path), self._sections) if path_components else {}
        if section := sections.get(path_components[0] if path_components else ""):
            return copy(section).route(request, path_components[1:])
        if not path_components:
            asked = super().get_view_restrictions
            self.has_restriction = remembered(request, ("restricted", self.path), lambda: asked().exists())
        return super().route(request, path_components)

    def _sections(self) -> dict[str, NoticeIndexPage]:
        """The sections by their slugs, in one query."""
        first, last = self._get_children_path_interval(self.path)
        found = {}
        types = ContentType.objects.get_for_models(*SECTION_TYPES)
        kinds = {name: types[model].pk for name, model in zip(SECTIONS, SECTION_TYPES, strict=True)}
        for page in _below().ask(depth=self.depth + 1, first=first, last=last, **kinds):
            for section in (getattr(page, name) for name in SECTIONS if hasattr(page, name)):
                section.has_restriction = page.has_restriction
                found[page.slug] = section
        return found

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the sections as they are arranged, and when anything was last published."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {
            **context,
            "sections": self.sections or _usual_sections(),
            "last_update": last_update(),
            # Two sections count by place, mostly for the same time.
            "counted_places": cache(counted_places),
        }


@cache
def _below() -> PreparedQuery[Page]:
    """The sections right below a page, with their own columns; by their types, or SQLite reads all that lies below."""
    pages = Page.objects.filter(depth=Given("depth"), path__range=(Given("first"), Given("last")))
    sections = pages.filter(reduce(or_, (Q(content_type=Given(name)) for name in SECTIONS)))
    return PreparedQuery(sections.select_related(*SECTIONS).annotate(has_restriction=is_under_restriction()))


def _usual_sections() -> Any:
    field: Any = HomePage._meta.get_field("sections")
    return field.to_python(usual_arrangement())


class StandardPage(PortalPage):
    """A standing page: about, contact, accessibility statement, terms."""

    searchable = False
    template = "home/standard.html"
    parent_page_types: ClassVar[list[str]] = ["home.HomePage", "home.StandardPage"]
    subpage_types: ClassVar[list[str]] = ["home.StandardPage"]

    body = StreamField(BodyBlock(required=False), blank=True, verbose_name=_("body"))

    content_panels: ClassVar[list[Any]] = [*PortalPage.content_panels, FieldPanel("body")]

    class Meta(PortalPage.Meta):
        verbose_name = _("standing page")
        verbose_name_plural = _("standing pages")
