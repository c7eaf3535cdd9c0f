"""The pages under which notices hang: one for each section, with filters and paging."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from portal.content.models import PortalPage
from portal.content.models.pages import is_under_restriction
from portal.content.prepared import Given, PreparedQuery
from portal.notices.clarifications.cleared import is_cleared
from portal.notices.corrections.shown import is_corrected
from portal.notices.models.case_links import links_cases
from portal.notices.neighbours import nearest

if TYPE_CHECKING:
    from portal.notices.models.base import NoticePage


class NoticeIndexPage(PortalPage):
    """A section: its introduction, and the list of its notices."""

    searchable = False
    #: The search facet ``kind`` that this section lists.
    kind: ClassVar[str]
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]

    introduction = models.TextField(_("introduction"), blank=True)

    content_panels: ClassVar[list[Any]] = [
        *PortalPage.content_panels,
        FieldPanel("introduction", help_text=_("What this section holds, in a sentence above its list.")),
    ]

    class Meta(PortalPage.Meta):
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the filtered page of notices."""
        from portal.notices.listing import listing_context

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, **listing_context(self, request)}

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Find a notice with all that its page shows of other tables, where Wagtail asks for one after the other."""
        if len(path_components) != 1:
            return super().route(request, path_components)
        (model,) = self.allowed_subpage_models()
        first, last = self._get_children_path_interval(self.path)
        found = _by_slug(model).ask(depth=self.depth + 1, first=first, last=last, slug=path_components[0])
        if not found:
            raise Http404
        (notice,) = found
        # Known to treebeard under this name: the way back up costs no query.
        notice._cached_parent_obj = self
        return notice.route(request, [])


@cache
def _by_slug(model: type[NoticePage]) -> PreparedQuery[NoticePage]:
    """The notice of a slug among the children of a section."""
    children = model.objects.filter(depth=Given("depth"), path__range=(Given("first"), Given("last")))
    notices = children.filter(slug=Given("slug")).select_related("issuing_unit", "region")
    known = {
        "has_restriction": is_under_restriction(),
        "is_corrected": is_corrected(model),
        "is_cleared": is_cleared(model),
        "links_cases": links_cases(model),
    }
    return PreparedQuery(notices.annotate(**known, **nearest(model)))


class CaseNoticeIndexPage(NoticeIndexPage):
    """The section of typical-case notices (典型案件通报)."""

    kind = "case"
    # Wagtail gives every page class a template of its own unless the class itself names one.
    template = "notices/index.html"
    subpage_types: ClassVar[list[str]] = ["notices.CaseNoticePage"]

    class Meta(NoticeIndexPage.Meta):
        verbose_name = _("section of case notices")


class BulletinIndexPage(NoticeIndexPage):
    """The section of quarterly bulletins (季度通报)."""

    kind = "bulletin"
    template = "notices/index.html"
    subpage_types: ClassVar[list[str]] = ["notices.BulletinPage"]

    class Meta(NoticeIndexPage.Meta):
        verbose_name = _("section of quarterly bulletins")


class WarningIndexPage(NoticeIndexPage):
    """The section of warnings (预警提醒)."""

    kind = "warning"
    template = "notices/index.html"
    subpage_types: ClassVar[list[str]] = ["notices.WarningPage"]

    class Meta(NoticeIndexPage.Meta):
        verbose_name = _("section of warnings")


class ClarificationIndexPage(NoticeIndexPage):
    """The section of clarifications (澄清正名)."""

    kind = "clarification"
    template = "notices/index.html"
    subpage_types: ClassVar[list[str]] = ["notices.ClarificationPage"]

    class Meta(NoticeIndexPage.Meta):
        verbose_name = _("section of clarifications")


class InspectionIndexPage(NoticeIndexPage):
    """The section of inspections (巡察公开), with the rounds that are open now on top."""

    kind = "inspection"
    template = "notices/inspections.html"
    subpage_types: ClassVar[list[str]] = ["notices.InspectionPage"]

    class Meta(NoticeIndexPage.Meta):
        verbose_name = _("section of inspections")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the rounds to whose groups people may turn today."""
        from portal.notices.models.inspections import InspectionPage

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        rounds = InspectionPage.objects.published().open_now().order_by("closes_on", "pk")
        return {**context, "open_now": rounds.select_related("issuing_unit").defer("body", "attachments", "related")}
