"""How a document lies in the index, and how it comes back."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from elasticsearch_dsl import Date, Keyword, Long, Object, Text
from elasticsearch_dsl import Mapping as IndexMapping

from search.analysis import ANALYSER_VERSION, normalise, single_stream
from search.documents import SearchDocument
from search.fingerprints import fingerprint

#: Goes up when the fields below change: an index of another version is rebuilt, never misread.
FIELDS = 1
VERSION = f"{FIELDS} {ANALYSER_VERSION}"
#: The part of an index's name that says which version it has, so that no search ever reaches another one.
VERSION_MARK = hashlib.sha256(VERSION.encode()).hexdigest()[:8]

#: How deep a page may lie. A shard keeps no more entries in order than it has documents, so the limit itself is free.
MAX_WINDOW = 1_000_000


def _tokens() -> Text:
    # Norms weigh by length and are not used; phrases of two tokens are looked up as one term.
    return Text(analyzer="whitespace", index_phrases=True, norms=False)


def index_body(meta: Mapping[str, str]) -> dict[str, Any]:
    """Settings and mappings of a new index. One shard: counts of facets are then exact."""
    mapping = IndexMapping()
    mapping.meta("_meta", params={"version": VERSION, **meta})
    mapping.meta("dynamic", params=False)
    mapping.meta("_source", excludes=["title_tokens", "body_tokens"])
    facet = {"facet": {"path_match": "facets.*", "mapping": {"type": "keyword"}}}
    mapping.meta("dynamic_templates", [facet])
    for name in ("key", "source", "fingerprint", "kind"):
        mapping.field(name, Keyword())
    mapping.field("number", Long())
    mapping.field("date", Date(format="strict_date"))
    mapping.field("facets", Object(dynamic=True))
    # Returned as it is, searched never.
    mapping.field("original", Object(enabled=False))
    mapping.field("title_tokens", _tokens())
    mapping.field("body_tokens", _tokens())
    settings = {
        "number_of_shards": 1,
        "number_of_replicas": 0,
        "refresh_interval": "-1",
        "max_result_window": MAX_WINDOW,
    }
    return {"settings": {"index": settings}, "mappings": mapping.to_dict()}


def _encodable(text: str) -> str:
    """The text as JSON can carry it: half of a surrogate pair is no character."""
    return text.encode(errors="replace").decode()


def stored(document: SearchDocument) -> dict[str, Any]:
    """What is written for a document."""
    return {
        "key": document.key,
        "source": document.key.partition(":")[0],
        "number": document.number,
        "kind": document.kind,
        "date": document.date.isoformat(),
        "facets": {name: list(codes) for name, codes in document.facets.items() if codes},
        "fingerprint": fingerprint(document),
        "original": {
            "title": _encodable(document.title),
            "url": document.url,
            "unit": _encodable(document.unit),
            "body": _encodable(document.body),
        },
        "title_tokens": single_stream(normalise(document.title)),
        "body_tokens": single_stream(normalise(document.body)),
    }


def restored(source: Mapping[str, Any]) -> SearchDocument:
    """The document behind a hit's ``_source``."""
    original = source["original"]
    return SearchDocument(
        key=source["key"],
        number=source["number"],
        kind=source["kind"],
        title=original["title"],
        url=original["url"],
        date=date.fromisoformat(source["date"]),
        unit=original["unit"],
        body=original["body"],
        facets={name: tuple(codes) for name, codes in source["facets"].items()},
    )


def restored_all(body: Mapping[str, Any]) -> Iterator[SearchDocument]:
    """The documents of an answer, read from its body: wrapping each hit in an object costs more than the search."""
    for hit in body["hits"]["hits"]:
        yield restored(hit["_source"])
