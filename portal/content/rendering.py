"""A body as HTML, in a number of queries that does not grow with its length."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.db.models import prefetch_related_objects
from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from wagtail.blocks import StreamValue
from wagtail.rich_text import expand_db_html

#: Parts the paragraphs while their links are looked up together; a text that holds it shows a space instead.
_SEPARATOR = "\x1e"


class Heading(NamedTuple):
    """A heading of a body, and the name by which an address leads to it."""

    anchor: str
    text: str


def headings(body: StreamValue) -> list[Heading]:
    """The headings in their order. Their names are their numbers: short, and the same when the words are edited."""
    texts = [str(block.value) for block in body if block.block_type == "heading"]
    return [Heading(f"part-{place}", text) for place, text in enumerate(texts, start=1)]


def render_body(body: StreamValue, context: dict[str, Any]) -> SafeString:
    """All blocks, each by its own template. ``context`` is that of the page."""
    blocks = list(body)
    pictures = [block.value["image"] for block in blocks if block.block_type == "figure"]
    # Where the library lost the picture there is none.
    prefetch_related_objects([picture for picture in pictures if picture], "renditions")
    paragraphs = _expanded(block.value.source for block in blocks if block.block_type == "paragraph")
    anchors = (heading.anchor for heading in headings(body))

    def parts() -> Iterator[tuple[SafeString]]:
        for block in blocks:
            if block.block_type == "paragraph":
                yield (next(paragraphs),)
            elif block.block_type == "heading":
                yield (block.render({**context, "anchor": next(anchors)}),)
            else:
                yield (block.render({**context, "first": block is blocks[0]}),)

    return format_html_join("\n", "{}", parts())


def _expanded(sources: Iterable[str]) -> Iterator[SafeString]:
    """Stored rich text as HTML; Wagtail alone would look up the links of every paragraph by itself."""
    joined = _SEPARATOR.join(source.replace(_SEPARATOR, " ") for source in sources)
    for html in expand_db_html(joined).split(_SEPARATOR):
        # Cleaned when it was stored, as everywhere in Wagtail.
        yield mark_safe(render_to_string("content/blocks/paragraph.html", {"html": mark_safe(html)}))  # noqa: S308
