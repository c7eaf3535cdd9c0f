"""What is followed, in words."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.alerts.models import Followed
from portal.content.wording import listed
from search import applying, vocabularies
from search.addresses import in_active_language
from search.presentation import FACET_LABELS, PARAMETER_LABELS
from search.queries import FACETS


def parts(followed: Followed) -> Iterator[tuple[str, str]]:
    """Name and value of each part of a search, in the language in use."""
    if followed.text:
        yield str(PARAMETER_LABELS["q"]), followed.text
    for facet in FACETS:
        if codes := followed.filters.get(facet):
            labels = vocabularies.labels(facet, codes)
            yield str(FACET_LABELS[facet]), listed(labels[code].label for code in codes)


def describe(followed: Followed) -> str:
    """In a line."""
    if followed.document:
        title = title_of(followed.document)
        return _("“%(title)s” itself") % {"title": title} if title else _("A document that is not public any more")
    found = [_("%(name)s: %(value)s") % {"name": name, "value": value} for name, value in parts(followed)]
    return _("; ").join(found) or _("Everything that is published")


def title_of(key: str) -> str:
    """The title of a document as the public may read it now; empty where it may not."""
    return next((document.title for document in applying.build([key], leniently=True).documents), "")


def address_of(followed: Followed) -> str:
    """The path where the same is read on the site."""
    if followed.document:
        documents = applying.build([followed.document], leniently=True).documents
        return in_active_language(documents[0].url) if documents else reverse("alerts")
    return f"{reverse('search')}?{followed.query.address}"
