"""What loading a file would change, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from portal.cases.models import Term, TermList
from portal.cases.taxonomies.loading import entries, list_values, references, term_values


@dataclass(frozen=True, slots=True)
class Change:
    """One list or term that is added, changed, or closed: given a last day that it did not have."""

    kind: Literal["added", "changed", "closed"]
    #: ``list`` or ``list/code``.
    where: str
    name: str
    #: The columns that differ, for what is changed.
    columns: tuple[str, ...] = ()


def changes(data: Mapping[str, Any]) -> Iterator[Change]:
    """The changes, in the order of the file. ``data`` has passed `faults`."""
    lists = {one.code: one for one in TermList.objects.all()}
    for entry in data["lists"]:
        stored = lists.get(entry["code"])
        yield from _compared(stored, list_values(entry), entry["code"])
    related = Term.objects.select_related("parent", "successor", "counts_as")
    terms = {(term.taxonomy_id, term.code): term for term in related}
    for entry, order, written in entries(data):
        key = (entry["code"], written["code"])
        values = {**term_values(written), "sort_order": order, **references(entry["code"], written)}
        yield from _compared(terms.get(key), values, "/".join(key))


def _compared(stored: Any, values: Mapping[str, Any], where: str) -> Iterator[Change]:
    if stored is None:
        yield Change("added", where, values["name"])
        return
    columns = tuple(name for name, value in values.items() if _value(stored, name) != value)
    if "valid_until" in columns and stored.valid_until is None:
        yield Change("closed", where, values["name"], columns)
    elif columns:
        yield Change("changed", where, values["name"], columns)


def _value(stored: Any, name: str) -> Any:
    value = getattr(stored, name)
    return (value.taxonomy_id, value.code) if isinstance(value, Term) else value
