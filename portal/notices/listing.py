"""The filtered, paged list of a section."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

if TYPE_CHECKING:
    from portal.notices.models import NoticeIndexPage


def listing_context(index: "NoticeIndexPage", request: HttpRequest) -> dict[str, Any]:
    """The template context of one page of a section's list."""
    return {}
