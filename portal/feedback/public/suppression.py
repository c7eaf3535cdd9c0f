"""Small counts are not told, nor to be reckoned from what is told: in a small unit, a count of one says who."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import NamedTuple

#: Below it a count is not shown (DOMAIN.md 4.4).
THRESHOLD = 5


class Cell(NamedTuple):
    """A count as readers see it."""

    value: int | None
    #: Without a value: hidden for being small; otherwise a larger one, from which a small one could be reckoned.
    is_small: bool = True

    @property
    def text(self) -> str:
        """The count, that it is small, or a dash."""
        if self.value is None:
            return f"<{THRESHOLD}" if self.is_small else "—"
        return str(self.value)


WITHHELD = Cell(None, is_small=False)


class Table(NamedTuple):
    """The same things counted several times by something else each time, and how many they are."""

    groups: list[list[Cell]]
    total: Cell


def cell(count: int) -> Cell:
    """Nothing and five or more are told; what lies between is not."""
    return Cell(count if count == 0 or count >= THRESHOLD else None)


def row(counts: Sequence[int]) -> tuple[list[Cell], Cell]:
    """Cells that add up, and their total, or a dash where a small one could be reckoned from it."""
    cells = [cell(count) for count in counts]
    total = cell(sum(counts))
    return cells, WITHHELD if is_reckonable([cells], total) else total


def table(groups: Sequence[Sequence[int]]) -> Table | None:
    """Groups that add up to the same total; None where a small count could be reckoned whatever were left out.

    First the total goes, then a larger count of each group: a group that is shown whole tells the total.
    """
    cells = [[cell(count) for count in counts] for counts in groups]
    larger = [_without_the_smallest(each) for each in cells]
    for shown in (Table(cells, cell(sum(groups[0]))), Table(cells, WITHHELD), Table(larger, WITHHELD)):
        if not is_reckonable(shown.groups, shown.total):
            return shown
    return None


def is_reckonable(groups: Sequence[Sequence[Cell]], total: Cell) -> bool:
    """Whether a reader can tell a hidden small count: all that groups and total say of the total, taken together."""
    ranges = [_range([total]), *map(_range, groups)]
    least, most = max(low for low, _high in ranges), min(high for _low, high in ranges)
    return any(_tells(cells, least, most) for cells in groups)


def _tells(cells: Sequence[Cell], least: float, most: float) -> bool:
    small = sum(_is_small(each) for each in cells)
    if not small:
        return False
    rest = _range([each for each in cells if not _is_small(each)])
    lowest = max(1, least - rest[1] - (THRESHOLD - 1) * (small - 1))
    highest = min(THRESHOLD - 1, most - rest[0] - (small - 1))
    return lowest >= highest


def _range(cells: Sequence[Cell]) -> tuple[float, float]:
    """Between which numbers these counts add up."""
    known = sum(each.value or 0 for each in cells)
    small = sum(_is_small(each) for each in cells)
    withheld = cells.count(WITHHELD)
    return known + small + THRESHOLD * withheld, inf if withheld else known + (THRESHOLD - 1) * small


def _is_small(shown: Cell) -> bool:
    return shown.value is None and shown.is_small


def _without_the_smallest(cells: list[Cell]) -> list[Cell]:
    told = [place for place, each in enumerate(cells) if each.value]
    if not told:
        return cells
    smallest = min(told, key=lambda place: cells[place].value or 0)
    return [WITHHELD if place == smallest else each for place, each in enumerate(cells)]
