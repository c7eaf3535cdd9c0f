"""Writes the official lists of a file, whole or not at all; what the file does not name stays as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.db import transaction

#: The plain columns of a list and of a term, with what stands for one that the file leaves out.
LIST_COLUMNS: Mapping[str, Any] = {"name": "", "name_en": "", "note": "", "measure_scale": ""}
TERM_COLUMNS: Mapping[str, Any] = {
    "name": "",
    "name_en": "",
    "valid_from": None,
    "valid_until": None,
    "attributes": {},
}
#: What a term says of other terms.
REFERENCES = ("parent", "successor", "counts_as")


@transaction.atomic
def load(data: Mapping[str, Any], lists: type[Any], terms: type[Any]) -> None:
    """Add or bring up to date the lists of ``data`` and their terms. ``data`` has passed `faults`.

    ``lists`` and ``terms`` are the model classes, so that migrations may give theirs.
    """
    for entry in data["lists"]:
        _bring(lists, {"code": entry["code"]}, list_values(entry))
    known = {(term.taxonomy_id, term.code): term for term in terms.objects.all()}
    # Two names may have changed places, and no list may hold one twice in between.
    for entry, _order, term in entries(data):
        old = known.get((entry["code"], term["code"]))
        if old is not None and old.name != term["name"]:
            terms.objects.filter(pk=old.pk).update(name=f"{term['code']} \x1f")
    for entry, order, term in entries(data):
        place = {"taxonomy_id": entry["code"], "code": term["code"]}
        values = {**term_values(term), "sort_order": order}
        known[entry["code"], term["code"]] = _bring(terms, place, values)
    for entry, _order, term in entries(data):
        found = known[entry["code"], term["code"]]
        wanted = {name: known.get(key) if key else None for name, key in references(entry["code"], term).items()}
        _write(found, wanted)


def entries(data: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], int, Mapping[str, Any]]]:
    """Each term of the file with its list and its place there."""
    for entry in data["lists"]:
        for order, term in enumerate(entry["terms"]):
            yield entry, order, term


def list_values(entry: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a list."""
    return {name: entry.get(name, default) for name, default in LIST_COLUMNS.items()}


def term_values(term: Mapping[str, Any]) -> dict[str, Any]:
    """The plain columns of a term."""
    values = {name: term.get(name, default) for name, default in TERM_COLUMNS.items()}
    for name in ("valid_from", "valid_until"):
        values[name] = date.fromisoformat(values[name]) if values[name] else None
    return values


def references(taxonomy: str, term: Mapping[str, Any]) -> dict[str, tuple[str, str] | None]:
    """List and code of the terms that a term names."""
    found: dict[str, tuple[str, str] | None] = {
        name: (taxonomy, term[name]) if term.get(name) else None for name in ("parent", "successor")
    }
    other = term.get("counts_as")
    return {**found, "counts_as": (other[0], other[1]) if other else None}


def _bring(model: type[Any], place: Mapping[str, Any], values: Mapping[str, Any]) -> Any:
    found = model.objects.filter(**place).first()
    if found is None:
        return model.objects.create(**place, **values)
    _write(found, values)
    return found


def _write(row: Any, values: Mapping[str, Any]) -> None:
    """Save what differs, row by row: the signals of a save renew copies and search."""
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        row.save()
