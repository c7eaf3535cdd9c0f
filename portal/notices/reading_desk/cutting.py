"""Splits a case at a sentence, joins two neighbours, adds parts that the reader did not find."""

from __future__ import annotations

import re

from portal.notices.reading_desk.drafting import Drafter, joined
from portal.notices.reading_desk.nodes import LISTS, Node, prefix_of

#: Behind these a case may be split.
_SENTENCE = re.compile(r"[。！？；\n]+[”」』]?\s*")
#: Parts of one list, and cases of one text.
MAX_PARTS, MAX_CASES = 60, 60


def places_to_split(source: str, node: Node) -> list[tuple[int, str]]:
    """Where a case may be split: the position, and the words that the second one would begin with."""
    start, end = node.span
    found = [match.end() for match in _SENTENCE.finditer(source, start, end) if match.end() < end]
    return [(at, " ".join(source[at : at + 24].split())) for at in found]


def split(nodes: list[Node], number: int, at: int, drafter: Drafter) -> bool:
    """Read a case as two, anew; False where the place is none of its own."""
    if not 0 <= number < len(nodes) or len(nodes) >= MAX_CASES:
        return False
    start, end = nodes[number].span
    if not start < at < end:
        return False
    halves = [drafter.stretch(start, at), drafter.stretch(at, end)]
    for half in halves:
        half.is_recut = True
    nodes[number : number + 1] = halves
    return True


def join_next(nodes: list[Node], number: int) -> bool:
    """Make one of a case and the next; False where there is no next one."""
    if not 0 <= number < len(nodes) - 1:
        return False
    nodes[number : number + 2] = [joined(nodes[number], nodes[number + 1])]
    return True


def add(nodes: list[Node], prefix: str, name: str) -> bool:
    """Add an empty part to a list of the node of this prefix; False where there is none."""
    for number, node in enumerate(nodes):
        for at, found in node.walk(prefix_of(number)):
            if at == prefix and name in LISTS.get(found.kind, ()):
                parts = found.parts.setdefault(name, [])
                if len(parts) >= MAX_PARTS:
                    return False
                parts.append(Node(name, parts={"measures": []} if name == "subjects" else {}))
                return True
    return False
