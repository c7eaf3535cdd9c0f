"""A search as an Atom feed."""

from dataclasses import replace
from datetime import date, datetime, time
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import strip_tags
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from search.addresses import in_active_language
from search.queries import DEFAULT_PAGE_SIZE
from search.results import SearchResults

#: Entries in a feed.
FEED_SIZE = 50
EPOCH = date(1970, 1, 1)


def write_feed(request: HttpRequest, results: SearchResults) -> HttpResponse:
    """The results as Atom; entries keep their identity whichever host name was asked."""
    address = results.query.address
    text = results.query.text
    shown = replace(results.query, page_size=DEFAULT_PAGE_SIZE).address
    page = f"{reverse('search')}?{shown}"
    feed = Atom1Feed(
        title=_("Search: %(text)s") % {"text": text} if text else _("Latest published"),
        link=request.build_absolute_uri(page),
        feed_url=request.build_absolute_uri(),
        description=None,
        language=get_language(),
        feed_guid=_tag(f"search?{address}"),
    )
    for result in results.results:
        moment = _morning(result.date)
        feed.add_item(
            title=result.title,
            link=request.build_absolute_uri(in_active_language(result.url)),
            description=" ".join(filter(None, (result.note and f"[{result.note}]", strip_tags(result.snippet)))),
            author_name=result.unit or None,
            unique_id=_tag(result.id),
            pubdate=moment,
            updateddate=moment,
        )
    if not results.results:
        # The generator would put the present moment, and no empty feed would ever be "not modified".
        feed.latest_post_date = lambda: _morning(EPOCH)  # type: ignore[method-assign]
    response = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    feed.write(response, "utf-8")
    return response


def _tag(name: str) -> str:
    return f"tag:{urlsplit(settings.SITE_URL).hostname},2026:{name}"


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
