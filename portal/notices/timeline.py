"""Notices in the archives of units: what a unit issued, what was said of it, what it received and has to put right.

Whoever may read a notice sees its entry: everybody a published one, and the staff of the units named an internal one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Case, DateField, Exists, F, Min, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.content.addresses import path_on_site, site_roots
from portal.content.models.pages import is_under_restriction
from portal.content.timeline.entries import Asked, Entry, Place
from portal.content.timeline.paging import dated, first_of
from portal.content.timeline.sources import TimelineSource, register_timeline
from portal.notices.inspections.ledgers import state_labels, state_of
from portal.notices.models import (
    BulletinPage,
    CaseNoticePage,
    ClarificationPage,
    InspectedUnit,
    InspectionPage,
    NoticePage,
    RectificationItem,
    Scope,
    WarningPage,
)
from portal.notices.vocabularies import NAMES

#: Characters of a problem that stand as the title of its entry.
_TITLE = 120


def readable(model: type[NoticePage], asked: Asked) -> QuerySet[Any, Any]:
    """The notices of a kind that the reader of an archive may open."""
    if asked.reader is None:
        published: QuerySet[Any, Any] = model.objects.published()
        return published
    own = model.objects.internal_for(asked.reader).values("pk")
    found: QuerySet[Any, Any] = model.objects.live().filter(~is_under_restriction())
    return found.filter(Q(scope=Scope.PUBLIC) | Q(pk__in=own))


class NoticesOfUnits:
    """One kind of notices, on the day of publication; subclasses say which are of a unit besides those it issued."""

    def __init__(self, model: type[NoticePage]) -> None:
        self.model = model
        self.name = model.kind
        self.label: str | Promise = NAMES[model.kind]

    def entries(self, asked: Asked) -> Iterator[Entry]:
        """One query."""
        roots = site_roots()
        columns = ("pk", "title", "url_path", "published_on", "summary", "first_published_at", "scope", "of_unit")
        for row in dated(self._rows(asked), asked, self.name, day="published_on").values(*columns):
            yield Entry(
                place=Place(row["published_on"].isoformat(), self.name, row["pk"]),
                title=row["title"],
                url=path_on_site(row["url_path"], roots),
                unit=row["of_unit"],
                text=row["summary"],
                recorded_at=row["first_published_at"],
                is_internal=row["scope"] == Scope.INTERNAL,
            )

    def oldest(self, asked: Asked) -> str:
        """The first that was published."""
        return first_of(self._rows(asked), day="published_on")

    def _rows(self, asked: Asked) -> QuerySet[Any, Any]:
        return readable(self.model, asked).filter(issuing_unit__in=asked.units).annotate(of_unit=F("issuing_unit_id"))


class NoticesAboutUnits(NoticesOfUnits):
    """Notices with a column that says which unit they are about: the unit of the person cleared, the unit counted."""

    def __init__(self, model: type[NoticePage], column: str) -> None:
        super().__init__(model)
        self._column = column

    def _rows(self, asked: Asked) -> QuerySet[Any, Any]:
        about = {f"{self._column}__in": asked.units}
        unit = Case(When(**about, then=F(f"{self._column}_id")), default=F("issuing_unit_id"))
        return readable(self.model, asked).filter(Q(issuing_unit__in=asked.units) | Q(**about)).annotate(of_unit=unit)


class InspectionsOfUnits(NoticesOfUnits):
    """Rounds that the unit announced or was visited in."""

    def _rows(self, asked: Asked) -> QuerySet[Any, Any]:
        visited = InspectedUnit.objects.filter(page=OuterRef("pk"), unit__in=asked.units).order_by()
        unit = Coalesce(Subquery(visited.values("page").annotate(one=Min("unit")).values("one")), F("issuing_unit_id"))
        own = Q(issuing_unit__in=asked.units) | Q(Exists(visited))
        return readable(self.model, asked).filter(own).annotate(of_unit=unit)


class WarningsReceived(NoticesOfUnits):
    """Warnings of others that name the unit, or a unit above it with everything below."""

    def __init__(self) -> None:
        super().__init__(WarningPage)
        self.name = "warning_received"
        self.label = gettext_lazy("Warning received")

    def _rows(self, asked: Asked) -> QuerySet[Any, Any]:
        named = WarningPage.audience.through.objects.filter(warningpage=OuterRef("pk")).order_by()
        unit = Subquery(named.filter(unit__in=asked.units).values("unit")[:1])
        addressed = Q(Exists(named.filter(unit__in=asked.units)))
        addressed |= Q(Exists(named.filter(unit__in=asked.above)), audience_includes_subunits=True)
        received = readable(WarningPage, asked).filter(addressed).exclude(issuing_unit__in=asked.units)
        return received.annotate(of_unit=unit)


class RectificationOfUnits:
    """The problems that inspections found in a unit or gave it to put right, on the day of the feedback."""

    name = "rectification"
    label: str | Promise = gettext_lazy("Problem to be rectified")

    def entries(self, asked: Asked) -> Iterator[Entry]:
        """One query; an item says how it stands today."""
        roots, today, labels = site_roots(), timezone.localdate(), state_labels()
        rows = self._rows(asked).select_related("inspected__page", "inspected__unit")
        for item in dated(rows, asked, self.name, day="day"):
            code, page = state_of(item, today), item.inspected.page
            yield Entry(
                place=Place(item.day.isoformat(), self.name, item.pk),
                title=_shortened(item.problem),
                url=path_on_site(page.url_path, roots),
                unit=item.owner_unit_id if item.owner_unit_id in asked.units else item.inspected.unit_id,
                text=item.measure,
                recorded_at=page.first_published_at,
                state=" ".join(filter(None, (labels.get(code, code), _due(item)))),
                is_internal=page.is_internal,
            )

    def oldest(self, asked: Asked) -> str:
        """The first problem."""
        return first_of(self._rows(asked), day="day")

    def _rows(self, asked: Asked) -> QuerySet[Any, Any]:
        own = Q(inspected__unit__in=asked.units) | Q(owner_unit__in=asked.units)
        pages = readable(InspectionPage, asked).filter(pk=OuterRef("inspected__page"))
        day = Coalesce("inspected__feedback_on", "inspected__page__published_on", output_field=DateField())
        return RectificationItem.objects.filter(own, Exists(pages)).annotate(day=day)


def register() -> None:
    """Hand them to the archives, in the order of their filter."""
    for source in _SOURCES:
        register_timeline(source)


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _TITLE else f"{line[: _TITLE - 1]}…"


def _due(item: RectificationItem) -> str:
    return _("(due %(day)s)") % {"day": date_format(item.due, "Y-m-d")} if item.due else ""


_SOURCES: tuple[TimelineSource, ...] = (
    NoticesOfUnits(CaseNoticePage),
    NoticesOfUnits(WarningPage),
    WarningsReceived(),
    NoticesAboutUnits(BulletinPage, "unit"),
    NoticesAboutUnits(ClarificationPage, "person_unit"),
    InspectionsOfUnits(InspectionPage),
    RectificationOfUnits(),
)
