"""Warnings (预警提醒): what to beware of, while it matters."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import PageManager

from portal.content.prepared import Given
from portal.notices import panels
from portal.notices.models.base import NoticePage, NoticeQuerySet
from portal.notices.models.case_links import CaseLink


class WarningQuerySet(NoticeQuerySet):
    """Warnings by validity."""

    def in_force(self, on: date | Given | None = None) -> Self:
        """Those that hold on a day (today by default); without an end they hold until taken down."""
        day = on or timezone.localdate()
        return self.filter(
            models.Q(valid_from__isnull=True) | models.Q(valid_from__lte=day),
            models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=day),
        )


class WarningPage(NoticePage):
    """A reminder or warning for an audience, with a time for which it holds."""

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", _("before a holiday")
        RISK = "risk", _("integrity risk")
        CASE = "case", _("drawn from cases")
        OTHER = "other", _("other")

    kind = "warning"
    template = "notices/notice.html"
    parent_page_types: ClassVar[list[str]] = ["notices.WarningIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    warning_kind = models.CharField(_("kind of warning"), max_length=8, choices=Kind.choices, default=Kind.HOLIDAY)
    addressees = models.CharField(_("addressees"), max_length=200, blank=True, help_text=_("Such as 全体党员干部."))
    holiday = models.CharField(_("holiday or season"), max_length=60, blank=True)
    valid_from = models.DateField(_("in force from"), null=True, blank=True)
    valid_to = models.DateField(_("in force until"), null=True, blank=True)
    hotline = models.CharField(_("hotline"), max_length=60, blank=True)

    objects = PageManager.from_queryset(WarningQuerySet)()

    content_panels = panels.warning_content
    promote_panels = panels.promote

    class Meta(NoticePage.Meta):
        verbose_name = _("warning")
        verbose_name_plural = _("warnings")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(valid_from__isnull=True)
                | models.Q(valid_to__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="warning_ends_after_it_begins",
            )
        ]

    def clean(self) -> None:
        """The end may not come before the beginning."""
        super().clean()
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValidationError({"valid_to": _("The end lies before the beginning.")})

    @property
    def state(self) -> str:
        """Where the warning stands today: ``not_yet``, ``in_force`` or ``expired``."""
        if self.is_in_force:
            return "in_force"
        return "expired" if self.valid_to and self.valid_to < timezone.localdate() else "not_yet"

    @property
    def is_in_force(self) -> bool:
        """Whether the warning holds today."""
        today = timezone.localdate()
        return (self.valid_from is None or self.valid_from <= today) and (
            self.valid_to is None or today <= self.valid_to
        )


class WarningCase(CaseLink):
    """A case that a warning draws on; readers see it where it is public."""

    page = ParentalKey(WarningPage, on_delete=models.CASCADE, related_name="case_links")

    class Meta(CaseLink.Meta):
        verbose_name = _("case it warns from")
        verbose_name_plural = _("cases it warns from")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["page", "case"], name="case_once_per_warning")
        ]
