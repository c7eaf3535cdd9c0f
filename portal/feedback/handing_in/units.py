"""The units that a citizen means by what was typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from django.db.models import QuerySet

from portal.feedback.handing_in.mentions import Mention, Reader
from portal.feedback.handing_in.spellings import Known, bare
from portal.feedback.models.accused import accusable_units
from portal.feedback.visibility import office_concerned
from portal.feedback.watching import shuts_out_everybody
from portal.organisations.copies import Copy
from portal.organisations.models import FormerName, FormerRegionName, Region, Unit
from portal.organisations.signals import node_moved

#: The place in a name, where nobody has entered to which region a unit belongs.
_PLACE = re.compile(r"(?:中共)?(\w{1,8}?[省市区县旗州盟])\w{2}")


def unit_named(text: str) -> Unit | None:
    """The unit of exactly this name, today's, short or former; None where there is none, or where it is not clear."""
    found = _exactly(_without_blanks(text), Unit.objects.all())
    return found[0] if len(found) == 1 else None


def units_meant(text: str) -> list[Unit]:
    """All units that may be meant where somebody is accused: those of this name, or else all that the line names in any
    of the ways in which names are written. Better that one unit too many is kept from a tip than one too few.

    The territory of the whole list is none of them: whoever accuses it means somebody whom the list does not name.
    """
    units = accusable_units()
    return _exactly(_without_blanks(text), units) or _of({mention.number for mention in _mentions(text, units)})


def units_to_be_kept_away(text: str) -> list[Unit]:
    """Of the units that are meant those from which the tip is kept, so that somebody still sees it.

    What is named exactly always is; so is the office where the line begins with it, for whom a body is named that
    watches. Of what was only made out, and of whole territories, nothing that would hide the tip from all of the desk.
    """
    units = accusable_units()
    exact = _exactly(_without_blanks(text), units)
    sure = {unit.pk for unit in exact if unit.kind != Unit.Kind.TERRITORY}
    mentions = [] if exact else _mentions(text, units)
    sure |= office_concerned() & {mention.number for mention in mentions if mention.is_first}
    found = exact or _of({mention.number for mention in mentions})
    return [unit for unit in found if unit.pk in sure or not shuts_out_everybody([unit.pk])]


def _exactly(name: str, units: QuerySet[Unit]) -> list[Unit]:
    if not name:
        return []
    formerly = FormerName.objects.filter(name=name).values("unit")
    for named in (units.filter(name=name), units.filter(short_name=name), units.filter(pk__in=formerly)):
        if found := sorted(named, key=lambda unit: unit.path):
            return found
    return []


def _of(numbers: Iterable[int]) -> list[Unit]:
    return list(Unit.objects.filter(pk__in=list(numbers)).order_by("path"))


def _without_blanks(text: str) -> str:
    return "".join(text.split())


def _mentions(text: str, units: QuerySet[Unit]) -> list[Mention]:
    line = bare(text)
    if not line:
        return []
    accusable = set(units.values_list("pk", flat=True))
    return as_written.get().read(line, accusable)


def _load() -> Reader:
    regions = _region_names()
    return Reader(_known(regions), {name for names in regions.values() for name in names})


#: How units may be written: kept in memory, for reading it anew takes longer than reading a line.
as_written: Copy[Reader] = Copy("units_as_written", _load)


def register() -> None:
    """Read it anew with every change of a name or of a place."""
    as_written.watch((Region, FormerRegionName, Unit, FormerName))
    node_moved.connect(lambda **_facts: as_written.renew(), weak=False, dispatch_uid="units_as_written")


def _region_names() -> dict[str, tuple[str, ...]]:
    """Of each region by its path, former ones included."""
    former = FormerRegionName.by_owner()
    rows = Region.objects.order_by("path").values_list("pk", "path", "name")
    return {path: tuple(map(bare, (name, *former.get(pk, ())))) for pk, path, name in rows}


def _known(regions: dict[str, tuple[str, ...]]) -> Iterator[Known]:
    former = FormerName.by_owner()
    fields = ("pk", "kind", "name", "short_name", "region__path")
    for pk, kind, name, short, region in Unit.objects.order_by("path").values_list(*fields):
        names = tuple(dict.fromkeys(bare(each) for each in (name, short, *former.get(pk, ())) if each))
        places = regions.get(region, ()) or tuple(place[1] for each in names if (place := _PLACE.match(each)))
        above = tuple(each for path in Region.paths_above(region or "") for each in regions.get(path, ()))
        yield Known(pk, kind == Unit.Kind.TERRITORY, names, places, above)
