"""Where Wagtail asks us: before it serves a document, and how it writes links in rich text."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.rich_text.feature_registry import FeatureRegistry

from portal.content.media import remember_access
from portal.content.models.files import PortalDocument
from portal.content.rich_text import PublishedPageLink


# First of all: a refused document is not there, whatever the other hooks would show instead.
@hooks.register("before_serve_document", order=-10)
def refuse_strangers(document: PortalDocument, request: HttpRequest) -> Any:
    """Answer 404 unless the reader may have the document."""
    return remember_access(document, request)


# After Wagtail's own, which it replaces.
@hooks.register("register_rich_text_features", order=10)
def link_published_pages_only(features: FeatureRegistry) -> None:
    """Links to pages that not everybody may read lose their address."""
    features.register_link_type(PublishedPageLink)
