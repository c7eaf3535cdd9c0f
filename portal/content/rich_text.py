"""Links between pages as readers get them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import ClassVar

from django.utils.html import escape
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from portal.content.models.pages import PortalPage


class PublishedPageLink(PageLinkHandler):
    """A link to a page in rich text. It leads somewhere only if everybody may read that page."""

    identifier: ClassVar[str] = "page"

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        """The opening tags, in order: one query for the pages and one for each of their types."""
        numbers = [attrs.get("id") or "" for attrs in attrs_list]
        pages = Page.objects.in_bulk([int(number) for number in numbers if number.isdecimal()])
        published = _published(pages.values())
        addresses = {str(page.pk): page.url for page in pages.values() if page.pk in published}
        return [f'<a href="{escape(addresses[each])}">' if addresses.get(each) else "<a>" for each in numbers]


def _published(pages: Iterable[Page]) -> set[int]:
    by_type: dict[type[Page], list[int]] = defaultdict(list)
    for page in pages:
        if page.specific_class is not None and issubclass(page.specific_class, PortalPage):
            by_type[page.specific_class].append(page.pk)
    return {
        number
        for model, numbers in by_type.items()
        for number in model.objects.published().filter(pk__in=numbers).values_list("pk", flat=True)
    }
