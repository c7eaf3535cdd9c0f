"""What holds the names of cases besides the cases themselves: the texts of notices. The apps above register here."""

from __future__ import annotations

from collections.abc import Callable

NameHolder = Callable[[int], None]

_holders: list[NameHolder] = []


def register_name_holder(holder: NameHolder) -> None:
    """Let ``holder`` take the hidden names of a case, given by its primary key, out of all that it publishes.

    It is called in the transaction in which they were hidden, and again whenever the case is published.
    """
    if holder not in _holders:
        _holders.append(holder)


def mask_holders(case: int) -> None:
    """Take the hidden names of a case out of everything that holds them."""
    for holder in _holders:
        holder(case)
