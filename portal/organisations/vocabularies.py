"""Names of region and unit codes for the search filters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from portal.organisations.copies import Copy
from portal.organisations.models import FormerName, FormerRegionName, Region, Unit
from search.vocabularies import Label, register_vocabulary


@dataclass(frozen=True, slots=True)
class Entry:
    """One code of a list, and what it is called."""

    code: str
    name: str
    name_en: str
    #: Distance from the root of its tree.
    depth: int
    #: Sorts parents before children.
    order: str
    #: Other spellings; where two entries claim one, the earlier kind of spelling wins, and a tie leads nowhere.
    spellings: tuple[str, ...] = ()
    #: Names that it had, which are spellings as well.
    former: tuple[str, ...] = ()


@dataclass(frozen=True)
class NameList:
    """The entries of one list by code and by spelling."""

    entries: Mapping[str, Entry] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> NameList:
        """Order the spellings: code, name, English name, then the others in their order."""
        known = {entry.code: entry for entry in entries}
        codes: dict[str, str] = {}
        width = max((len(entry.spellings) for entry in known.values()), default=0)
        for place in range(3 + width):
            layer = [
                (spelling.casefold(), entry.code)
                for entry in known.values()
                for spelling in _spellings(entry)[place : place + 1]
                if spelling
            ]
            claims = Counter(spelling for spelling, _ in set(layer))
            for spelling, code in layer:
                if claims[spelling] == 1:
                    codes.setdefault(spelling, code)
        return cls(known, codes)

    @cached_property
    def labels(self) -> Mapping[str, Label]:
        """A label for every code, in Chinese."""
        return {code: Label(entry.name, entry.depth, entry.order) for code, entry in self.entries.items()}

    @cached_property
    def labels_en(self) -> Mapping[str, Label]:
        """The same in English, Chinese where there is no English name."""
        entries = self.entries.items()
        return {code: Label(entry.name_en or entry.name, entry.depth, entry.order) for code, entry in entries}


def _spellings(entry: Entry) -> tuple[str, ...]:
    return (entry.code, entry.name, entry.name_en, *entry.spellings)


class NamedCodes:
    """The vocabulary of one facet over a list that this process keeps a copy of."""

    def __init__(self, names: Callable[[], NameList]) -> None:
        self._names = names

    def labels(self, codes: Collection[str], language: str) -> Mapping[str, Label]:
        """Labels in this language, Chinese where there is no English name; unknown codes are left out."""
        names = self._names()
        known = names.labels_en if language.startswith("en") else names.labels
        return {code: known[code] for code in codes if code in known}

    def resolve(self, value: str) -> str | None:
        """The code for a code in any case, a name, or another spelling that only one entry has."""
        return self._names().codes.get(value.strip().casefold())


def _load() -> dict[str, NameList]:
    regions = Region.objects.order_by("path").values_list("pk", "code", "name", "name_en", "depth", "path")
    units = Unit.objects.order_by("path").values_list("pk", "short_name", "code", "name", "name_en", "depth", "path")
    of_regions, of_units = FormerRegionName.by_owner(), FormerName.by_owner()
    return {
        "region": NameList.of(_entry(rest, of_regions.get(pk, ())) for pk, *rest in regions),
        "unit": NameList.of(_entry(rest, of_units.get(pk, ()), short) for pk, short, *rest in units),
    }


def _entry(columns: Sequence[Any], former: tuple[str, ...], *spellings: str) -> Entry:
    code, name, name_en, depth, path = columns
    return Entry(code, name, name_en, depth - 1, path, (*spellings, *former), former)


organisation_names: Copy[dict[str, NameList]] = Copy("organisations", _load)


def former_names(facet: str, code: str) -> tuple[str, ...]:
    """The names that a region or a unit had before; none of other facets and of unknown codes."""
    names = organisation_names.get().get(facet)
    entry = names.entries.get(code) if names else None
    return entry.former if entry else ()


def register() -> None:
    """Hand the region and unit vocabularies to search."""
    organisation_names.watch((Region, FormerRegionName, Unit, FormerName))
    register_vocabulary("region", NamedCodes(lambda: organisation_names.get()["region"]))
    register_vocabulary("unit", NamedCodes(lambda: organisation_names.get()["unit"]))
