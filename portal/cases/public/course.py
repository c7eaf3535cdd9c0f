"""The course of a case: what happened, what was decided, when the public was told, and what came after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.cases.dates import displayed
from portal.cases.public.records import PublicCase
from portal.content.models import Correction
from portal.content.wording import listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One of its steps; ``day`` is no more exact than it is known (``2026-09``), and empty where it is not."""

    name: str
    label: str | Promise
    day: str
    shown: str
    text: str = ""
    url: str = ""


def course_of(case: PublicCase, corrections: Iterable[Correction] = ()) -> list[Step]:
    """Its steps, the oldest first; those of an unknown day before all others."""
    return sorted(
        (*_acts(case), *_decisions(case), *_published(case), *_afterwards(case, corrections)), key=lambda step: step.day
    )


def _acts(case: PublicCase) -> Iterator[Step]:
    if case.periods:
        first = min(period.start for period in case.periods)
        shown = listed(dict.fromkeys(period.displayed for period in case.periods))
        yield Step(name="acts", label=_("The acts"), day=first, shown=shown)


def _decisions(case: PublicCase) -> Iterator[Step]:
    """Measures of one day together; the day of the conclusion only where no measure tells it."""
    days: dict[str, dict[str, None]] = {}
    for subject in case.subjects:
        for measure in subject.measures:
            days.setdefault(measure.decided_on, {})[measure.label] = None
    for day, labels in days.items():
        if day:
            yield Step(name="decided", label=_("Measures"), day=day, shown=displayed(day), text=listed(labels))
    if case.concluded_on and not any(day.startswith(case.concluded_on) for day in days):
        yield Step(name="decided", label=_("Dealt with"), day=case.concluded_on, shown=displayed(case.concluded_on))


def _published(case: PublicCase) -> Iterator[Step]:
    """The notices that show it, and what draws on it or clears it."""
    for held in case.holdings:
        name, label = (
            ("published", _("Made public"))
            if held.makes_public
            else ("cleared", _("Cleared"))
            if held.kind == "clarification"
            else ("drawn_on", _("Drawn on by"))
        )
        yield Step(
            name=name,
            label=label,
            day=held.date.isoformat(),
            shown=date_format(held.date, "DATE_FORMAT"),
            text=held.title,
            url=held.url,
        )


def _afterwards(case: PublicCase, corrections: Iterable[Correction]) -> Iterator[Step]:
    for change in corrections:
        day = timezone.localdate(change.at)
        yield Step(
            name="corrected",
            label=change.get_kind_display(),
            day=day.isoformat(),
            shown=date_format(day, "DATE_FORMAT"),
            text=change.what,
        )
    for each in case.reexaminations:
        yield Step(
            name="examined",
            label=_("Looked at again"),
            day=each.examined_on.isoformat(),
            shown=date_format(each.examined_on, "DATE_FORMAT"),
            text=each.outcome.label if each.outcome else "",
        )
