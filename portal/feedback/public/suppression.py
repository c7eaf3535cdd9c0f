"""Small counts are not told: in a small unit, a count of one says who."""

from __future__ import annotations

from typing import NamedTuple

#: Below it a count is not shown (DOMAIN.md 4.4).
THRESHOLD = 5


class Cell(NamedTuple):
    """A count as readers see it."""

    value: int | None

    @property
    def text(self) -> str:
        """The count, or that it is small."""
        return f"<{THRESHOLD}" if self.value is None else str(self.value)


def cell(count: int) -> Cell:
    """Nothing and five or more are told; what lies between is not."""
    return Cell(count if count == 0 or count >= THRESHOLD else None)


def row(counts: list[int]) -> tuple[list[Cell], Cell]:
    """Cells that add up, and their total. One hidden alone could be reckoned from the total, so the total goes too."""
    cells = [cell(count) for count in counts]
    hidden = sum(each.value is None for each in cells)
    total = sum(counts)
    return cells, Cell(None) if hidden == 1 else cell(total)
