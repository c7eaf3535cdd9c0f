"""An archive as an Atom feed. It never tells of anything internal, whoever asks."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.archives.asking import Question
from portal.archives.reading import part
from portal.archives.scopes import Scope
from portal.archives.shown import ShownEntry, shown
from search.addresses import in_active_language

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def write_feed(request: HttpRequest, scope: Scope, question: Question) -> HttpResponse:
    """The newest entries of a question."""
    unit = scope.unit
    feed = Atom1Feed(
        title=_("Archive of %(unit)s") % {"unit": unit.label},
        link=_absolute(reverse("unit_archive", args=(unit.code,)) + question.address),
        feed_url=_absolute(request.get_full_path()),
        description=None,
        language=get_language(),
        feed_guid=_tag(f"archive/{unit.code}{question.address}"),
    )
    lines = list(shown(part(scope, question).entries, scope))
    for line in lines:
        _add(feed, line)
    # The generator would put the present moment, and no feed would ever be "not modified".
    newest = max((line.entry.recorded_at or EPOCH for line in lines), default=EPOCH)
    feed.latest_post_date = lambda: newest  # type: ignore[method-assign]
    response = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    feed.write(response, "utf-8")
    return response


def _add(feed: Atom1Feed, line: ShownEntry) -> None:
    entry = line.entry
    moment = entry.recorded_at or EPOCH
    feed.add_item(
        title=_("%(day)s %(kind)s: %(title)s") % {"day": line.day, "kind": line.kind, "title": entry.title},
        link=_absolute(in_active_language(entry.url)),
        description=" ".join(filter(None, (entry.state, entry.text))),
        author_name=line.unit or None,
        categories=(entry.place.source,),
        unique_id=_tag(f"archive/{entry.place.source}/{entry.place.number}"),
        pubdate=moment,
        updateddate=moment,
    )


def _absolute(path: str) -> str:
    return urljoin(f"{settings.SITE_URL}/", path)


def _tag(name: str) -> str:
    return f"tag:{urlsplit(settings.SITE_URL).hostname},2026:{name}"
