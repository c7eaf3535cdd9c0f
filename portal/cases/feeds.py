"""One case as a feed: the notices that tell of it, and what was changed of it since."""

from __future__ import annotations

from datetime import datetime, time

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.cases.documents import KIND, case_key
from portal.cases.public import PublicCase
from portal.cases.publication import Holding
from portal.content.changes.entries import entries
from portal.content.changes.feeds import entry_of
from portal.content.models import PublicChange
from search import vocabularies
from search.addresses import in_active_language
from search.feed_formats import Entry, Feed, on_this_site


def feed_of(request: HttpRequest, case: PublicCase) -> Feed:
    """What readers were told of a published case, the newest first."""
    what = vocabularies.labels("kind", {KIND})[KIND].label
    changes = entries(PublicChange.objects.filter(key=case_key(case.number)).order_by("-at", "-pk"))
    told = [entry_of(change, what) for change in changes]
    told += [_held(case.number, held) for held in case.holdings]
    return Feed(
        name=f"case/{case.number}",
        title=_("Case no. %(number)s") % {"number": case.number},
        page_url=on_this_site(reverse("case", args=(case.number,))),
        feed_url=on_this_site(request.get_full_path()),
        entries=sorted(told, key=lambda entry: entry.at, reverse=True),
    )


def _held(number: int, held: Holding) -> Entry:
    what = vocabularies.labels("kind", {held.kind})[held.kind].label
    return Entry(
        name=f"case/{number}{held.url}",
        title=f"{what}: {held.title}",
        url=on_this_site(in_active_language(held.url)),
        at=timezone.make_aware(datetime.combine(held.date, time.min)),
        tags=(held.kind,),
    )
