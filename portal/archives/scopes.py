"""Which units an archive is of, what they were called then, and who may see what is internal in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from portal.content.models.pages import Reader
from portal.organisations.models import FormerName, StaffMembership, Unit


@dataclass(frozen=True, slots=True)
class Scope:
    """The units whose entries an archive shows, by primary key."""

    unit: Unit
    units: dict[int, Unit]
    above: tuple[int, ...]
    former_names: dict[int, list[FormerName]]

    @classmethod
    def of(cls, unit: Unit, *, below: bool = False) -> Scope:
        """The unit with all that was merged into it, and, if asked, with everything below these."""
        found = {unit.pk: unit}
        layer = [unit]
        while layer:
            layer = [each for each in Unit.objects.filter(successor__in=layer) if each.pk not in found]
            found |= {each.pk: each for each in layer}
        if below:
            for top in list(found.values()):
                if not top.is_leaf():
                    found |= {each.pk: each for each in top.get_descendants()}
        former: dict[int, list[FormerName]] = {}
        for name in FormerName.objects.filter(unit__in=found).order_by("valid_until", "sort_order"):
            former.setdefault(name.unit_id, []).append(name)
        return cls(unit, found, tuple(_above(found.values())), former)

    @property
    def predecessors(self) -> list[Unit]:
        """The units whose past is shown here because they were merged into this one."""
        return [each for each in self.units.values() if each.successor_id in self.units]

    def name_then(self, number: int | None, day: str) -> str:
        """What to say of the unit of an entry: its name on that day. Empty where it is this unit, called as today."""
        unit = self.units.get(number or 0)
        if unit is None:
            return ""
        earlier = self._former_name(unit, day)
        if earlier:
            return earlier
        return "" if unit.pk == self.unit.pk else unit.label

    def _former_name(self, unit: Unit, day: str) -> str:
        if not day:
            return ""
        for former in self.former_names.get(unit.pk, ()):
            begun = not former.valid_from or former.valid_from.isoformat()[: len(day)] <= day
            if begun and former.valid_until and day <= former.valid_until.isoformat()[: len(day)]:
                return former.name
        return ""


def staff_reader(user: Reader, unit: Unit, on: date | None = None) -> Reader | None:
    """The user, if they work in the unit or in one above it today; None for everybody else."""
    if not user.is_authenticated or not user.is_active:
        return None
    places = Unit.paths_down_to(unit.path)
    works = StaffMembership.objects.filter(user=user.pk, unit__path__in=places).current(on)
    return user if works.exists() else None


def _above(units: Iterable[Unit]) -> list[int]:
    places = {path for unit in units for path in Unit.paths_above(unit.path)}
    return list(Unit.objects.filter(path__in=places).order_by("path").values_list("pk", flat=True)) if places else []
