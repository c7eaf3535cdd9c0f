"""Which units a line that somebody typed names. It rather finds one too many: a unit that is found is kept from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from portal.feedback.handing_in.spellings import Known, stems

#: Longer abbreviations are none.
LONGEST_SHORT = 10
_JOINS = "、和与及跟同或兼驻原在"
_LEVELS = frozenset("省市区县旗州盟镇乡村")


@dataclass(frozen=True, slots=True)
class Mention:
    """A unit, where it stands, and whether the line begins with it, but for places."""

    number: int
    start: int
    end: int
    is_first: bool


class Reader:
    """Reads lines with these units in mind, and these names of places, whosesoever they are."""

    def __init__(self, units: Iterable[Known], places: Iterable[str]) -> None:
        self._units = list(units)
        self._places = sorted({stem for place in places for stem in stems(place)}, key=len, reverse=True)

    def read(self, line: str) -> list[Mention]:
        """The mentions, but for those within a longer one: of 砚湖区墨湾镇人民政府 the town, not the district."""
        shorts = _may_be_short(line)
        found = {(start, end, unit.number) for unit in self._units for start, end in self._spans(unit, line, shorts)}
        spans = {(start, end) for start, end, _number in found}
        longest = {one for one in spans if not any(_holds(other, one) for other in spans)}
        first = self._first(line)
        return [
            Mention(number, start, end, start <= first)
            for start, end, number in sorted(found)
            if (start, end) in longest
        ]

    def _spans(self, unit: Known, line: str, shorts: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        for written in unit.written:
            if written in line:
                yield from _all(written, line)
        for core in unit.alone:
            if core in line:
                yield from ((start, end) for start, end in _all(core, line) if self._is_alone(line, start))
        for start, end in shorts:
            if unit.is_short_for(line[start:end], has_place=False, is_all=False):
                yield start, end
        for start, at in {span for stem in unit.own_stems if stem in line for span in _all(stem, line)}:
            for end in range(at + 2, min(len(line), at + LONGEST_SHORT) + 1):
                if unit.is_short_for(line[at:end], has_place=True, is_all=end == len(line)):
                    yield start, end

    def _is_alone(self, line: str, start: int) -> bool:
        """Whether neither another place nor another level stands before: 区教育局 is not the bureau of the city."""
        before = line[:start]
        return not before or (before[-1] not in _LEVELS and not any(before.endswith(place) for place in self._places))

    def _first(self, line: str) -> int:
        """Where the line begins, behind the Party and places."""
        at = 0
        while prefix := next((each for each in ("中共", *self._places) if line.startswith(each, at)), ""):
            at += len(prefix)
        return at


def _may_be_short(line: str) -> list[tuple[int, int]]:
    """What begins where a name may begin."""
    begins = (at for at in range(len(line)) if at == 0 or line[at - 1] in _JOINS)
    return [(at, end) for at in begins for end in range(at + 2, min(len(line), at + LONGEST_SHORT) + 1)]


def _all(part: str, line: str) -> Iterator[tuple[int, int]]:
    at = line.find(part)
    while at >= 0:
        yield at, at + len(part)
        at = line.find(part, at + 1)


def _holds(outer: tuple[int, int], inner: tuple[int, int]) -> bool:
    return outer != inner and outer[0] <= inner[0] and inner[1] <= outer[1]
