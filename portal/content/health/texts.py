"""Reads the stored texts of the newest pages for what no index knows: words of pictures, and names of what is gone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, JSONField, Model
from django.db.models.functions import Cast
from wagtail.models import Page, PageQuerySet

from portal.content.fields import StreamField
from portal.content.models import PortalDocument
from search.batches import batches

#: Pages that are looked through, the newest first.
LOOKED_THROUGH = 2000
#: Pages whose texts are in memory at a time.
BATCH = 200
_KIND, _NUMBER = 'linktype="(page|document)"', 'id="([0-9]{1,18})"'
#: The two orders in which the attributes of a link are stored.
_LINK = re.compile(f"<a [^>]*{_KIND}[^>]* {_NUMBER}|<a [^>]*{_NUMBER}[^>]* {_KIND}")
_LINKED: Mapping[str, type[Model]] = {"page": Page, "document": PortalDocument}
#: Blocks that are chosen from a list, and what they are.
_CHOSEN = {"document": "document", "notice": "page"}


def texts_of(pages: PageQuerySet) -> Iterator[tuple[int, Sequence[Any]]]:
    """The blocks of the newest of these pages, as they are stored."""
    kinds: dict[int, list[int]] = {}
    for kind, number in pages.order_by("-pk").values_list("content_type", "pk")[:LOOKED_THROUGH]:
        kinds.setdefault(kind, []).append(number)
    for kind, numbers in kinds.items():
        model = ContentType.objects.get_for_id(kind).model_class()
        if model is not None:
            yield from _stored(model, numbers)


def names_what_is_gone(blocks: Sequence[Any]) -> bool:
    """Whether links, files or related pages among these blocks are not in the tables any more."""
    named: dict[str, set[int]] = {kind: set() for kind in _LINKED}
    for first, number, other, second in _LINK.findall(json.dumps(blocks).replace('\\"', '"')):
        named[first or second].add(int(number or other))
    for block in blocks:
        if block.get("type") in _CHOSEN and isinstance(block.get("value"), int):
            named[_CHOSEN[block["type"]]].add(block["value"])
    return any(
        _LINKED[kind]._default_manager.filter(pk__in=numbers).count() < len(numbers)
        for kind, numbers in named.items()
        if numbers
    )


def shows_picture_without_words(blocks: Sequence[Any]) -> bool:
    """Whether one of these blocks has a picture without words, though it is no decoration."""
    for block in blocks:
        value = block.get("value")
        image = value.get("image") if isinstance(value, dict) else None
        if isinstance(image, dict) and not image.get("decorative") and not str(image.get("alt_text") or "").strip():
            return True
    return False


def _stored(model: type[Model], numbers: list[int]) -> Iterator[tuple[int, Sequence[Any]]]:
    fields = [field.name for field in model._meta.concrete_fields if isinstance(field, StreamField)]
    raw = {f"raw_{name}": Cast(F(name), JSONField()) for name in fields}
    for batch in batches(numbers if fields else (), BATCH):
        rows = model._default_manager.filter(pk__in=batch).annotate(**raw).values_list("pk", *raw)
        for number, *stored in rows:
            yield number, [block for blocks in stored for block in blocks or () if isinstance(block, dict)]
