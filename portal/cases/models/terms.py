"""The official lists (taxonomies): what cases, measures and notices are coded with, as editable and dated tables."""

from datetime import date
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class MeasureScale(models.TextChoices):
    """The scales on which measures are graded; 警告 stands on two of them, so a grade never goes without its scale."""

    PARTY = "party", _("Party discipline")
    GOVERNMENT = "government", _("administrative sanction")
    ORGANIZATIONAL = "organizational", _("organizational handling")
    ACCOUNTABILITY = "accountability", _("accountability")
    FIRST_FORM = "first_form", _("first form")
    JUDICIAL = "judicial", _("judicial")
    GAINS = "gains", _("handling of gains")


class TermList(models.Model):
    """One official list, such as 党纪处分; its entries are the terms."""

    code = models.CharField(_("code"), max_length=32, unique=True, help_text=_("Part of exports; never changes."))
    name = models.CharField(_("name"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True)
    measure_scale = models.CharField(
        _("scale of measures"),
        max_length=16,
        choices=MeasureScale.choices,
        blank=True,
        help_text=_("Lists of grades only: the scale that the grades belong to."),
    )

    class Meta:
        verbose_name = _("official list")
        verbose_name_plural = _("official lists")
        ordering: ClassVar[list[str]] = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name in the reader's language, Chinese where there is no English one."""
        return self.name_en if self.name_en and get_language() == "en" else self.name


class TermQuerySet(models.QuerySet["Term"]):
    """Terms by list and time."""

    def of(self, *lists: str) -> Self:
        """The terms of these lists."""
        return self.filter(taxonomy__in=lists)

    def valid(self, on: date | None = None) -> Self:
        """Those in force on a day (today by default). A record keeps the term that was valid for it."""
        day = on or timezone.localdate()
        return self.filter(
            models.Q(valid_from__isnull=True) | models.Q(valid_from__lte=day),
            models.Q(valid_until__isnull=True) | models.Q(valid_until__gte=day),
        )


class Term(models.Model):
    """One entry of an official list: valid for a time, replaced by a later one, or counted as one of another list."""

    class Taxonomy(models.TextChoices):
        """The two lists that notices are tagged with and that search filters by."""

        VIOLATION = "violation", _("violation")
        FORM = "form", _("form of accountability")

    taxonomy = models.ForeignKey(
        TermList,
        to_field="code",
        db_column="taxonomy",
        on_delete=models.PROTECT,
        related_name="terms",
        verbose_name=_("list"),
    )
    code = models.CharField(_("code"), max_length=40, help_text=_("Part of public addresses; never changes."))
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent")
    )
    sort_order = models.PositiveIntegerField(_("order"), default=0)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(
        _("valid until"), null=True, blank=True, help_text=_("The last day; it stays with older records.")
    )
    successor = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("replaced by"),
        help_text=_("Renamed or merged: statistics count older records under the later term."),
    )
    counts_as = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="counted",
        verbose_name=_("counted as"),
        help_text=_("The term of another list under which it is rolled up, such as one of the four forms."),
    )
    attributes = models.JSONField(_("further facts"), default=dict, blank=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering: ClassVar[list[str]] = ["taxonomy", "sort_order", "code"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["taxonomy", "code"], name="term_code_once_per_list"),
            models.UniqueConstraint(fields=["taxonomy", "name"], name="term_name_once_per_list"),
            models.CheckConstraint(
                condition=models.Q(valid_from__isnull=True)
                | models.Q(valid_until__isnull=True)
                | models.Q(valid_until__gte=models.F("valid_from")),
                name="term_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """One transaction with whatever listens to it."""
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """The end may not come before the beginning."""
        super().clean()
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise ValidationError({"valid_until": _("The end lies before the beginning.")})

    @property
    def label(self) -> str:
        """The name in the reader's language, Chinese where there is no English one."""
        return self.name_en if self.name_en and get_language() == "en" else self.name

    @property
    def influence_months(self) -> int | None:
        """Months for which a sanction of this grade has its effect; None where it has no end or no such rule."""
        months = self.attributes.get("influence_months")
        return months if isinstance(months, int) else None

    def lineage_codes(self) -> tuple[str, ...]:
        """The codes from the root down to this term itself."""
        return (*(self.parent.lineage_codes() if self.parent else ()), self.code)
