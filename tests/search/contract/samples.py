"""Invented documents for the engines, and the golden file of questions with the answers a reader expects."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from search import parsing
from search.documents import SearchDocument
from search.engines.base import EngineQuery, Match

GOLDEN = json.loads((Path(__file__).parent / "golden.json").read_text(encoding="utf-8"))


def document(number: int, title: str = "通报", body: str = "", **values: Any) -> SearchDocument:
    """A case notice with sensible values for all that a test does not care about."""
    source = values.pop("source", "notice")
    defaults: dict[str, Any] = {
        "key": f"{source}:{number}",
        "number": number,
        "kind": "case",
        "url": f"/notices/{number}/",
        "date": date(2026, 1, 1),
        "unit": "江州市纪委监委",
        "facets": {"kind": ("case",)},
    }
    return SearchDocument(title=title, body=body, **{**defaults, **values})


def golden_documents() -> list[SearchDocument]:
    """The documents of the golden file."""
    return [
        document(
            entry["number"],
            entry["title"],
            entry["body"],
            date=date.fromisoformat(entry["date"]),
            kind=entry["facets"]["kind"][0],
            facets={name: tuple(codes) for name, codes in entry["facets"].items()},
        )
        for entry in GOLDEN["documents"]
    ]


def typed(text: str) -> Match:
    """What a reader's text asks of an engine, without synonyms."""
    return parsing.exact(text, parsing.parse(text), lambda term: ())


def asked(text: str, **values: Any) -> EngineQuery:
    """An engine's question from a reader's text."""
    return EngineQuery(match=typed(text), **values)
