"""The list of changes as an Atom feed: what mirrors of this site read to keep up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.content.changes.entries import Entry
from search import vocabularies
from search.addresses import in_active_language

#: Entries in a feed.
FEED_SIZE = 100


def write_feed(request: HttpRequest, entries: Iterable[Entry], kind: str) -> HttpResponse:
    """These changes as Atom."""
    shown = list(entries)
    arguments = (kind,) if kind else ()
    feed = Atom1Feed(
        title=_("Changes"),
        link=_absolute(reverse("changes", args=arguments)),
        feed_url=_absolute(request.get_full_path()),
        description=None,
        language=get_language(),
        feed_guid=_tag(f"changes/{kind}"),
    )
    names = vocabularies.labels("kind", {entry.kind for entry in shown})
    for entry in shown:
        change = entry.change
        what = names[entry.kind].label if entry.kind in names else entry.kind
        feed.add_item(
            title=": ".join(filter(None, (str(change.get_kind_display()), what, entry.title))),
            link=_absolute(in_active_language(entry.url)),
            description=change.note,
            categories=(change.kind,),
            unique_id=_tag(f"change/{change.pk}"),
            pubdate=change.at,
            updateddate=change.at,
        )
    if not shown:
        # The generator would put the present moment, and no empty feed would ever be "not modified".
        feed.latest_post_date = lambda: datetime(1970, 1, 1, tzinfo=UTC)  # type: ignore[method-assign]
    response = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    feed.write(response, "utf-8")
    return response


def _absolute(path: str) -> str:
    return urljoin(f"{settings.SITE_URL}/", path)


def _tag(name: str) -> str:
    return f"tag:{urlsplit(settings.SITE_URL).hostname},2026:{name}"
