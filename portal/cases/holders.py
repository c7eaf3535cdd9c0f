"""What holds the names of cases besides the cases themselves: the texts of notices. The apps above register here."""

from __future__ import annotations

from collections.abc import Callable, Sequence

NameHolder = Callable[[Sequence[int]], None]

_holders: list[NameHolder] = []


def register_name_holder(holder: NameHolder) -> None:
    """Let ``holder`` take the hidden names of cases, given by their primary keys, out of all that it publishes.

    It is called in the transaction in which they were hidden, and again whenever a case is published.
    """
    if holder not in _holders:
        _holders.append(holder)


def mask_holders(cases: Sequence[int]) -> None:
    """Take the hidden names of these cases out of everything that holds them."""
    for holder in _holders:
        holder(cases)
