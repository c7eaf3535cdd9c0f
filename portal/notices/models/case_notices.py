"""Notices of typical cases (典型案件通报)."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from portal.notices import panels
from portal.notices.models.base import NoticePage
from portal.notices.models.case_links import CaseLink


class CaseNoticePage(NoticePage):
    """A notice that makes one or more typical cases public."""

    kind = "case"
    template = "notices/notice.html"
    parent_page_types: ClassVar[list[str]] = ["notices.CaseNoticeIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    batch = models.CharField(_("batch"), max_length=60, blank=True, help_text=_("Such as 2026年第3批."))

    content_panels = panels.case_notice_content
    promote_panels = panels.promote

    class Meta(NoticePage.Meta):
        verbose_name = _("case notice")
        verbose_name_plural = _("case notices")


class NoticeCase(CaseLink):
    """A case that a notice makes public; it may stand in several notices."""

    page = ParentalKey(CaseNoticePage, on_delete=models.CASCADE, related_name="case_links")

    class Meta(CaseLink.Meta):
        verbose_name = _("case of the notice")
        verbose_name_plural = _("cases of the notice")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["page", "case"], name="case_once_per_notice")
        ]
