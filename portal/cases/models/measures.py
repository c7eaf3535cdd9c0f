"""Measures: what was decided about a subject, on which scale and with which grade."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from portal.cases import rules
from portal.cases.dates import PartialDateField
from portal.cases.models.subjects import Subject
from portal.cases.models.terms import MeasureScale, Term


class Measure(Orderable):
    """One sanction or other measure. Scale and grade go together: 警告 stands on two scales."""

    subject = ParentalKey(Subject, on_delete=models.CASCADE, related_name="measures")
    scale = models.CharField(_("scale"), max_length=16, choices=MeasureScale.choices)
    grade = models.ForeignKey(
        Term,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        limit_choices_to=models.Q(taxonomy__measure_scale__gt=""),
        verbose_name=_("grade"),
    )
    term = models.CharField(
        pgettext_lazy("of a sanction", "term"), max_length=20, blank=True, help_text=_("Such as 一年, of 留党察看.")
    )
    body = models.CharField(_("deciding body"), max_length=120, blank=True)
    decided_on = PartialDateField(_("decided on"), blank=True, db_index=True)
    influence_until = models.DateField(
        _("influence until"), null=True, blank=True, help_text=_("Empty: worked out from the grade and the date.")
    )
    text = models.CharField(_("wording as published"), max_length=200, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("measure")
        verbose_name_plural = _("measures")

    def __str__(self) -> str:
        return self.text or (self.grade.label if self.grade else self.get_scale_display())

    def clean(self) -> None:
        """The grade stands on the scale, and the days can be true."""
        super().clean()
        rules.check(rules.of_measure(self))
        if self.grade and self.grade.taxonomy.measure_scale != self.scale:
            raise ValidationError({"grade": _("This grade is of another scale.")})
