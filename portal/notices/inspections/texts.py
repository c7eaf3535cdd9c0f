"""What rounds of inspection say of their units, for search: feedback and problems, a line each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from portal.notices.models import InspectedUnit, RectificationItem


def ledger_texts(pages: Iterable[int]) -> dict[int, list[str]]:
    """The texts of these pages, in two queries."""
    found: dict[int, list[str]] = defaultdict(list)
    numbers = list(pages)
    units = InspectedUnit.objects.filter(page__in=numbers).order_by("page", "sort_order", "pk")
    for page, *texts in units.values_list("page", "unit__name", "group", "political", "people", "party_building"):
        found[page] += filter(None, texts)
    items = RectificationItem.objects.filter(inspected__page__in=numbers).order_by("inspected", "sort_order", "pk")
    for page, *texts in items.values_list("inspected__page", "problem", "measure", "evidence"):
        found[page] += filter(None, texts)
    return found
