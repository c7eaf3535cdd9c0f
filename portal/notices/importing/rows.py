"""One row of a file as a reader gives it, and what may be wrong with it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

#: Tells the operator something about the file that is no error, such as a hidden sheet that was left out.
Note = Callable[[str], None]

#: A block of a notice's body as Wagtail stores it: its type and its value.
Block = dict[str, Any]


class UnusableFile(Exception):
    """The file as a whole cannot be imported; the message says why."""


class RowError(Exception):
    """A row cannot go in: the key that is wrong (empty when it is the row itself) and the reason."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field
        self.reason = reason


class Blocks(list[Block]):
    """A body that a reader has already taken apart; a list from a JSON row is never one."""


@dataclass(frozen=True, slots=True)
class Row:
    """The keys of one notice and their values: text, lists of text, dates, or `Blocks` for the body."""

    place: str
    values: dict[str, object]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row did not go in, and where it stands in its file."""

    place: str
    field: str
    reason: str
