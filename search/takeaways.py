"""What a reader can take along from a search: its feed to follow, its files to keep."""

from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise

from search.exporting.formats import FORMATS
from search.exporting.views import MOST_ROWS
from search.queries import SearchQuery, Sort


@dataclass(frozen=True, slots=True)
class File:
    """A format in which a search can be had."""

    label: str | Promise
    address: str


def taking_along(query: SearchQuery, total: int) -> dict[str, Any]:
    """The addresses of feed and files for a whole search, and how much of it the files hold, for the templates."""
    asked = replace(query, sort=Sort.RELEVANCE, page=1).address
    ending = "?" + asked if asked else ""
    files = [
        File(kind.label, reverse("search_export", args=(extension,)) + ending) for extension, kind in FORMATS.items()
    ]
    return {
        "asked": ending,
        "feed_url": reverse("search_feed") + ending,
        "json_feed_url": reverse("search_json_feed") + ending,
        "files": files if total else [],
        "rows_of_files": min(total, MOST_ROWS),
    }
