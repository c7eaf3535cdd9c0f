"""What a mail of news tells: of each subscription, the documents that still fit and that anybody may read now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.html import strip_tags
from django.utils.text import Truncator

from portal.alerts import describing, links
from portal.alerts.matching.needles import Haystack, Kept, Wordings
from portal.alerts.models import Hit, Mail, Subscription
from portal.content.addresses import absolute
from portal.content.models import PublicChange
from search import applying
from search.addresses import in_active_language
from search.documents import SearchDocument

#: Characters of a text that a mail quotes.
QUOTED = 90


@dataclass(frozen=True, slots=True)
class Item:
    """A document in a mail."""

    key: str
    change: str
    title: str
    link: str
    date: date | None = None
    unit: str = ""
    text: str = ""
    #: What was said of it, where the document itself is followed.
    said: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """What one subscription is told."""

    subscription: Subscription
    what: str
    link: str
    stop_link: str
    items: list[Item]


def sections_of(mail: Mail) -> list[Section]:
    """The parts of a mail, in the language in use; none when nothing of it is left."""
    hits = list(mail.hits.select_related("subscription__followed", "subscription__subscriber").order_by("pk"))
    documents = {each.key: each for each in applying.build((hit.key for hit in hits), leniently=True).documents}
    changes = PublicChange.objects.in_bulk([int(hit.change) for hit in hits if hit.change])
    by_subscription: dict[int, list[Hit]] = defaultdict(list)
    for hit in hits:
        by_subscription[hit.subscription_id].append(hit)
    sections = [_section(found, documents, changes) for found in by_subscription.values()]
    return [section for section in sections if section.items]


def _section(hits: list[Hit], documents: Mapping[str, SearchDocument], changes: Mapping[int, PublicChange]) -> Section:
    subscription = hits[0].subscription
    followed = subscription.followed
    if followed.document:
        items = [
            _change(changes[int(hit.change)], documents.get(hit.key)) for hit in hits if int(hit.change) in changes
        ]
    else:
        kept = Kept(followed.pk, followed.text, followed.apart, followed.filters)
        wanted = kept.needle(Wordings())
        # What was changed since so that it fits no more is not told.
        found = (documents[hit.key] for hit in hits if hit.key in documents)
        fitting = [document for document in found if wanted.fits(Haystack(document))]
        items = [_item(document) for document in sorted(fitting, key=lambda each: each.date, reverse=True)]
    return Section(
        subscription,
        describing.describe(followed),
        absolute(describing.address_of(followed)),
        links.stop_link(subscription.subscriber, subscription),
        items,
    )


def _item(document: SearchDocument) -> Item:
    return Item(
        key=document.key,
        change="",
        title=document.title,
        link=absolute(in_active_language(document.url)),
        date=document.date,
        unit=document.unit,
        text=Truncator(strip_tags(" ".join(document.body.split()))).chars(QUOTED),
    )


def _change(change: PublicChange, document: SearchDocument | None) -> Item:
    """A change of a document; what is not public any more has neither title nor words."""
    return Item(
        key=change.key,
        change=str(change.pk),
        title=document.title if document else str(change.get_kind_display()),
        link=absolute(in_active_language(document.url if document else change.url)),
        said=": ".join(filter(None, (str(change.get_kind_display()), change.note))),
    )
