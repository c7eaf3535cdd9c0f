"""The ways to the sections of notices, each to its page, or to the search where a kind has none."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Page

from home.figures.rows import search_address
from home.navigation import label_of
from portal.content.caching.memory import remembered
from portal.content.models.pages import is_under_restriction
from portal.notices.models import NoticeIndexPage
from search import vocabularies


@dataclass(frozen=True, slots=True)
class SectionLink:
    """All notices of a kind."""

    label: str
    url: str


def section_links(kinds: Collection[str], request: HttpRequest | None) -> list[SectionLink]:
    """One for each kind, in their order, in the reader's language."""
    pages = remembered(request, ("addresses of sections", get_language()), _pages)
    names = vocabularies.labels("kind", kinds)
    addresses = {kind: pages.get(kind) or search_address(kind=(kind,)) for kind in kinds}
    return [SectionLink(label_of(url) or names[kind].label, url) for kind, url in addresses.items()]


def _pages() -> dict[str, str]:
    """The addresses of the section pages that anybody may read, by kind."""
    models = NoticeIndexPage.__subclasses__()
    types = ContentType.objects.get_for_models(*models)
    kinds = {types[model].pk: model.kind for model in models}
    pages = Page.objects.live().filter(~is_under_restriction(), content_type__in=kinds)
    return {kinds[page.content_type_id]: page.get_url() or "" for page in pages}
