"""The festival nodes (节点) of past and coming years, for warnings that come when they matter."""

from dataclasses import dataclass
from datetime import date, timedelta

#: Days that follow the moon or the sun, by year: 春节, 清明, 端午, 中秋.
MOVING: dict[int, tuple[tuple[int, int], tuple[int, int], tuple[int, int], tuple[int, int]]] = {
    2023: ((1, 22), (4, 5), (6, 22), (9, 29)),
    2024: ((2, 10), (4, 4), (6, 10), (9, 17)),
    2025: ((1, 29), (4, 4), (5, 31), (10, 6)),
    2026: ((2, 17), (4, 5), (6, 19), (9, 25)),
    2027: ((2, 6), (4, 5), (6, 9), (9, 15)),
    2028: ((1, 26), (4, 4), (5, 28), (10, 3)),
    2029: ((2, 13), (4, 4), (6, 16), (9, 22)),
    2030: ((2, 3), (4, 5), (6, 5), (9, 12)),
    2031: ((1, 23), (4, 5), (6, 24), (10, 1)),
    2032: ((2, 11), (4, 4), (6, 12), (9, 19)),
    2033: ((1, 31), (4, 4), (6, 1), (9, 8)),
    2034: ((2, 19), (4, 5), (6, 20), (9, 27)),
    2035: ((2, 8), (4, 5), (6, 10), (9, 16)),
}


@dataclass(frozen=True, slots=True)
class Node:
    """A time of the year before which people are reminded."""

    #: The key in ``warnings.json``.
    name: str
    #: The year that titles name.
    year: int
    start: date
    end: date


def nodes(first: date, last: date) -> list[Node]:
    """The nodes that begin in a span of days, in order; years beyond the table have those with fixed days only."""
    found = [node for year in range(first.year - 1, last.year + 2) for node in _of_year(year)]
    return sorted((node for node in found if first <= node.start <= last), key=lambda node: node.start)


def _of_year(year: int) -> list[Node]:
    fixed = [
        Node("五一", year, date(year, 5, 1), date(year, 5, 5)),
        Node("升学季", year, date(year, 7, 1), date(year, 8, 31)),
        Node("岁末年初", year, date(year, 12, 10), date(year, 12, 31)),
    ]
    if year not in MOVING:
        new_year = Node("元旦春节", year, date(year, 1, 1), date(year, 2, 20))
        return [*fixed, new_year, Node("中秋国庆", year, date(year, 10, 1), date(year, 10, 7))]
    spring, tomb, dragon, moon = (date(year, *day) for day in MOVING[year])
    return [
        *fixed,
        Node("元旦春节", year, date(year, 1, 1), spring + timedelta(days=15)),
        Node("清明", year, tomb, tomb + timedelta(days=2)),
        Node("端午", year, dragon, dragon + timedelta(days=2)),
        Node("中秋国庆", year, min(moon, date(year, 10, 1)), max(moon, date(year, 10, 7)) + timedelta(days=1)),
    ]
