"""Cases by region, as a map of tiles, and by unit."""

from __future__ import annotations

from django.utils.translation import gettext as _

from portal.content.statistics.published import Asked, ChartKind, CountedRow, Statistic
from portal.insights.tallies.asking import NONE, by_region, by_unit, total
from portal.insights.topics.building import CASES, address, columns, counted, row
from portal.organisations.levels import right_below, with_all_below
from portal.organisations.models import Region, Unit

#: Units in the table; all of them are a search away.
MOST_UNITS = 20


def regions(asked: Asked) -> Statistic:
    """The regions right below the one chosen, each with all that lies in it; without one the first that part."""
    nodes = list(Region.objects.order_by("path"))
    sums = with_all_below(nodes, by_region(asked), NONE)
    rows = tuple(
        row(node.code, node.label, sums[node.pk], _where(asked, region=node.code), tile=node.tile)
        for node in right_below(nodes, asked.region)
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
    sums = with_all_below(nodes, by_unit(asked), NONE)
    shown = right_below(nodes, asked.unit)
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
