"""A body as HTML, in a number of queries that does not grow with its length."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import prefetch_related_objects
from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from wagtail.blocks import StreamValue
from wagtail.rich_text import expand_db_html

#: Parts the paragraphs while their links are looked up together; no stored text holds it.
_SEPARATOR = "\x1e"


def render_body(body: StreamValue, context: dict[str, Any]) -> SafeString:
    """All blocks, each by its own template. ``context`` is that of the page."""
    blocks = list(body)
    prefetch_related_objects([block.value["image"] for block in blocks if block.block_type == "figure"], "renditions")
    paragraphs = _expanded(block.value.source for block in blocks if block.block_type == "paragraph")
    return format_html_join(
        "\n",
        "{}",
        ((next(paragraphs) if block.block_type == "paragraph" else block.render(context),) for block in blocks),
    )


def _expanded(sources: Iterable[str]) -> Iterator[SafeString]:
    """Stored rich text as HTML; Wagtail alone would look up the links of every paragraph by itself."""
    for html in expand_db_html(_SEPARATOR.join(sources)).split(_SEPARATOR):
        # Cleaned when it was stored, as everywhere in Wagtail.
        yield mark_safe(render_to_string("content/blocks/paragraph.html", {"html": mark_safe(html)}))  # noqa: S308
