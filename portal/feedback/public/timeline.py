"""Published inquiries and their answers in the archives of units."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.content.timeline.entries import Asked, Entry, Place
from portal.content.timeline.paging import dated, first_of
from portal.content.timeline.sources import register_timeline
from portal.feedback.models import PublicInquiry
from portal.feedback.public.telling import KIND, path_of


class AnswersOfUnits:
    """What a unit was asked and answered in public, on the day of the answer."""

    name = KIND
    label: str | Promise = _("Answered inquiry")

    def entries(self, asked: Asked) -> Iterator[Entry]:
        """One query."""
        for row in dated(self._rows(asked), asked, self.name, day="answered_on"):
            yield Entry(
                place=Place(row.answered_on.isoformat(), self.name, row.pk),
                title=row.title,
                url=path_of(row.pk),
                unit=row.unit_id,
                text=_days(row),
                recorded_at=row.published_at,
                state=gettext("late") if row.is_late else "",
            )

    def oldest(self, asked: Asked) -> str:
        """The first answer."""
        return first_of(self._rows(asked), day="answered_on")

    def _rows(self, asked: Asked) -> QuerySet[PublicInquiry]:
        return PublicInquiry.objects.published().filter(unit__in=asked.units)


def _days(row: PublicInquiry) -> str:
    if row.counted_from:
        words = gettext("Looked at again from %(day)s on, answered after %(days)d days")
        return words % {"day": row.counted_from, "days": row.days_used}
    words = gettext("Received on %(received)s, answered after %(days)d days")
    return words % {"received": row.received_on, "days": row.days_used}


def register() -> None:
    """Hand them to the archives."""
    register_timeline(_ANSWERS)


_ANSWERS = AnswersOfUnits()
