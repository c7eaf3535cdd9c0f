"""A feed, as Atom or as JSON Feed: the same entries, with the same identities, in both."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language

JSON_FEED = "https://jsonfeed.org/version/1.1"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Something that readers are told of."""

    #: Stays the same whichever host name, language or format was asked.
    name: str
    title: str
    #: With scheme and host, like all addresses here.
    url: str
    at: datetime
    text: str = ""
    author: str = ""
    tags: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What a feed is about, and its entries, the newest first."""

    name: str
    title: str
    page_url: str
    feed_url: str
    entries: Sequence[Entry]


def atom(feed: Feed) -> HttpResponse:
    """As Atom."""
    written = Atom1Feed(
        title=feed.title,
        link=feed.page_url,
        feed_url=feed.feed_url,
        description=None,
        language=get_language(),
        feed_guid=_tag(feed.name),
    )
    for entry in feed.entries:
        written.add_item(
            title=entry.title,
            link=entry.url,
            description=entry.text,
            author_name=entry.author or None,
            categories=entry.tags,
            unique_id=_tag(entry.name),
            pubdate=entry.at,
            updateddate=entry.at,
        )
    if not feed.entries:
        # The generator would put the present moment, and no empty feed would ever be "not modified".
        written.latest_post_date = lambda: EPOCH  # type: ignore[method-assign]
    response = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    written.write(response, "utf-8")
    return response


def json_feed(feed: Feed) -> HttpResponse:
    """As JSON Feed."""
    written = {
        "version": JSON_FEED,
        "title": feed.title,
        "home_page_url": feed.page_url,
        "feed_url": feed.feed_url,
        "language": get_language(),
        "items": [_item(entry) for entry in feed.entries],
    }
    return HttpResponse(json.dumps(written, ensure_ascii=False), content_type="application/feed+json; charset=utf-8")


FORMATS = {"atom": atom, "json": json_feed}


def on_this_site(path: str) -> str:
    """A path with scheme and host, whichever host was asked."""
    return urljoin(f"{settings.SITE_URL}/", path)


def _item(entry: Entry) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": _tag(entry.name),
        "url": entry.url,
        "title": entry.title,
        "content_text": entry.text or entry.title,
        "date_published": entry.at.isoformat(timespec="seconds"),
    }
    if entry.author:
        item["authors"] = [{"name": entry.author}]
    if entry.tags:
        item["tags"] = list(entry.tags)
    return item


def _tag(name: str) -> str:
    return f"tag:{urlsplit(settings.SITE_URL).hostname},2026:{name}"
