"""Units and regions: the trees that everything else refers to by code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as _
from ninja import Schema

from portal.content.addresses import absolute
from portal.insights.open_data.columns import explained
from portal.insights.open_data.sets.base import AND, Asked, DataSet, Part, Record, iso, part_of
from portal.organisations.models import CodedNode, FormerName, FormerRegionName, Region, Unit


class RegionRow(Schema):
    """A region."""

    id: int = explained(_("Number"), _("The place in this list."))
    code: str = explained(_("Code"), _("Of GB/T 2260 where there is one; it never changes."))
    name: str = explained(_("Name"))
    name_en: str = explained(_("Name in English"))
    parent: str = explained(_("Belongs to"), _("Code of the region above it; empty at the top."))
    former_names: str = explained(_("Former names"), _("Parted by semicolons, the oldest first."))


class UnitRow(Schema):
    """A unit."""

    id: int = explained(_("Number"), _("The place in this list."))
    code: str = explained(_("Code"), _("Part of addresses; it stays when the unit is renamed."))
    url: str = explained(_("Address"), _("The page of the unit."))
    name: str = explained(_("Name"))
    name_en: str = explained(_("Name in English"))
    short_name: str = explained(_("Short name"))
    kind: str = explained(
        _("Kind"), _("Code: discipline, party, government, territory, institution, enterprise, other.")
    )
    parent: str = explained(_("Belongs to"), _("Code of the unit above it; empty at the top."))
    region: str = explained(_("Region"), _("Code of its region."))
    former_names: str = explained(_("Former names"), _("Parted by semicolons, the oldest first."))
    closed_on: str = explained(_("Closed on"), _("When it was merged or dissolved; empty while it works."))
    successor: str = explained(_("Successor"), _("Code of the unit that took over."))


class Regions(DataSet):
    """All regions."""

    code = "regions"
    title = gettext_lazy("Regions")
    summary = gettext_lazy("Province, city, districts and townships with their codes and former names.")
    record = row = RegionRow

    def read(self, asked: Asked) -> Part:
        """In the order in which they were entered."""
        regions = Region.objects.filter(pk__gt=int(asked.after or 0)).order_by("pk")
        rows = list(regions.values_list("pk", "path", "code", "name", "name_en")[: asked.size + 1])
        above = codes_above(Region, (path for _pk, path, *_names in rows))
        former = FormerRegionName.by_owner([row[0] for row in rows])
        return part_of([_region(row, above, former.get(row[0], ())) for row in rows], asked, "id")


class Units(DataSet):
    """All units, closed ones included: their notices stay."""

    code = "units"
    title = gettext_lazy("Units")
    summary = gettext_lazy("The units that publish, are supervised and answer, with their former names.")
    record = row = UnitRow
    filters = ("unit", "region")

    def read(self, asked: Asked) -> Part:
        """In the order in which they were entered."""
        units = Unit.objects.filter(pk__gt=int(asked.after or 0))
        units = units.filter(below(Unit, asked.chosen("unit"), "") & below(Region, asked.chosen("region"), "region"))
        rows = units.order_by("pk").values_list(*_UnitColumns._fields)
        found = [_UnitColumns._make(row) for row in rows[: asked.size + 1]]
        above = codes_above(Unit, (unit.path for unit in found))
        former = FormerName.by_owner([unit.pk for unit in found])
        return part_of([_unit(unit, above, former.get(unit.pk, ())) for unit in found], asked, "id")


def below(model: type[CodedNode], codes: Iterable[str], relation: str) -> Q:
    """The condition of standing at or below nodes of these codes; true without any."""
    wanted = tuple(codes)
    if not wanted:
        return Q()
    prefix = f"{relation}__" if relation else ""
    condition = Q(pk__in=())
    for path in model.objects.filter(code__in=wanted).values_list("path", flat=True):
        condition |= Q(**{f"{prefix}path__startswith": path})
    return condition


def codes_above(model: type[CodedNode], paths: Iterable[str]) -> Mapping[str, str]:
    """The codes of the nodes right above these paths, by their own paths."""
    parents = {path[: -model.steplen] for path in paths} - {""}
    return dict(model.objects.filter(path__in=parents).values_list("path", "code"))


class _UnitColumns(NamedTuple):
    """A unit as the database has it."""

    pk: int
    path: str
    code: str
    name: str
    name_en: str
    short_name: str
    kind: str
    region__code: str | None
    closed_on: date | None
    successor__code: str | None


def _region(row: tuple[int, str, str, str, str], above: Mapping[str, str], former: Sequence[str]) -> Record:
    pk, path, code, name, name_en = row
    return {
        "id": pk,
        "code": code,
        "name": name,
        "name_en": name_en,
        "parent": above.get(path[: -Region.steplen], ""),
        "former_names": AND.join(former),
    }


def _unit(unit: _UnitColumns, above: Mapping[str, str], former: Sequence[str]) -> Record:
    return {
        "id": unit.pk,
        "code": unit.code,
        "url": absolute(f"/units/{unit.code}/"),
        "name": unit.name,
        "name_en": unit.name_en,
        "short_name": unit.short_name,
        "kind": unit.kind,
        "parent": above.get(unit.path[: -Unit.steplen], ""),
        "region": unit.region__code or "",
        "former_names": AND.join(former),
        "closed_on": iso(unit.closed_on),
        "successor": unit.successor__code or "",
    }
