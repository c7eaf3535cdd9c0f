"""Which pages a text points at."""

from __future__ import annotations

from wagtail.models import Page

from portal.content.models.pages import PortalPage


def internal_pages_linked_from(page: PortalPage, *fields: str) -> list[PortalPage]:
    """The internal pages that rich text in these fields of a page points at."""
    numbers = {
        int(key)
        for field in fields
        for model, key, *_path in page._meta.get_field(field).extract_references(getattr(page, field))
        if issubclass(model, Page)
    }
    targets = Page.objects.filter(pk__in=numbers).specific() if numbers else ()
    return [target for target in targets if isinstance(target, PortalPage) and target.is_internal]
