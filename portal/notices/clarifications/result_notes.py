"""What search says under a result: that it was cleared, or corrected, and when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.content.models import Correction
from portal.content.prepared import PreparedList
from portal.notices.clarifications.cleared import cleared_days
from portal.notices.documents import SOURCES
from search.notes import register_result_notes

_CASE = "case_record"


def register() -> None:
    """Hand the notes to search."""
    register_result_notes(cleared)
    register_result_notes(corrected)


def cleared(keys: list[str]) -> Mapping[str, str]:
    """One query for notices and cases together."""
    pages = {source.name for source in SOURCES}
    known: dict[tuple[bool, int], str] = {}
    for key in keys:
        kind, _colon, number = key.partition(":")
        if kind == _CASE or kind in pages:
            known[kind == _CASE, int(number)] = key
    days: dict[str, date] = {}
    for is_case, cleared_number, day in cleared_days(known):
        key = known[bool(is_case), cleared_number]
        days[key] = max(day, days.get(key, day))
    return {key: _("Cleared on %(day)s") % {"day": date_format(day)} for key, day in days.items()}


def corrected(keys: list[str]) -> Mapping[str, str]:
    """The last correction of each."""
    return {
        key: _("Corrected on %(day)s") % {"day": date_format(timezone.localdate(last))}
        for key, last in _last_corrections.ask(keys)
    }


_last_corrections: PreparedList[tuple[str, datetime]] = PreparedList(
    lambda keys: Correction.objects.filter(key__in=keys).order_by().values_list("key").annotate(last=Max("at"))
)
