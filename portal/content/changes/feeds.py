"""The list of changes as a feed: what readers of this site follow. Mirrors follow the open data."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.content.changes.entries import Entry as Change
from search import vocabularies
from search.addresses import in_active_language
from search.feed_formats import Entry, Feed, on_this_site

#: Entries in a feed.
FEED_SIZE = 100


def feed_of(request: HttpRequest, changes: Iterable[Change], kind: str) -> Feed:
    """These changes as a feed."""
    shown = list(changes)
    names = vocabularies.labels("kind", {change.kind for change in shown})
    return Feed(
        name=f"changes/{kind}",
        title=_("Changes"),
        page_url=on_this_site(reverse("changes", args=(kind,) if kind else ())),
        feed_url=on_this_site(request.get_full_path()),
        entries=[entry_of(change, names[change.kind].label) for change in shown],
    )


def entry_of(change: Change, what: str) -> Entry:
    """One change; ``what`` is what its kind of document is called."""
    row = change.change
    return Entry(
        name=f"change/{row.pk}",
        title=": ".join(filter(None, (str(row.get_kind_display()), what, change.title))),
        url=on_this_site(in_active_language(change.url)),
        at=row.at,
        text=row.note,
        tags=(row.kind,),
    )
