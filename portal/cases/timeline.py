"""Cases and measures in the archives of units: a case with the unit it concerns, a measure with the unit *then*."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from portal.cases.lists import listed_term
from portal.cases.models import Case, Measure, MeasureScale
from portal.content.timeline.entries import Asked, Entry, Place
from portal.content.timeline.paging import first_of, partly_dated
from portal.content.timeline.sources import register_timeline

#: Characters of the facts that an entry quotes.
_QUOTED = 120


class CasesOfUnits:
    """The published cases, on the day on which they were dealt with."""

    name = "case_record"
    label: str | Promise = _("Case")

    def entries(self, asked: Asked) -> Iterator[Entry]:
        """One query."""
        for case in partly_dated(self._rows(asked), asked, self.name, day="concluded_on"):
            yield Entry(
                place=Place(case.concluded_on, self.name, case.pk),
                title=case.heading,
                url=f"/cases/{case.pk}/",
                unit=case.unit_id,
                text=_shortened(case.facts),
                recorded_at=case.first_published_at,
            )

    def oldest(self, asked: Asked) -> str:
        """One look into the index."""
        return first_of(self._rows(asked).exclude(concluded_on=""), day="concluded_on")

    def _rows(self, asked: Asked) -> QuerySet[Case]:
        found = Case.objects.published().filter(unit__in=asked.units)
        return found.only("heading", "facts", "concluded_on", "unit_id", "first_published_at")


class MeasuresOfUnits:
    """What was decided about persons and organisations of the units, on the day of the decision."""

    name = "measure"
    label: str | Promise = _("Measure")

    def entries(self, asked: Asked) -> Iterator[Entry]:
        """One query; names as the rule of names shows them today."""
        rows = self._rows(asked).select_related("subject", "subject__case")
        for measure in partly_dated(rows, asked, self.name, day="decided_on"):
            subject, grade = measure.subject, listed_term(measure.grade_id)
            marker = listed_term(subject.marker_id)
            post = subject.post_then or subject.post_now
            shown = marker.name if marker and post and marker.code != "cur" else ""
            who = f"{shown}{post}{subject.public_name}"
            decided = (grade.label if grade else "") or measure.text or str(MeasureScale(measure.scale).label)
            yield Entry(
                place=Place(measure.decided_on, self.name, measure.pk),
                title=pgettext("between a name and its value", ": ").join(filter(None, (who, decided))),
                url=f"/cases/{subject.case_id}/",
                unit=subject.unit_then_id or subject.case.unit_id,
                text=subject.case.heading,
                recorded_at=subject.case.first_published_at,
            )

    def oldest(self, asked: Asked) -> str:
        """The first decision."""
        return first_of(self._rows(asked).exclude(decided_on=""), day="decided_on")

    def _rows(self, asked: Asked) -> QuerySet[Measure]:
        own = Q(subject__unit_then__in=asked.units)
        own |= Q(subject__unit_then__isnull=True, subject__case__unit__in=asked.units)
        published = Case.objects.published().filter(pk=OuterRef("subject__case"))
        return Measure.objects.filter(own, Exists(published))


def register() -> None:
    """Hand both to the archives."""
    register_timeline(_CASES)
    register_timeline(_MEASURES)


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _QUOTED else f"{line[: _QUOTED - 1]}…"


_CASES, _MEASURES = CasesOfUnits(), MeasuresOfUnits()
