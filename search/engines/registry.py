"""Which engines this installation has: ``SEARCH_URL`` names the main one; the embedded one is there in any case."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from search.engines.base import SearchEngine
from search.engines.embedded import EmbeddedEngine

EMBEDDED, ELASTICSEARCH = "embedded", "elasticsearch"


def primary() -> SearchEngine:
    """The engine that answers."""
    return engines()[0]


def standby() -> SearchEngine | None:
    """The engine that answers while the main one cannot; None when there is no other."""
    return engines()[1] if len(engines()) > 1 else None


def engines() -> tuple[SearchEngine, ...]:
    """All that are configured and kept in step, the main one first."""
    return _engines(settings.SEARCH_URL, settings.SEARCH_DIR)


@cache
def _engines(url: str, folder: Path) -> tuple[SearchEngine, ...]:
    embedded = EmbeddedEngine(folder / EMBEDDED)
    if url.startswith(f"{EMBEDDED}:"):
        return (embedded,)
    if url.startswith(f"{ELASTICSEARCH}+"):
        # Only where it is used: the client costs a quarter of a second to import.
        from search.engines.elasticsearch.engine import ElasticsearchEngine

        return (ElasticsearchEngine(url), embedded)
    raise ImproperlyConfigured("SEARCH_URL: use embedded: or elasticsearch+http(s)://host:port")
