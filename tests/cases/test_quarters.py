"""Quarters: their days, and the way back through them."""

from datetime import date

import pytest

from portal.cases.statistics.quarters import Quarter


@pytest.mark.parametrize(
    ("day", "code", "begin", "end"),
    [
        (date(2026, 1, 1), "2026Q1", date(2026, 1, 1), date(2026, 3, 31)),
        (date(2024, 5, 31), "2024Q2", date(2024, 4, 1), date(2024, 6, 30)),
        (date(2026, 9, 30), "2026Q3", date(2026, 7, 1), date(2026, 9, 30)),
        (date(2025, 12, 31), "2025Q4", date(2025, 10, 1), date(2025, 12, 31)),
    ],
)
def test_quarters(day: date, code: str, begin: date, end: date) -> None:
    quarter = Quarter.of(day)
    assert (quarter.code, quarter.first_day, quarter.last_day) == (code, begin, end)
    assert quarter.before.last_day < quarter.first_day
    assert (quarter.first_day - quarter.before.last_day).days == 1


def test_the_way_back() -> None:
    assert [quarter.code for quarter in Quarter(2026, 2).back(4)] == ["2026Q2", "2026Q1", "2025Q4", "2025Q3"]
