"""Inspections (巡察): one round with its units, from the announcement over the feedback to the rectification."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable, PageManager

from portal.cases.models import Term
from portal.notices.inspections import limits, panels
from portal.notices.models.base import NoticePage, NoticeQuerySet
from portal.notices.panels import promote
from portal.organisations.models import Unit


class InspectionQuerySet(NoticeQuerySet):
    """Rounds by the time in which people may come."""

    def open_now(self, on: date | None = None) -> Self:
        """Those whose groups receive people on a day (today by default)."""
        day = on or timezone.localdate()
        return self.filter(models.Q(starts_on__isnull=True) | models.Q(starts_on__lte=day), closes_on__gte=day)


class InspectionPage(NoticePage):
    """A round of inspections."""

    kind = "inspection"
    template = "notices/inspection.html"
    parent_page_types: ClassVar[list[str]] = ["notices.InspectionIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    round_name = models.CharField(_("round"), max_length=120, help_text=_("Such as 十届市委第五轮巡察."))
    inspection_type = models.ForeignKey(
        Term,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        limit_choices_to={"taxonomy": "inspection_type"},
        verbose_name=_("type of inspection"),
    )
    starts_on = models.DateField(_("groups at the units from"), null=True, blank=True)
    ends_on = models.DateField(_("groups at the units until"), null=True, blank=True)
    closes_on = models.DateField(
        _("last day for letters, calls and visits"),
        null=True,
        blank=True,
        help_text=_("After it the round leaves “open now” by itself."),
    )
    receives = models.TextField(_("what is received"), max_length=1000, blank=True)
    phone = models.CharField(_("telephone"), max_length=120, blank=True)
    letters = models.CharField(_("address for letters"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    reception = models.CharField(_("place and hours of reception"), max_length=200, blank=True)

    report_days = models.PositiveSmallIntegerField(
        _("report after so many working days"), default=15, validators=[MaxValueValidator(200)]
    )
    plan_months = models.PositiveSmallIntegerField(
        _("plan after so many months"), default=1, validators=[MaxValueValidator(36)]
    )
    progress_months = models.PositiveSmallIntegerField(
        _("report on progress after so many months"), default=6, validators=[MaxValueValidator(36)]
    )

    objects = PageManager.from_queryset(InspectionQuerySet)()

    #: Where people turn to: an office's own numbers.
    fields_not_scanned = frozenset({"phone", "letters", "email", "reception"})

    content_panels = panels.inspection_content
    promote_panels = promote

    class Meta(NoticePage.Meta):
        verbose_name = _("inspection")
        verbose_name_plural = _("inspections")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=True)
                | models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="inspection_ends_after_it_begins",
            )
        ]

    def clean(self) -> None:
        """No end before the beginning."""
        super().clean()
        errors: dict[str, Any] = {}
        for name in ("ends_on", "closes_on"):
            day = getattr(self, name)
            if self.starts_on and day and day < self.starts_on:
                errors[name] = _("The end lies before the beginning.")
        if errors:
            raise ValidationError(errors)

    @property
    def is_open(self) -> bool:
        """Whether people may turn to its groups today."""
        today = timezone.localdate()
        return bool(self.closes_on and (self.starts_on or today) <= today <= self.closes_on)

    @property
    def report_due(self) -> date | None:
        """When the groups have to report."""
        return limits.working_days_after(self.ends_on, self.report_days) if self.ends_on else None

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the units with feedback and ledger, and what it adds up to."""
        from portal.notices.inspections.presentation import inspection_context

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, **inspection_context(self, is_draft=getattr(request, "is_preview", False))}


class InspectedUnit(Orderable, ClusterableModel):
    """A unit of the round, what was fed back to it, and when it told of its rectification."""

    page = ParentalKey(InspectionPage, on_delete=models.CASCADE, related_name="units")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit inspected"))
    group = models.CharField(_("inspection group"), max_length=60, blank=True, help_text=_("Such as 市委第一巡察组."))
    feedback_on = models.DateField(_("feedback on"), null=True, blank=True)
    #: The problems in the order in which feedback always tells them.
    political = models.TextField(_("political responsibility"), blank=True)
    people = models.TextField(_("misconduct around the people"), blank=True)
    party_building = models.TextField(_("Party building and organisation"), blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("unit inspected")
        verbose_name_plural = _("units inspected")

    def __str__(self) -> str:
        return str(self.unit)


class RectificationItem(Orderable):
    """A line of the ledger (问题台账): a problem, what is done about it, by whom and until when."""

    inspected = ParentalKey(InspectedUnit, on_delete=models.CASCADE, related_name="items")
    problem = models.TextField(_("problem"))
    measure = models.TextField(_("what is done"), blank=True)
    owner_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("unit responsible")
    )
    owner_post = models.CharField(
        _("post responsible"), max_length=120, blank=True, help_text=_("The post alone, no name.")
    )
    due = models.DateField(_("due"), null=True, blank=True, db_index=True)
    state = models.ForeignKey(
        Term,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"taxonomy": "rectify_status"},
        verbose_name=pgettext_lazy("rectification", "state"),
    )
    evidence = models.TextField(_("what shows it"), blank=True)
    evidence_file = models.ForeignKey(
        settings.WAGTAILDOCS_DOCUMENT_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("document that shows it"),
    )
    accepted_by = models.CharField(_("accepted by"), max_length=120, blank=True, help_text=_("Internal; never public."))
    accepted_on = models.DateField(_("accepted on"), null=True, blank=True)

    fields_never_public = frozenset({"accepted_by", "accepted_on"})
    fields_not_scanned = frozenset({"accepted_by"})

    class Meta(Orderable.Meta):
        verbose_name = _("item of rectification")
        verbose_name_plural = _("items of rectification")

    def __str__(self) -> str:
        return self.problem[:60]

    def clean(self) -> None:
        """What was accepted was accepted by somebody."""
        super().clean()
        if bool(self.accepted_by) != bool(self.accepted_on):
            raise ValidationError({"accepted_on": _("Who accepted it and when belong together.")})


class ResultCounter(Orderable):
    """A result of the rectification that the office counts elsewhere: money returned, meetings, rules."""

    page = ParentalKey(InspectionPage, on_delete=models.CASCADE, related_name="counters")
    what = models.CharField(_("what was counted"), max_length=60, help_text=_("Such as 清退资金, 制定完善制度."))
    number = models.DecimalField(_("number"), max_digits=14, decimal_places=2, validators=[MinValueValidator(0)])
    unit = models.CharField(_("unit of count"), max_length=10, help_text=_("Such as 万元, 项, 次."))

    class Meta(Orderable.Meta):
        verbose_name = _("result counted")
        verbose_name_plural = _("results counted")

    def __str__(self) -> str:
        return f"{self.what} {self.number_displayed} {self.unit}"

    @property
    def number_displayed(self) -> str:
        """The number without noughts at its end: 66.57, 38."""
        text = f"{self.number:.2f}"
        return text.rstrip("0").rstrip(".")
