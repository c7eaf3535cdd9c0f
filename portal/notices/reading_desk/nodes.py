"""Drafts of cases while they are worked on: values as typed, beside what was read, where, and how surely."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

#: The lists of each kind of node; the name of a list is the kind of its nodes.
LISTS: dict[str, tuple[str, ...]] = {"case": ("subjects", "periods", "amounts"), "subjects": ("measures",)}
#: Fields without which a node that was added and never filled in is empty.
CONTENT: dict[str, tuple[str, ...]] = {
    "subjects": ("name", "post_then", "post_now", "unit_then"),
    "measures": ("grade", "term", "decided_on", "text"),
    "periods": ("start", "end", "text"),
    "amounts": ("text", "what"),
}
ACCEPTED, LEFT_OUT = "accepted", "left_out"


@dataclass(slots=True)
class Hint:
    """Words of the text that an editor should look at: a code that they suggest, or what could not be placed."""

    text: str
    place: list[int]
    #: Taxonomy and code, as the value of a checkbox; empty for words alone.
    value: str = ""
    #: Why it is shown, for those without a code: ``gains``, ``unresolved``, ``unassigned``, ``unit``.
    why: str = ""


@dataclass(slots=True)
class Node:
    """One case, subject, measure, period or amount."""

    kind: str
    #: As the form holds them: text, lists of text, booleans.
    values: dict[str, Any] = field(default_factory=dict)
    #: The same as the reader filled them in; empty for what an editor added.
    read: dict[str, Any] = field(default_factory=dict)
    #: Field to its span in the source; ``""`` is that of the whole.
    places: dict[str, list[int]] = field(default_factory=dict)
    sure: dict[str, str] = field(default_factory=dict)
    hints: list[Hint] = field(default_factory=list)
    parts: dict[str, list[Node]] = field(default_factory=dict)
    is_removed: bool = False
    #: A case that the editor split or joined.
    is_recut: bool = False

    def record(self) -> dict[str, Any]:
        """As JSON stores it."""
        return asdict(self)

    @classmethod
    def of_record(cls, record: dict[str, Any]) -> Node:
        """The node of a record."""
        known = dict(record)
        known["hints"] = [Hint(**hint) for hint in known["hints"]]
        known["parts"] = {name: [cls.of_record(part) for part in parts] for name, parts in known["parts"].items()}
        return cls(**known)

    @property
    def span(self) -> tuple[int, int]:
        """The place of the whole."""
        start, end = self.places.get("", (0, 0))
        return start, end

    @property
    def is_blank(self) -> bool:
        """Whether it was added and never filled in."""
        content = CONTENT.get(self.kind)
        return (
            content is not None
            and not self.read
            and not any(self.values.get(name) for name in content)
            and all(part.is_blank for parts in self.parts.values() for part in parts)
        )

    @property
    def counts(self) -> bool:
        """Whether it becomes a part of the case."""
        return not self.is_removed and not self.is_blank

    def walk(self, prefix: str) -> Iterator[tuple[str, Node]]:
        """The node and all below it, each with the prefix of its form."""
        yield prefix, self
        for name in LISTS.get(self.kind, ()):
            for number, part in enumerate(self.parts.get(name, [])):
                yield from part.walk(f"{prefix}-{name}-{number}")


def prefix_of(number: int) -> str:
    """The prefix of a case by its place."""
    return f"c{number}"


def shape(nodes: list[Node]) -> str:
    """What forms there are and what stretches they read; two windows of one shape can take each other's words."""
    walked = (each for number, node in enumerate(nodes) for each in node.walk(prefix_of(number)))
    return ";".join(f"{prefix}:{node.places.get('', '')}" for prefix, node in walked)
