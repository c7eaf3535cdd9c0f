"""Notices of typical cases (典型案件通报)."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Revision

from portal.content.fields import StreamField
from portal.notices import panels
from portal.notices.blocks import CaseNoticeBody
from portal.notices.models.base import NoticePage
from portal.notices.models.case_links import CaseLink


class CaseNoticePage(NoticePage):
    """A notice that makes one or more typical cases public."""

    kind = "case"
    template = "notices/notice.html"
    parent_page_types: ClassVar[list[str]] = ["notices.CaseNoticeIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    batch = models.CharField(_("batch"), max_length=60, blank=True, help_text=_("Such as 2026年第3批."))

    #: Like that of all notices, and with a mark for the place of the cases in the text.
    body = StreamField(CaseNoticeBody(required=False), blank=True, verbose_name=_("body"))

    content_panels = panels.case_notice_content
    promote_panels = panels.promote

    class Meta(NoticePage.Meta):
        verbose_name = _("case notice")
        verbose_name_plural = _("case notices")

    @transaction.atomic
    def publish(self, revision: Revision, user: AbstractBaseUser | None = None, **kwargs: Any) -> Any:
        """Publish the notice and, with it, those of its cases that were never public; others have their own way."""
        published = super().publish(revision, user=user, **kwargs)
        for link in self.case_links.select_related("case"):
            case = link.case
            if not case.live and case.first_published_at is None and case.latest_revision:
                case.publish(case.latest_revision, user=user, skip_permission_checks=True)
        return published


class NoticeCase(CaseLink):
    """A case that a notice makes public; it may stand in several notices."""

    page = ParentalKey(CaseNoticePage, on_delete=models.CASCADE, related_name="case_links")

    class Meta(CaseLink.Meta):
        verbose_name = _("case of the notice")
        verbose_name_plural = _("cases of the notice")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["page", "case"], name="case_once_per_notice")
        ]
