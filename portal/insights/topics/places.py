"""Cases by region, as a map of tiles, and by unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from django.utils.translation import gettext as _

from portal.content.statistics.published import Asked, ChartKind, CountedRow, Statistic
from portal.insights.tallies.asking import NONE, Counts, by_region, by_unit, total
from portal.insights.topics.building import CASES, address, columns, counted, row
from portal.organisations.models import CodedNode, Region, Unit

#: Units in the table; all of them are a search away.
MOST_UNITS = 20


def regions(asked: Asked) -> Statistic:
    """The regions right below the one chosen, each with all that lies in it; without one the first that part."""
    nodes = list(Region.objects.order_by("path"))
    above = _chosen(nodes, asked.region)
    level = (above.depth + 1) if above else _first_parting(nodes)
    shown = [node for node in nodes if node.depth == level and (not above or node.path.startswith(above.path))]
    if above and not shown:
        shown = [above]
    sums = _with_all_below(nodes, by_region(asked))
    rows = tuple(
        row(node.code, node.label, sums[node.pk], _where(asked, region=node.code), tile=node.tile) for node in shown
    )
    return Statistic(
        code="regions",
        title=_("Cases by region"),
        definition=_(
            "Published cases by the region of the case, or that of its unit where the case names none; everything "
            "below a region is counted with it."
        ),
        columns=columns(),
        rows=rows,
        chart=ChartKind.TILES,
        drawn=(CASES,),
        total=row("_total", _("Total"), total(asked), address(asked)),
        notes=(_("Cases without a region stand in the total alone."),),
    )


def units(asked: Asked) -> Statistic:
    """The units right below the one chosen with most cases, each with all below it."""
    nodes = list(Unit.objects.order_by("path").only("pk", "path", "depth", "code", "name", "name_en"))
    above = _chosen(nodes, asked.unit)
    level = (above.depth + 1) if above else _first_parting(nodes)
    sums = _with_all_below(nodes, by_unit(asked))
    shown = [node for node in nodes if node.depth == level and (not above or node.path.startswith(above.path))]
    if above and not shown:
        shown = [above]
    rows = [row(node.code, node.label, sums[node.pk], _where(asked, unit=node.code)) for node in shown]
    most = sorted(counted(rows), key=_greatest_first)[:MOST_UNITS]
    return Statistic(
        code="units",
        title=_("Cases by unit"),
        definition=_(
            "Published cases by the unit that they concern; everything below a unit is counted with it. "
            "The units with most cases come first."
        ),
        columns=columns(),
        rows=tuple(most),
        chart=ChartKind.BARS,
        drawn=(CASES,),
        total=row("_total", _("Total"), total(asked), address(asked)),
        notes=(_("Many cases may mean much wrongdoing, or a unit that looks and publishes."),),
    )


def _greatest_first(each: CountedRow) -> tuple[int, str]:
    return (-(each.figures[0] or 0), each.code)


def _where(asked: Asked, **place: str) -> str:
    """The place of the row in the stead of the one chosen, which lies above it."""
    region, unit = place.get("region", asked.region), place.get("unit", asked.unit)
    return address(Asked(period=asked.period, region=region, unit=unit))


def _chosen(nodes: list[CodedNode], code: str) -> CodedNode | None:
    return next((node for node in nodes if node.code == code), None) if code else None


def _first_parting(nodes: list[CodedNode]) -> int:
    """The uppermost level with more than one node."""
    levels = Counter(node.depth for node in nodes)
    return next((depth for depth in sorted(levels) if levels[depth] > 1), 1)


def _with_all_below(nodes: list[CodedNode], own: Mapping[int | None, Counts]) -> dict[int, Counts]:
    by_path = {node.path: node.pk for node in nodes}
    sums = dict.fromkeys(by_path.values(), NONE)
    for node in nodes:
        counts = own.get(node.pk)
        if counts:
            for end in range(node.steplen, len(node.path) + 1, node.steplen):
                above = by_path.get(node.path[:end])
                if above is not None:
                    sums[above] = sums[above] + counts
    return sums
