"""A search as a feed."""

from dataclasses import replace
from datetime import date, datetime, time

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from search.addresses import in_active_language
from search.feed_formats import Entry, Feed
from search.queries import DEFAULT_PAGE_SIZE
from search.results import SearchResults

#: Entries in a feed.
FEED_SIZE = 50


def feed_of(request: HttpRequest, results: SearchResults) -> Feed:
    """The results as a feed; entries keep their identity whichever host name was asked."""
    text = results.query.text
    shown = replace(results.query, page_size=DEFAULT_PAGE_SIZE).address
    return Feed(
        name=f"search?{results.query.address}",
        title=_("Search: %(text)s") % {"text": text} if text else _("Latest published"),
        page_url=request.build_absolute_uri(f"{reverse('search')}?{shown}"),
        feed_url=request.build_absolute_uri(),
        entries=[
            Entry(
                name=result.id,
                title=result.title,
                url=request.build_absolute_uri(in_active_language(result.url)),
                at=_morning(result.date),
                text=" ".join(filter(None, (result.note and f"[{result.note}]", strip_tags(result.snippet)))),
                author=result.unit,
            )
            for result in results.results
        ],
    )


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
