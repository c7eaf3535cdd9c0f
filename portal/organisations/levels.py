"""Levels of a tree: which nodes a table shows, and sums that hold all that lies below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Protocol, Self, TypeVar

from portal.organisations.models import CodedNode


class Summed(Protocol):
    """What can be added up."""

    def __add__(self, other: Self, /) -> Self:
        """Both together."""


Node = TypeVar("Node", bound=CodedNode)
Sum = TypeVar("Sum", bound=Summed)


def right_below(nodes: Sequence[Node], code: str) -> list[Node]:
    """Of a whole tree in the order of its paths those right below a code, or that node itself where nothing is.

    Without a code, or with one that is unknown: the uppermost level with more than one node.
    """
    above = next((node for node in nodes if node.code == code), None) if code else None
    level = (above.depth + 1) if above else _first_parting(nodes)
    found = [node for node in nodes if node.depth == level and (not above or node.path.startswith(above.path))]
    return found or ([above] if above else [])


def with_all_below(
    nodes: Sequence[CodedNode], own: Mapping[int, Sum] | Mapping[int | None, Sum], nothing: Sum
) -> dict[int, Sum]:
    """By primary key, what nodes have themselves and what all below them have."""
    by_path = {node.path: node.pk for node in nodes}
    sums = dict.fromkeys(by_path.values(), nothing)
    for node in nodes:
        if node.pk in own:
            for path in node.paths_down_to(node.path):
                above = by_path.get(path)
                if above is not None:
                    sums[above] = sums[above] + own[node.pk]
    return sums


def _first_parting(nodes: Sequence[CodedNode]) -> int:
    levels = Counter(node.depth for node in nodes)
    return next((depth for depth in sorted(levels) if levels[depth] > 1), 1)
