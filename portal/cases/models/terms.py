"""The official lists (taxonomies): what cases, measures and notices are coded with, as editable and dated tables."""

from __future__ import annotations

from collections.abc import Callable
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

    def closed(self) -> Self:
        """Those that are no longer in force."""
        return self.filter(valid_until__lt=timezone.localdate())

    def coming(self) -> Self:
        """Those that are not in force yet."""
        return self.filter(valid_from__gt=timezone.localdate())


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
        """Keep each list a tree, terms on their way to one term of today, and what is replaced out of use."""
        super().clean()
        errors: dict[str, Any] = {}
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            errors["valid_until"] = _("The end lies before the beginning.")
        elif self.successor and not self.valid_until:
            errors["valid_until"] = _("A term that is replaced ends: give its last day.")
        if not isinstance(self.attributes, dict):
            errors["attributes"] = _("Further facts are names with values.")
        errors.update(self._wrong_parent() or {})
        errors.update(self._wrong_way() or {})
        if errors:
            raise ValidationError(errors)

    def _wrong_parent(self) -> dict[str, Any] | None:
        if self.parent and self.parent.taxonomy_id != self.taxonomy_id:
            return {"parent": _("The parent is of the other list.")}
        if _returns(self, lambda term: term.parent):
            return {"parent": _("It cannot stand below itself.")}
        return None

    def _wrong_way(self) -> dict[str, Any] | None:
        if self.successor and self.successor.taxonomy_id != self.taxonomy_id:
            return {"successor": _("The later term is of another list; say under which it is counted instead.")}
        if self.counts_as and self.counts_as.taxonomy_id == self.taxonomy_id:
            return {"counts_as": _("This is a term of the same list; say by which it is replaced instead.")}
        if _returns(self, lambda term: term.successor or term.counts_as):
            return {"successor" if self.successor else "counts_as": _("This way leads back to the term itself.")}
        return None

    @property
    def label(self) -> str:
        """The name in the reader's language, Chinese where there is no English one."""
        return self.name_en if self.name_en and get_language() == "en" else self.name

    @property
    def is_offered(self) -> bool:
        """Whether new records may choose it: in force today."""
        today = timezone.localdate()
        return (self.valid_from or today) <= today <= (self.valid_until or today)

    @property
    def influence_months(self) -> int | None:
        """Months for which a sanction of this grade has its effect; None where it has no end or no such rule."""
        months = self.attributes.get("influence_months")
        return months if isinstance(months, int) else None

    def lineage_codes(self) -> tuple[str, ...]:
        """The codes from the root down to this term itself."""
        return (*(self.parent.lineage_codes() if self.parent else ()), self.code)


def _returns(term: Term, step: Callable[[Term], Term | None]) -> bool:
    """Whether steps from a stored term come back to it; a circle further on is none of its own."""
    at, seen = step(term), set[int | None]()
    while at is not None and at.pk not in seen:
        if at.pk == term.pk or at is term:
            return True
        seen.add(at.pk)
        at = step(at)
    return False
