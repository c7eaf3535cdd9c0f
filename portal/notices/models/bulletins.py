"""Quarterly bulletins (季度通报): tables compiled from cases, frozen at publication, and typical cases."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey

from portal.cases.models import Case
from portal.cases.statistics.compiling import Compiled
from portal.cases.statistics.quarters import Quarter
from portal.cases.statistics.tables import Table
from portal.notices.bulletins import panels
from portal.notices.bulletins.forms import BulletinForm
from portal.notices.models.base import NoticePage
from portal.notices.models.case_links import CaseLink
from portal.notices.panels import promote
from portal.organisations.models import Unit


class BulletinPage(NoticePage):
    """The bulletin of a quarter for a unit and everything below it, or for the whole portal."""

    class Number(models.IntegerChoices):
        """The quarter of the year."""

        FIRST = 1, pgettext_lazy("quarter of a year", "Q1")
        SECOND = 2, pgettext_lazy("quarter of a year", "Q2")
        THIRD = 3, pgettext_lazy("quarter of a year", "Q3")
        FOURTH = 4, pgettext_lazy("quarter of a year", "Q4")

    kind = "bulletin"
    template = "notices/bulletin.html"
    parent_page_types: ClassVar[list[str]] = ["notices.BulletinIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    year = models.PositiveSmallIntegerField(_("year"))
    quarter_number = models.PositiveSmallIntegerField(_("quarter"), choices=Number.choices)
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("unit counted"),
        help_text=_("It and everything below it are counted. Empty: everything on the portal."),
    )
    #: What was compiled and typed: ``compiled_at``, ``query``, ``counted``, ``tables``.
    figures = models.JSONField(_("figures"), default=dict, blank=True)
    #: Primary keys of cases that the last compiling proposed.
    proposals = models.JSONField(default=list, blank=True, editable=False)

    base_form_class = BulletinForm
    content_panels = panels.bulletin_content
    promote_panels = promote

    #: Compiled again without a change it says the same to readers, who see the frozen moment.
    public_parts: ClassVar[Mapping[str, str]] = {"figures": "tables"}
    #: Set while the figures are about to be compiled, when it does not matter what they were.
    is_compiling = False

    class Meta(NoticePage.Meta):
        verbose_name = _("quarterly bulletin")
        verbose_name_plural = _("quarterly bulletins")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(quarter_number__gte=1, quarter_number__lte=4), name="bulletin_of_a_quarter"
            )
        ]

    @property
    def quarter(self) -> Quarter | None:
        """The quarter; None where year or number are not (yet) one."""
        try:
            return Quarter(self.year, self.quarter_number)
        except (TypeError, ValueError):
            return None

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables of the draft at hand. Raises ValidationError for figures that are none."""
        return read_tables(self.figures)

    @property
    def compiled_at(self) -> datetime | None:
        """When the figures were compiled."""
        return parse_datetime(self.figures.get("compiled_at", "")) if self.figures else None

    @property
    def fits(self) -> bool:
        """Whether the figures are of the quarter and the unit that the bulletin names."""
        query = self.figures.get("query", {})
        scope = self.unit.code if self.unit else ""
        return bool(self.quarter) and (query.get("quarter"), query.get("scope")) == (str(self.quarter), scope)

    def take(self, compiled: Compiled, tables: tuple[Table, ...] | None = None) -> None:
        """Make what was compiled the figures of this draft."""
        self.figures = {
            "compiled_at": compiled.compiled_at.isoformat(),
            "query": compiled.query(),
            "counted": list(compiled.counted),
            "tables": [table.as_json() for table in (compiled.tables if tables is None else tables)],
        }

    def clean(self) -> None:
        """No quarter to come, no figures of another quarter, no silent change of figures that were published."""
        super().clean()
        if self.quarter is None:
            raise ValidationError({"year": _("There is no such quarter.")})
        if self.quarter.is_future(timezone.localdate()):
            raise ValidationError({"year": _("This quarter has not begun yet.")})
        if not self.figures or self.is_compiling:
            return
        if not self.fits:
            raise ValidationError({"year": _("The figures are of another quarter or unit: compile them again.")})
        last = self.frozen.order_by("-number").first() if self.pk else None
        if not last or last.tables == self.figures.get("tables"):
            return
        if self.wording_only:
            raise ValidationError({"wording_only": _("Published figures change: that is more than wording.")})
        if not self.correction_what.strip():
            message = _("Published figures change: tell readers what was corrected this time, and why.")
            raise ValidationError({"correction_what": message})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the tables, charts and downloads of the revision asked for."""
        from portal.notices.bulletins.presentation import bulletin_context

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, **bulletin_context(self, request, context["corrections"])}


class BulletinCase(CaseLink):
    """A typical case that a bulletin tells of, and makes public."""

    page = ParentalKey(BulletinPage, on_delete=models.CASCADE, related_name="case_links")

    class Meta(CaseLink.Meta):
        verbose_name = _("typical case of the bulletin")
        verbose_name_plural = _("typical cases of the bulletin")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["page", "case"], name="case_once_per_bulletin")
        ]


class BulletinFigures(models.Model):
    """The figures of a bulletin as they were published; they never change again, a correction is a row of its own."""

    page = models.ForeignKey(BulletinPage, on_delete=models.CASCADE, related_name="frozen")
    number = models.PositiveIntegerField(_("revision"))
    compiled_at = models.DateTimeField(_("compiled at"))
    query = models.JSONField(_("query"))
    #: Primary keys of the cases of the quarter that were counted.
    counted = models.JSONField(default=list)
    tables = models.JSONField(_("tables"))
    #: What differs from the revision before: table, row, column, old and new figure.
    changes = models.JSONField(default=list)
    note = models.TextField(_("what was corrected, and why"), blank=True)
    published_at = models.DateTimeField(_("published at"), default=timezone.now)
    #: The typical cases at that time.
    cases = models.ManyToManyField(Case, through="FrozenCase", related_name="+")

    class Meta:
        verbose_name = _("published figures of a bulletin")
        verbose_name_plural = _("published figures of bulletins")
        ordering: ClassVar[list[str]] = ["page", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["page", "number"], name="bulletin_figures_once_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.query.get('quarter', '')} #{self.number}"


class FrozenCase(models.Model):
    """A typical case of published figures; it cannot be deleted."""

    figures = models.ForeignKey(BulletinFigures, on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("case of published figures")
        verbose_name_plural = _("cases of published figures")

    def __str__(self) -> str:
        return f"{self.figures_id}: {self.case_id}"


def read_tables(figures: Mapping[str, Any]) -> tuple[Table, ...]:
    """The tables of stored figures. Raises ValidationError for figures that are none."""
    return tuple(Table.from_json(table) for table in figures.get("tables", ()))
