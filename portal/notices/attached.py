"""The files that a notice links: found in its blocks and texts, and taken off again."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any

from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import StreamField

from portal.notices.models import NoticePage

_LINK = re.compile(r"<a\b[^>]*\blinktype=[\"']document[\"'][^>]*>")
_NUMBER = re.compile(r"\bid=[\"'](\d{1,18})[\"']")


def stream_fields(page: NoticePage) -> Iterator[StreamField]:
    """The fields of a notice that hold blocks."""
    return (field for field in page._meta.get_fields() if isinstance(field, StreamField))


def linked_documents(page: NoticePage) -> set[int]:
    """The documents that this version of a notice attaches or links in its text."""
    return {
        number
        for field in stream_fields(page)
        for number in _found(getattr(page, field.name).stream_block, getattr(page, field.name).get_prep_value())
    }


def detach(page: NoticePage, documents: Collection[int]) -> None:
    """Take these documents off a notice in memory; the words that linked one stay."""
    for field in stream_fields(page):
        value = getattr(page, field.name)
        if documents and set(_found(value.stream_block, value.get_prep_value())) & set(documents):
            setattr(page, field.name, _without(value.stream_block, value.get_prep_value(), documents))


def _found(block: blocks.StreamBlock, raw: Any) -> Iterator[int]:
    for child in raw or ():
        if isinstance(block.child_blocks.get(child["type"]), DocumentChooserBlock):
            yield from [child["value"]] if child["value"] else []
        else:
            yield from _linked(child["value"])


def _linked(value: Any) -> Iterator[int]:
    if isinstance(value, str):
        yield from (int(number[1]) for link in _LINK.findall(value) if (number := _NUMBER.search(link)))
    elif isinstance(value, dict):
        for each in value.values():
            yield from _linked(each)
    elif isinstance(value, list):
        for each in value:
            yield from _linked(each)


def _without(block: blocks.StreamBlock, raw: list[Any], documents: Collection[int]) -> list[Any]:
    chosen = {name for name, child in block.child_blocks.items() if isinstance(child, DocumentChooserBlock)}
    kept = [child for child in raw if child["type"] not in chosen or child["value"] not in documents]
    return [
        child if child["type"] in chosen else {**child, "value": _unlinked(child["value"], documents)} for child in kept
    ]


def _unlinked(value: Any, documents: Collection[int]) -> Any:
    if isinstance(value, str):
        return _LINK.sub(lambda link: "<a>" if set(_linked(link[0])) & set(documents) else link[0], value)
    if isinstance(value, dict):
        return {key: _unlinked(each, documents) for key, each in value.items()}
    if isinstance(value, list):
        return [_unlinked(each, documents) for each in value]
    return value
