"""Which units a line that somebody typed names. It rather finds one too many: a unit that is found is kept from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from portal.feedback.handing_in.spellings import SHORTEST, Known, Shortened, stems

#: Longer abbreviations are none.
LONGEST_SHORT = 10
_JOINS = "、和与及跟同或兼驻原在"
_LEVELS = frozenset("省市区县旗州盟镇乡村")


#: Units by one of their spellings.
_Index = dict[str, set[int]]
#: Where, and which unit.
_Found = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Mention:
    """A unit, where it stands, and whether the line begins with it, but for places."""

    number: int
    start: int
    end: int
    is_first: bool


class Reader:
    """Reads lines with these units in mind, and these names of places, whosesoever they are.

    A line is short and the list long: what is looked up are the pieces of the line, so that it costs the same for
    every list.
    """

    def __init__(self, units: Iterable[Known], places: Iterable[str]) -> None:
        self._places = frozenset(stem for place in places for stem in stems(place))
        self._written: _Index = defaultdict(set)
        self._alone: _Index = defaultdict(set)
        #: By what stands before an abbreviation, and by what is abbreviated.
        self._placed: _Index = defaultdict(set)
        self._cores: _Index = defaultdict(set)
        for unit in units:
            for index, texts in (
                (self._written, unit.written),
                (self._alone, unit.alone),
                (self._placed, unit.own_stems),
                (self._cores, unit.shortenable),
            ):
                for text in texts:
                    index[text].add(unit.number)
        self._shortened = Shortened(self._cores)
        self._longest = max(map(len, (*self._written, *self._alone, *self._places)), default=0)

    def read(self, line: str, among: Collection[int]) -> list[Mention]:
        """Where the line names some of these, but for names within a longer one: of 砚湖区墨湾镇 the town alone."""
        found = {each for each in (*self._in_full(line), *self._in_short(line)) if each[2] in among}
        spans = {(start, end) for start, end, _number in found}
        longest = {one for one in spans if not any(_holds(other, one) for other in spans)}
        first = self._first(line)
        return [
            Mention(number, start, end, start <= first)
            for start, end, number in sorted(found)
            if (start, end) in longest
        ]

    def _in_full(self, line: str) -> Iterator[_Found]:
        for start, end in _pieces(line, self._longest):
            piece = line[start:end]
            yield from ((start, end, number) for number in self._written.get(piece, ()))
            if piece in self._alone and self._is_alone(line, start):
                yield from ((start, end, number) for number in self._alone[piece])

    def _in_short(self, line: str) -> Iterator[_Found]:
        begins = {at for at in range(len(line)) if at == 0 or line[at - 1] in _JOINS}
        placed: dict[int, list[tuple[int, set[int]]]] = defaultdict(list)
        for start, end in _pieces(line, self._longest):
            if line[start:end] in self._placed:
                placed[end].append((start, self._placed[line[start:end]]))
        for at in sorted({*begins, *placed}):
            for end in range(at + 2, min(len(line), at + LONGEST_SHORT) + 1):
                short = line[at:end]
                if at in begins and len(short) >= SHORTEST:
                    yield from ((at, end, number) for number in self._meant(short, is_all=False))
                for start, numbers in placed.get(at, ()):
                    yield from (
                        (start, end, number) for number in self._meant(short, is_all=end == len(line)) & numbers
                    )

    def _meant(self, short: str, *, is_all: bool) -> set[int]:
        return {number for core in self._shortened.cores_of(short, is_all=is_all) for number in self._cores[core]}

    def _is_alone(self, line: str, start: int) -> bool:
        """Whether neither another place nor another level stands before: 区教育局 is not the bureau of the city."""
        before = line[:start]
        return not before or (
            before[-1] not in _LEVELS and not any(before[at:] in self._places for at in range(len(before)))
        )

    def _first(self, line: str) -> int:
        """Where the line begins, behind the Party and places."""
        at = 0
        while end := next((end for end in range(len(line), at, -1) if self._leads(line[at:end])), 0):
            at = end
        return at

    def _leads(self, piece: str) -> bool:
        return piece == "中共" or piece in self._places


def _pieces(line: str, longest: int) -> Iterator[tuple[int, int]]:
    return ((start, end) for start in range(len(line)) for end in range(start + 1, min(len(line), start + longest) + 1))


def _holds(outer: tuple[int, int], inner: tuple[int, int]) -> bool:
    return outer != inner and outer[0] <= inner[0] and inner[1] <= outer[1]
