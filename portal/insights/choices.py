"""What can be chosen around the statistics: periods that have anything, regions, units."""

from __future__ import annotations

from portal.content.statistics.published import Asked
from portal.insights.periods import known_periods
from portal.organisations.models import CodedNode, Region, Unit
from search import vocabularies

#: Levels of the trees that the menus offer; whatever lies deeper is reached by its address, or from its tables.
REGION_LEVELS, UNIT_LEVELS = 3, 2
Choice = tuple[str, str]


def choices(asked: Asked) -> dict[str, list[Choice]]:
    """Codes and labels for each menu; what is chosen stands in it in any case."""
    periods = {*known_periods(), *filter(None, [asked.period])}
    labels = vocabularies.labels("quarter", periods)
    return {
        "periods": [(code, labels[code].label) for code in sorted(periods, key=lambda code: labels[code].order)],
        "regions": _nodes(Region, asked.region, REGION_LEVELS),
        "units": _nodes(Unit, asked.unit, UNIT_LEVELS),
    }


def _nodes(model: type[CodedNode], chosen: str, levels: int) -> list[Choice]:
    found = model.objects.filter(depth__lte=levels).order_by("path").only("code", "name", "name_en", "depth")
    nodes = [(node.code, "\u3000" * (node.depth - 1) + node.label) for node in found]
    if chosen and all(code != chosen for code, _label in nodes):
        nodes += [(node.code, node.label) for node in model.objects.filter(code=chosen)]
    return nodes
