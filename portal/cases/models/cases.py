"""Cases (案件): what happened, in which unit, when, and how far it was pursued."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, LockableMixin, Orderable, RevisionMixin, WorkflowMixin

from portal.cases import rules
from portal.cases.dates import PartialDateField, displayed, first_day, last_day
from portal.cases.models.terms import Term
from portal.cases.publication import is_published
from portal.content.models import Correctable
from portal.organisations.models import Region, Unit

quarter_validator = RegexValidator(r"\A[0-9]{4}Q[1-4]\Z", _("Write a quarter as 2026Q3."))


class CaseQuerySet(models.QuerySet["Case"]):
    """Cases by who may read them."""

    def published(self) -> CaseQuerySet:
        """What anybody may read: approved, and in at least one published notice."""
        return self.filter(is_published(), live=True)


class Case(Correctable, WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, ClusterableModel):
    """One case, entered once: notices, tables, statistics, archives and open data follow from it.

    Its persons and organisations are `Subject`s, what was done to each are `Measure`s.
    """

    class TracedUp(models.TextChoices):
        """Whether responsibility was pursued one level up (上追一级)."""

        YES = "yes", _("yes")
        NO = "no", _("no")

    external_id = models.CharField(
        _("number at the office"), max_length=60, unique=True, null=True, blank=True, help_text=_("Never public.")
    )
    heading = models.CharField(_("heading"), max_length=300)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="cases", null=True, blank=True, verbose_name=_("unit concerned")
    )
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("region")
    )
    facts = models.TextField(_("facts"), blank=True, help_text=_("As published; an empty line parts paragraphs."))
    violations = ParentalManyToManyField(
        Term,
        blank=True,
        related_name="+",
        limit_choices_to={"taxonomy": Term.Taxonomy.VIOLATION},
        verbose_name=_("violations"),
    )
    source = models.ForeignKey(
        Term,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        limit_choices_to={"taxonomy": "case_source"},
        verbose_name=_("source of the case"),
    )
    stage = models.ForeignKey(
        Term,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        limit_choices_to={"taxonomy": "case_stage"},
        verbose_name=_("stage"),
    )
    concluded_on = PartialDateField(_("dealt with on"), blank=True, help_text=_("2021, 2021-04 or 2021-04-13."))
    quarter = models.CharField(
        _("quarter of the statistics"),
        max_length=6,
        blank=True,
        db_index=True,
        validators=[quarter_validator],
        help_text=_("Empty: that of the day on which it was dealt with."),
    )
    other_problems = models.BooleanField(
        _("other serious problems exist"), default=False, help_text=_("还存在其他严重违纪违法问题")
    )
    traced_up = models.CharField(
        _("responsibility traced one level up"), max_length=3, choices=TracedUp.choices, blank=True
    )
    look_back_on = models.DateField(_("re-examination due on"), null=True, blank=True)

    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="case",
        for_concrete_model=False,
    )

    fields_never_public = frozenset({"external_id", "look_back_on"})

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering: ClassVar[list[str]] = ["-pk"]
        # The archive of a unit goes through its cases by their days.
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["unit", "concluded_on"], name="case_by_unit")]

    def __str__(self) -> str:
        return self.heading

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """One transaction with whatever listens to it."""
        super().save(*args, **kwargs)

    @property
    def concluded_on_displayed(self) -> str:
        """When it was dealt with, in words, no more exact than it is known."""
        return displayed(self.concluded_on)

    def clean(self) -> None:
        """Refuse what cannot be true."""
        super().clean()
        rules.check(rules.of_case(self))

    def get_absolute_url(self) -> str:
        """The case's own public page."""
        return reverse("case", kwargs={"number": self.pk})


class ActPeriod(Orderable):
    """When the acts took place, as exactly as it is known."""

    case = ParentalKey(Case, on_delete=models.CASCADE, related_name="act_periods")
    start = PartialDateField(_("from"), blank=True)
    end = PartialDateField(_("to"), blank=True)
    text = models.CharField(_("in words"), max_length=100, blank=True, help_text=_("Such as 2021年元旦后."))

    class Meta(Orderable.Meta):
        verbose_name = _("period of the acts")
        verbose_name_plural = _("periods of the acts")

    def __str__(self) -> str:
        return self.text or f"{self.start}/{self.end}"

    def clean(self) -> None:
        """The end may not come before the beginning, and neither lies ahead."""
        super().clean()
        rules.check(rules.past("start", self.start), rules.past("end", self.end))
        if self.start and self.end and last_day(self.end) < first_day(self.start):
            raise ValidationError({"end": _("The end lies before the beginning.")})


class Amount(Orderable):
    """An amount as written; amounts are never summed."""

    case = ParentalKey(Case, on_delete=models.CASCADE, related_name="amounts")
    text = models.CharField(_("amount as written"), max_length=60, help_text=_("Such as 8.8万余元."))
    what = models.CharField(_("what it is"), max_length=120, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("amount")
        verbose_name_plural = _("amounts")

    def __str__(self) -> str:
        return f"{self.what}{self.text}"

    def clean(self) -> None:
        """Refuse what is no amount."""
        super().clean()
        rules.check(rules.of_amount(self))


class Reexamination(Orderable):
    """A look back (回头看): was accountability pursued, and far enough?"""

    case = ParentalKey(Case, on_delete=models.CASCADE, related_name="reexaminations")
    examined_on = models.DateField(_("examined on"))
    outcome = models.ForeignKey(
        Term,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"taxonomy": "reexamination_outcome"},
        verbose_name=_("outcome"),
    )
    note = models.TextField(_("note"), blank=True, help_text=_("Internal; never public."))

    fields_never_public = frozenset({"note"})

    class Meta(Orderable.Meta):
        verbose_name = _("re-examination")
        verbose_name_plural = _("re-examinations")

    def __str__(self) -> str:
        return f"{self.examined_on} {self.outcome}"

    def clean(self) -> None:
        """Nobody has looked back yet on a day to come."""
        super().clean()
        rules.check(rules.past("examined_on", self.examined_on))
