"""Loads official lists from a file: whole, or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction


@transaction.atomic
def load(data: Mapping[str, Any], lists: type[Any], terms: type[Any]) -> None:
    """Add or bring up to date the lists of ``data`` and their terms; what is not in ``data`` stays as it is.

    ``lists`` and ``terms`` are the model classes, so that migrations may give theirs.
    """
    known: dict[tuple[str, str], Any] = {}
    for entry in data["lists"]:
        fields = {name: entry.get(name, "") for name in ("name", "name_en", "note", "measure_scale")}
        lists.objects.update_or_create(code=entry["code"], defaults=fields)
        for order, term in enumerate(entry["terms"]):
            known[entry["code"], term["code"]] = _load_term(entry["code"], order, term, terms, known)
    for entry in data["lists"]:
        for term in entry["terms"]:
            if "counts_as" in term:
                taxonomy, code = term["counts_as"]
                target = terms.objects.get(taxonomy_id=taxonomy, code=code)
                terms.objects.filter(pk=known[entry["code"], term["code"]].pk).update(counts_as=target)


def _load_term(taxonomy: str, order: int, term: Mapping[str, Any], terms: type[Any], known: Mapping[Any, Any]) -> Any:
    fields = {
        "name": term["name"],
        "name_en": term.get("name_en", ""),
        "parent": known.get((taxonomy, term.get("parent"))),
        "sort_order": order,
        "valid_from": term.get("valid_from"),
        "valid_until": term.get("valid_until"),
        "attributes": term.get("attributes", {}),
    }
    found, _made = terms.objects.update_or_create(taxonomy_id=taxonomy, code=term["code"], defaults=fields)
    return found
