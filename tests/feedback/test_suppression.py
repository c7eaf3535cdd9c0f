"""Small counts are hidden, and nobody can reckon them from what stands beside."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.feedback.public.suppression import Cell, row, table


@pytest.mark.parametrize(
    ("counts", "shown", "total"),
    [
        ([0, 5, 7], ["0", "5", "7"], "12"),
        ([1, 5, 7], ["<5", "5", "7"], "—"),
        ([1, 2, 7], ["<5", "<5", "7"], "10"),
        ([10, 1, 1, 0, 0, 0], ["10", "<5", "<5", "0", "0", "0"], "—"),
        ([20, 4, 4], ["20", "<5", "<5"], "—"),
        ([1, 2, 0], ["<5", "<5", "0"], "<5"),
        ([1, 1, 1, 1], ["<5"] * 4, "—"),
    ],
)
def test_a_small_count_is_not_told_nor_to_be_reckoned(counts: list[int], shown: list[str], total: str) -> None:
    cells, whole = row(counts)
    assert [each.text for each in cells] == shown
    assert whole.text == total


@settings(deadline=None, max_examples=150)
@given(st.lists(st.integers(0, 9), min_size=2, max_size=4), st.data())
def test_what_two_groups_tell_together_leaves_every_small_count_open(first: list[int], data: Any) -> None:
    """Tried out: for each small count there are at least two that fit all that is shown."""
    cut = data.draw(st.integers(0, sum(first)))
    told = table([first, [cut, sum(first) - cut]])
    if told is None:
        return
    open_counts: list[set[int]] = [set() for _cell in first]
    for total in range(sum(first) + 12):
        if fits([told.total], total) and fits(told.groups[1], total):
            for counts in sums(told.groups[0], total):
                for place, count in enumerate(counts):
                    open_counts[place].add(count)
    for count, found in zip(first, open_counts, strict=True):
        assert count in found
        assert 0 < count < 5 and len(found) > 1 or not 0 < count < 5


def sums(cells: list[Cell], total: int) -> Iterator[tuple[int, ...]]:
    """All counts that cells may stand for and that add up to a total."""
    if not cells:
        yield from [()] if total == 0 else []
        return
    first, *rest = cells
    if first.value is not None:
        fitting = range(first.value, first.value + 1)
    else:
        fitting = range(1, 5) if first.is_small else range(5, total + 1)
    for count in fitting:
        if count <= total:
            yield from ((count, *others) for others in sums(rest, total - count))


def fits(cells: list[Cell], total: int) -> bool:
    return next(sums(cells, total), None) is not None
