"""Checks a file of official lists as a whole, before any of it is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from portal.cases.models import Measure, MeasureScale, Term, TermList
from portal.cases.taxonomies.loading import LIST_COLUMNS, REFERENCES, TERM_COLUMNS, entries, references

_FILE_KEYS = frozenset({"source", "lists"})
_LIST_KEYS = frozenset({"code", "terms", *LIST_COLUMNS})
_TERM_KEYS = frozenset({"code", *TERM_COLUMNS, *REFERENCES})
Key = tuple[str, str]


def faults(data: Any) -> list[str]:
    """Everything that is wrong with a file, each line naming its entry; nothing where it can be loaded."""
    found = list(_shape(data))
    # What follows reads the entries, so it needs them whole.
    return found or [*_doubles(data), *_scales(data), *_terms(data), *_names(data), *_ways(data)]


def _shape(data: Any) -> Iterator[str]:
    if not isinstance(data, dict) or not isinstance(data.get("lists"), list):
        yield _("The file is no object with “lists”.")
        return
    yield from _unknown(_("the file"), data, _FILE_KEYS)
    for number, entry in enumerate(data["lists"], start=1):
        where = _("list %(number)d") % {"number": number}
        if not isinstance(entry, dict) or not isinstance(entry.get("terms"), list):
            yield _("%(where)s: no object with “terms”.") % {"where": where}
            continue
        yield from _texts(f"{where} {entry.get('code', '')}".strip(), entry, _LIST_KEYS, TermList)
        for place, term in enumerate(entry["terms"], start=1):
            at = _("%(list)s, entry %(number)d") % {"list": entry.get("code", where), "number": place}
            if not isinstance(term, dict):
                yield _("%(where)s: no object.") % {"where": at}
                continue
            yield from _texts(f"{at} {term.get('code', '')}".strip(), term, _TERM_KEYS, Term)
            yield from _references_written(at, term)


def _texts(where: str, entry: Mapping[str, Any], keys: frozenset[str], model: type[Any]) -> Iterator[str]:
    yield from _unknown(where, entry, keys)
    for name in ("code", "name", "name_en", "note"):
        value = entry.get(name, "")
        if name not in keys:
            continue
        if not isinstance(value, str) or (name in {"code", "name"} and not value.strip()):
            yield _("%(where)s: “%(key)s” is missing or no text.") % {"where": where, "key": name}
        elif (limit := model._meta.get_field(name).max_length) and len(value) > limit:
            yield _("%(where)s: “%(key)s” is longer than %(limit)d.") % {"where": where, "key": name, "limit": limit}


def _references_written(where: str, term: Mapping[str, Any]) -> Iterator[str]:
    rules: dict[str, Callable[[Any], bool]] = {
        "parent": lambda value: isinstance(value, str),
        "successor": lambda value: isinstance(value, str),
        "counts_as": lambda value: isinstance(value, list) and len(value) == 2 and all(map(_is_text, value)),
        "attributes": lambda value: isinstance(value, dict),
        "valid_from": _is_day,
        "valid_until": _is_day,
    }
    for name, fits in rules.items():
        if term.get(name) is not None and not fits(term[name]):
            yield _("%(where)s: “%(key)s” cannot be read: %(value)s.") % {
                "where": f"{where} {term.get('code', '')}".strip(),
                "key": name,
                "value": str(term[name])[:60],
            }


def _unknown(where: str, entry: Mapping[str, Any], keys: frozenset[str]) -> Iterator[str]:
    for key in sorted(set(entry) - keys):
        yield _("%(where)s: unknown key “%(key)s”.") % {"where": where, "key": key}


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_day(value: Any) -> bool:
    try:
        date.fromisoformat(value)
    except (TypeError, ValueError):
        return False
    return True


def _doubles(data: Mapping[str, Any]) -> Iterator[str]:
    seen: set[Any] = set()
    keys = [entry["code"] for entry in data["lists"]]
    for key in [*keys, *((entry["code"], term["code"]) for entry, _order, term in entries(data))]:
        if key in seen:
            yield _("%(where)s: the code stands twice.") % {"where": key if isinstance(key, str) else _at(key)}
        seen.add(key)


def _scales(data: Mapping[str, Any]) -> Iterator[str]:
    stored = dict(TermList.objects.values_list("code", "measure_scale"))
    for entry in data["lists"]:
        code, scale = entry["code"], entry.get("measure_scale", "")
        if scale and scale not in MeasureScale.values:
            yield _("%(where)s: there is no scale “%(scale)s”.") % {"where": code, "scale": str(scale)[:60]}
        elif stored.get(code, scale) != scale and Measure.objects.filter(grade__taxonomy=code).exists():
            yield _("%(where)s: its grades are in use on another scale.") % {"where": code}


def _terms(data: Mapping[str, Any]) -> Iterator[str]:
    known = _stored() | {(entry["code"], term["code"]): term for entry, _order, term in entries(data)}
    for entry, _order, term in entries(data):
        where = _at((entry["code"], term["code"]))
        for name, key in references(entry["code"], term).items():
            if key and key not in known:
                yield _("%(where)s: “%(key)s” names an unknown term %(code)s.") % {
                    "where": where,
                    "key": name,
                    "code": _at(key),
                }
        if (term.get("counts_as") or [""])[0] == entry["code"]:
            yield _("%(where)s: “counts_as” names a term of the same list; “successor” is meant.") % {"where": where}
        start, end = term.get("valid_from"), term.get("valid_until")
        if start and end and date.fromisoformat(end) < date.fromisoformat(start):
            yield _("%(where)s: it ends before it begins.") % {"where": where}
        if term.get("successor") and not end:
            yield _("%(where)s: it is replaced and needs “valid_until”.") % {"where": where}


def _names(data: Mapping[str, Any]) -> Iterator[str]:
    """A list names each of its terms differently, those included that the file leaves as they are."""
    names = {key: term["name"] for key, term in _stored().items()}
    names |= {(entry["code"], term["code"]): term["name"] for entry, _order, term in entries(data)}
    holders: dict[Key, Key] = {}
    for key, name in names.items():
        first = holders.setdefault((key[0], name), key)
        if first != key:
            values = {"where": _at(key), "name": name, "other": first[1]}
            yield _("%(where)s: the name %(name)s belongs to %(other)s.") % values


def _ways(data: Mapping[str, Any]) -> Iterator[str]:
    """Nothing stands below itself, and no way forward leads back."""
    ways = {key: dict(term["references"]) for key, term in _stored().items()}
    ways |= {(entry["code"], term["code"]): references(entry["code"], term) for entry, _order, term in entries(data)}
    steps: tuple[Callable[[Mapping[str, Key | None]], Key | None], ...] = (
        lambda way: way["parent"],
        lambda way: way["successor"] or way["counts_as"],
    )
    for step in steps:
        for key in ways:
            if _returns(key, ways, step):
                yield _("%(where)s: it leads back to itself.") % {"where": _at(key)}


def _returns(key: Key, ways: Mapping[Key, Any], step: Callable[[Any], Key | None]) -> bool:
    at, seen = step(ways[key]), set[Key]()
    while at is not None and at in ways and at not in seen:
        if at == key:
            return True
        seen.add(at)
        at = step(ways[at])
    return False


def _stored() -> dict[Key, dict[str, Any]]:
    """What the tables hold, in the form of the file as far as the checks ask."""
    terms = Term.objects.select_related("parent", "successor", "counts_as")
    return {
        (term.taxonomy_id, term.code): {
            "name": term.name,
            "references": {
                name: (other.taxonomy_id, other.code) if (other := getattr(term, name)) else None for name in REFERENCES
            },
        }
        for term in terms
    }


def _at(key: Key) -> str:
    return f"{key[0]}/{key[1]}"
