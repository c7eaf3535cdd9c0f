"""Counts the reader's own errors by field: what editors kept, corrected, added and took out. No text, no user."""

from __future__ import annotations

from collections import Counter
from typing import Any

from portal.notices.models.readings import ReaderOutcome
from portal.notices.reading_desk.nodes import LEFT_OUT, LISTS, Node

Outcome = ReaderOutcome.Outcome
Counts = Counter[tuple[str, str]]
#: The fields that the reader fills in, by kind.
READ_FIELDS: dict[str, tuple[str, ...]] = {
    "case": ("heading", "unit", "region", "facts", "other_problems"),
    "subjects": ("kind", "name", "marker", "post_then", "post_now", "unit_then"),
    "measures": ("grade", "term", "decided_on", "text"),
    "periods": ("start", "end", "text"),
    "amounts": ("text",),
}


def outcomes(nodes: list[Node]) -> Counts:
    """The counts of a notice whose cases are all decided upon."""
    counted: Counts = Counter()
    for node in nodes:
        left_out = node.values.get("decision") == LEFT_OUT
        _boundary(node, counted, left_out=left_out)
        if not left_out:
            _codes(node, counted)
            _node(node, counted, removed=False)
    return counted


def _boundary(node: Node, counted: Counts, *, left_out: bool) -> None:
    """Whether the reader found this case, and where it begins and ends."""
    if left_out:
        counted["case", Outcome.REMOVED] += 1
    elif not node.read:
        counted["case", Outcome.ADDED] += 1
    else:
        counted["case", Outcome.CORRECTED if node.is_recut else Outcome.KEPT] += 1


def _codes(node: Node, counted: Counts) -> None:
    ticked = set(node.values.get("codes") or ())
    for hint in node.hints:
        if hint.value:
            counted["codes", Outcome.KEPT if hint.value in ticked else Outcome.REMOVED] += 1
    if node.values.get("violation"):
        counted["codes", Outcome.ADDED] += 1


def _node(node: Node, counted: Counts, *, removed: bool) -> None:
    if node.is_blank:
        return
    gone = removed or node.is_removed
    prefix = "" if node.kind == "case" else f"{node.kind}."
    for name in READ_FIELDS[node.kind]:
        before, after = _plain(node.read.get(name)), "" if gone else _plain(node.values.get(name))
        if name == "kind" and not node.read:
            continue
        if outcome := _outcome(before, after):
            counted[f"{prefix}{name}", outcome] += 1
    for name in LISTS.get(node.kind, ()):
        for part in node.parts.get(name, []):
            _node(part, counted, removed=gone)


def _outcome(before: str, after: str) -> str:
    if before == after:
        return Outcome.KEPT if before else ""
    if not before:
        return Outcome.ADDED
    return Outcome.CORRECTED if after else Outcome.REMOVED


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    return "\n".join(line.strip() for line in str(value or "").splitlines() if line.strip())
