"""What the page of a round shows besides its fields, in few queries however long its ledger is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.content.tables.files import FORMATS
from portal.notices.inspections.ledgers import Line, Tally, lines_of, state_labels, tally
from portal.notices.inspections.limits import months_after
from portal.notices.models import InspectedUnit, RectificationItem

if TYPE_CHECKING:
    from portal.notices.models import InspectionPage

#: In the order in which feedback always tells them.
_PROBLEMS = (
    ("political", _("Political responsibility")),
    ("people", _("Misconduct around the people")),
    ("party_building", _("Party building and organisation")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitOfRound:
    """A unit of the round as its page shows it."""

    name: str
    code: str
    group: str
    feedback_on: date | None
    problems: list[tuple[str | Promise, str]]
    plan_due: date | None
    progress_due: date | None
    lines: list[Line]
    tally: Tally


def inspection_context(page: InspectionPage, *, is_draft: bool = False) -> dict[str, Any]:
    """The template context of a round; that of a draft is read from its revision."""
    units = units_of(page, is_draft=is_draft)
    lines = [line for unit in units for line in unit.lines]
    return {
        "units": units,
        "tally": tally(lines, state_labels().items()) if lines else None,
        "counters": list(page.counters.all()),
        "has_feedback": any(unit.problems for unit in units),
        "formats": [(extension, kind.label) for extension, kind in FORMATS.items()],
    }


def units_of(page: InspectionPage, *, is_draft: bool = False) -> list[UnitOfRound]:
    """The units of a round with feedback and ledger, as they stand today; three queries where they are published."""
    day = timezone.localdate()
    inspected, items = (_drafted if is_draft else _stored)(page)
    units: list[UnitOfRound] = []
    first = 1
    for place, each in enumerate(inspected):
        lines = lines_of(each, items[place], day, first=first)
        first += len(lines)
        units.append(_unit(page, each, lines))
    return units


def _drafted(page: InspectionPage) -> tuple[list[InspectedUnit], list[list[RectificationItem]]]:
    inspected = list(page.units.all())
    return inspected, [list(each.items.all()) for each in inspected]


def _stored(page: InspectionPage) -> tuple[list[InspectedUnit], list[list[RectificationItem]]]:
    inspected = list(InspectedUnit.objects.filter(page=page.pk).select_related("unit").order_by("sort_order", "pk"))
    items: dict[int, list[RectificationItem]] = defaultdict(list)
    rows = RectificationItem.objects.filter(inspected__page=page.pk).order_by("sort_order", "pk")
    for item in rows.select_related("owner_unit", "evidence_file"):
        items[item.inspected_id].append(item)
    return inspected, [items[each.pk] for each in inspected]


def _unit(page: InspectionPage, inspected: InspectedUnit, lines: list[Line]) -> UnitOfRound:
    fed_back = inspected.feedback_on
    texts = ((label, getattr(inspected, name).strip()) for name, label in _PROBLEMS)
    return UnitOfRound(
        name=inspected.unit.label,
        code=inspected.unit.code,
        group=inspected.group,
        feedback_on=fed_back,
        problems=[(label, text) for label, text in texts if text],
        plan_due=months_after(fed_back, page.plan_months) if fed_back else None,
        progress_due=months_after(fed_back, page.progress_months) if fed_back else None,
        lines=lines,
        tally=tally(lines, state_labels().items()),
    )
