"""Notices by region and by unit: each with all that lies below it, as the search filters count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from django.db.models import Count, QuerySet

from home.figures.bars import Counted
from home.figures.rows import published, united
from portal.content.prepared import PreparedList, PreparedQuery
from portal.notices.documents import NoticeSource
from portal.organisations.models import CodedNode, Region, Unit

_units = PreparedList(
    lambda keys: Unit.objects.filter(pk__in=keys).only("path", "depth", "code", "name", "name_en", "region")
)


class Place(NamedTuple):
    """Keys of the unit that issued notices and of the region that they name."""

    unit: int | None
    region: int | None


class Places(NamedTuple):
    """How many notices there are of each place, and the units among them."""

    numbers: Mapping[Place, int]
    units: Mapping[int | None, Unit]


def counted_places(begin: date | None, end: date | None) -> Places:
    """Of what was published from ``begin`` to ``end``; the kinds are put together."""
    numbers: Counter[Place] = Counter()
    for unit, region, total in _placed().ask(begin=begin or date.min, end=end or date.max):
        numbers[Place(unit, region)] += total
    keys = {place.unit for place in numbers if place.unit is not None}
    return Places(numbers, {unit.pk: unit for unit in _units.ask(sorted(keys))})


class ByRegion(NamedTuple):
    """The regions side by side, and the one that holds them all, if there is one."""

    whole: Counted | None
    parts: list[Counted]


def by_region(places: Places) -> ByRegion:
    """The uppermost level on which there is more than one region; most notices first."""
    regions = list(Region.objects.order_by("path").only("path", "depth", "code", "name", "name_en"))
    counted = _with_all_above(_at_regions(places, regions), Region)
    levels = Counter(region.depth for region in regions)
    level = next((depth for depth in sorted(levels) if levels[depth] > 1), 1)
    parts = [_counted(region, counted) for region in regions if region.depth == level]
    above = [region for region in regions if region.depth == level - 1]
    return ByRegion(_counted(above[0], counted) if above else None, sorted(parts, key=lambda part: -part.count))


def by_unit(places: Places, limit: int) -> list[Counted]:
    """The units that issued most; each with the units below it, as its search has them."""
    counted = _with_all_above(_at_units(places), Unit)
    first = sorted(places.units.values(), key=lambda unit: (-counted[unit.path], unit.path))[:limit]
    return [_counted(unit, counted) for unit in first]


def _at_regions(places: Places, regions: Iterable[Region]) -> Counter[str]:
    """By the path of the region: that which a notice names, or else that of its unit."""
    paths = {region.pk: region.path for region in regions}
    numbers: Counter[str] = Counter()
    for place, total in places.numbers.items():
        unit = places.units.get(place.unit)
        key = place.region or (unit.region_id if unit else None)
        if key in paths:
            numbers[paths[key]] += total
    return numbers


def _at_units(places: Places) -> Counter[str]:
    """By the path of the unit."""
    numbers: Counter[str] = Counter()
    for place, total in places.numbers.items():
        if unit := places.units.get(place.unit):
            numbers[unit.path] += total
    return numbers


@cache
def _placed() -> PreparedQuery[Any]:
    """Keys of units and regions with the numbers of notices of a kind; all that is read of a notice is in one index."""

    def rows(source: NoticeSource) -> QuerySet[Any, Any]:
        counted = published(source).values("issuing_unit", "region").annotate(total=Count("pk"))
        return counted.values_list("issuing_unit", "region", "total")

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
