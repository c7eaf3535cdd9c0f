"""The units that a citizen means by what was typed."""

from __future__ import annotations

from portal.organisations.models import FormerName, Unit

#: A shorter name stands in other words too often.
SHORTEST_WITHIN = 4


def unit_named(text: str) -> Unit | None:
    """The unit of exactly this name, today's, short or former; None where there is none, or where it is not clear."""
    found = _exactly(_bare(text))
    return found[0] if len(found) == 1 else None


def units_meant(text: str) -> list[Unit]:
    """All units that may be meant where somebody is accused: those of this name, or else the one whose name stands
    within it (某局 in 某局办公室). Better that one unit too many is kept from a tip than one too few."""
    name = _bare(text)
    return _exactly(name) or _within(name)


def _exactly(name: str) -> list[Unit]:
    if not name:
        return []
    found = set(Unit.objects.filter(name=name)) or set(Unit.objects.filter(short_name=name))
    return sorted(found or _formerly(name), key=lambda unit: unit.path)


def _formerly(name: str) -> set[Unit]:
    return {former.unit for former in FormerName.objects.filter(name=name).select_related("unit")}


def _within(name: str) -> list[Unit]:
    units = Unit.objects.exclude(kind=Unit.Kind.TERRITORY)
    names = [*units.values_list("name", "pk"), *FormerName.objects.filter(unit__in=units).values_list("name", "unit")]
    held = [(len(known), number) for known, number in names if len(known) >= SHORTEST_WITHIN and known in name]
    longest = max((length for length, _number in held), default=0)
    return list(Unit.objects.filter(pk__in={number for length, number in held if length == longest}))


def _bare(text: str) -> str:
    return "".join(text.split())
