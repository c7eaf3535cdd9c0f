"""Notices by region and by unit: each with all that lies below it, as the search filters count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from django.db.models import Count, F, QuerySet
from django.db.models.functions import Coalesce

from home.figures.bars import Counted
from home.figures.rows import published, united
from portal.content.prepared import PreparedList, PreparedQuery
from portal.notices.documents import NoticeSource
from portal.organisations.models import CodedNode, Region, Unit

_units_at = PreparedList(lambda paths: Unit.objects.filter(path__in=paths))


class ByRegion(NamedTuple):
    """The regions side by side, and the one that holds them all, if there is one."""

    whole: Counted | None
    parts: list[Counted]


def by_region(begin: date | None, end: date | None) -> ByRegion:
    """The uppermost level on which there is more than one region; most notices first."""
    counted = _with_all_above(_paths(_by_region(), begin, end), Region)
    regions = list(Region.objects.order_by("path").only("path", "depth", "code", "name", "name_en"))
    levels = Counter(region.depth for region in regions)
    level = next((depth for depth in sorted(levels) if levels[depth] > 1), 1)
    parts = [_counted(region, counted) for region in regions if region.depth == level]
    above = [region for region in regions if region.depth == level - 1]
    return ByRegion(_counted(above[0], counted) if above else None, sorted(parts, key=lambda part: -part.count))


def by_unit(begin: date | None, end: date | None, limit: int) -> list[Counted]:
    """The units that issued most; each with the units below it, as its search has them."""
    own = _paths(_by_unit(), begin, end)
    counted = _with_all_above(own, Unit)
    first = sorted(own, key=lambda path: (-counted[path], path))[:limit]
    units = {unit.path: unit for unit in _units_at.ask(first)}
    return [_counted(units[path], counted) for path in first if path in units]


def _paths(placed: PreparedQuery[Any], begin: date | None, end: date | None) -> dict[str, int]:
    """How many notices stand at each place of a tree itself; the kinds are put together."""
    numbers: Counter[str] = Counter()
    for path, total in placed.ask(begin=begin or date.min, end=end or date.max):
        numbers[path] += total
    return numbers


@cache
def _by_region() -> PreparedQuery[Any]:
    return _placed(Coalesce("region__path", "issuing_unit__region__path"))


@cache
def _by_unit() -> PreparedQuery[Any]:
    return _placed(F("issuing_unit__path"))


def _placed(place: Any) -> PreparedQuery[Any]:
    """Places with the numbers of notices of a kind."""

    def rows(source: NoticeSource) -> QuerySet[Any, Any]:
        found = published(source).annotate(place=place).filter(place__isnull=False)
        return found.values("place").annotate(total=Count("pk")).values_list("place", "total")

    return PreparedQuery(united(rows))


def _with_all_above(numbers: Mapping[str, int], tree: type[CodedNode]) -> Counter[str]:
    """The same, each counted for its ancestors as well."""
    sums: Counter[str] = Counter()
    for path, total in numbers.items():
        for each in tree.paths_down_to(path):
            sums[each] += total
    return sums


def _counted(node: CodedNode, numbers: Mapping[str, int]) -> Counted:
    return Counted(node.code, node.label, numbers.get(node.path, 0))
