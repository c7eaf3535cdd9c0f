"""A public statistic: a table with its definition, whose figures lead to what they count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class ChartKind(StrEnum):
    """How the figures of a statistic are drawn."""

    #: Over time: a line for each of some columns.
    COURSE = "course"
    #: A bar for each row.
    BARS = "bars"
    #: A tile for each row, where it lies.
    TILES = "tiles"
    #: Over time: a bar for each row, parted by columns.
    PARTS = "parts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """For what is counted. Empty: everything on the portal."""

    #: A year, ``2026``, or a quarter, ``2026Q3``.
    period: str = ""
    #: Codes of a region and of a unit; what lies below is included.
    region: str = ""
    unit: str = ""

    def filters(self) -> dict[str, tuple[str, ...]]:
        """The search filters for the same."""
        chosen = {"quarter": self.period, "region": self.region, "unit": self.unit}
        return {name: (code,) for name, code in chosen.items() if code}


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A column: what is counted in it, and in which unit (件, 人次)."""

    code: str
    label: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedRow:
    """A row with a figure for each column; None where it has none."""

    code: str
    label: str
    figures: tuple[int | None, ...]
    #: The label where a chart has little room; empty: the label itself.
    short: str = ""
    #: The search that lists what the figures count; empty where there is nothing to list.
    address: str = ""
    #: Other addresses for some columns, by the code of the column.
    addresses: Mapping[str, str] | None = None
    #: Deeper ones are part of the row above.
    level: int = 0
    #: Where a tile stands: column and row of the grid; None: wherever there is room.
    tile: tuple[int, int] | None = None

    def address_of(self, column: str) -> str:
        """The search behind the figure of a column."""
        return (self.addresses or {}).get(column, self.address)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistic:
    """A table with all that a reader needs to take its figures for what they are."""

    code: str
    title: str
    #: What is counted, in a sentence or two.
    definition: str
    columns: tuple[Counted, ...]
    rows: tuple[CountedRow, ...]
    chart: ChartKind
    #: The columns that are drawn; all of a chart have one unit of count.
    drawn: tuple[str, ...]
    #: Everything together, where that is more than the rows say.
    total: CountedRow | None = None
    #: What else to know, such as that rows do not add up.
    notes: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was counted at all."""
        return not any(figure for row in self.rows for figure in row.figures)

    @property
    def leads_to_all(self) -> bool:
        """Whether every figure leads to the search that lists what it counts."""
        lines = (*self.rows, *([self.total] if self.total else []))
        codes = [column.code for column in self.columns]
        return all(
            line.address_of(code) or not figure
            for line in lines
            for code, figure in zip(codes, line.figures, strict=True)
        )
