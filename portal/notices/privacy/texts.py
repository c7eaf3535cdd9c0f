"""All texts of a page or case that anybody may come to read, whatever its type has for fields.

They are found by the kinds of the fields, so that a new page type is scanned from its first day. A field that holds
public numbers by its purpose (the hotline of a warning) is named in ``fields_not_scanned`` of its model.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db import models
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import COMMENTS_RELATION_NAME, Page

from portal.notices.privacy.markup import hidden_addresses

Path = tuple[str | int, ...]

#: Addresses, numbers of documents, copies, and what is never public.
NOT_SCANNED = frozenset(
    {
        "comments",
        "document_number",
        "draft_title",
        "external_id",
        "hotline",
        "index_number",
        "name_override_reason",
        "note",
        "path",
        "slug",
        "source_url",
        "url_path",
    }
)
_TEXTS = (models.CharField, models.TextField)
_NO_TEXTS = (models.URLField, models.SlugField, models.UUIDField)
#: Links to other rows, whose texts are scanned by themselves.
_LINKS = frozenset({"case_links", COMMENTS_RELATION_NAME, "comments"})


class Text(NamedTuple):
    """A text and its place: ``path`` leads from the object to it, ``label`` says it to people."""

    path: Path
    label: str
    source: str
    is_markup: bool = False
    #: Whether a finding in it can be replaced where it stands.
    can_mask: bool = True


def texts_of(instance: models.Model) -> Iterator[Text]:
    """The texts of its own fields, blocks and inline rows."""
    yield from _fields(instance, ())
    for relation in get_all_child_relations(type(instance)):
        name = relation.get_accessor_name()
        if name in _LINKS or name in NOT_SCANNED:
            continue
        for place, row in enumerate(getattr(instance, name).all()):
            for text in _rows(row, (name, place)):
                yield text._replace(label=f"{row._meta.verbose_name} {place + 1}: {text.label}")


def _rows(row: models.Model, path: Path) -> Iterator[Text]:
    """An inline row and those inside of it."""
    yield from _fields(row, path)
    for relation in get_all_child_relations(type(row)):
        name = relation.get_accessor_name()
        for place, inner in enumerate(getattr(row, name).all()):
            yield from _rows(inner, (*path, name, place))


def _fields(instance: models.Model, path: Path) -> Iterator[Text]:
    exempt = NOT_SCANNED | getattr(instance, "fields_not_scanned", frozenset())
    for field in instance._meta.concrete_fields:
        name = field.name
        if name in exempt or not field.editable:
            continue
        label = str(field.verbose_name)
        if isinstance(field, StreamField):
            yield from _blocks(field.stream_block, getattr(instance, name).raw_data, (*path, name), label)
        elif _holds_text(field) and (text := getattr(instance, name)):
            yield Text((*path, name), label, str(text), isinstance(field, RichTextField))


def _holds_text(field: models.Field[Any, Any]) -> bool:
    return isinstance(field, _TEXTS) and not isinstance(field, _NO_TEXTS) and not field.choices


def _blocks(block: blocks.Block, value: Any, path: Path, label: str) -> Iterator[Text]:
    """The texts of a block's raw value."""
    if isinstance(block, blocks.BaseStreamBlock):
        for place, item in enumerate(value or ()):
            inner = block.child_blocks.get(item["type"])
            if inner is not None:
                title = _("%(field)s, block %(place)d") % {"field": label, "place": place + 1}
                yield from _blocks(inner, item["value"], (*path, place, "value"), title)
    elif isinstance(block, blocks.BaseStructBlock):
        for name, inner in block.child_blocks.items() if isinstance(value, dict) else ():
            yield from _blocks(inner, value.get(name), (*path, name), label)
    elif isinstance(block, blocks.ListBlock):
        yield from _items(block, value, path, label)
    elif isinstance(block, TableBlock):
        yield from _table(value, path, label)
    elif isinstance(block, blocks.RichTextBlock):
        yield from _markup(value, path, label)
    elif isinstance(value, str) and value and not isinstance(block, blocks.ChoiceBlock):
        yield Text(path, label, value)


def _items(block: blocks.ListBlock, value: Any, path: Path, label: str) -> Iterator[Text]:
    """The items of a list, stored bare or, as Wagtail writes them now, with a type and a key."""
    for place, item in enumerate(value or ()):
        is_wrapped = isinstance(item, dict) and item.get("type") == "item"
        where: Path = (*path, place, "value") if is_wrapped else (*path, place)
        yield from _blocks(block.child_block, item["value"] if is_wrapped else item, where, label)


def _markup(value: Any, path: Path, label: str) -> Iterator[Text]:
    if isinstance(value, str):
        yield Text(path, label, value, is_markup=True)
        for address in hidden_addresses(value):
            yield Text(path, _("%(place)s, address of a link") % {"place": label}, address, can_mask=False)


def _table(value: Any, path: Path, label: str) -> Iterator[Text]:
    if not isinstance(value, dict):
        return
    if caption := value.get("table_caption"):
        yield Text((*path, "table_caption"), label, str(caption))
    for line, row in enumerate(value.get("data") or ()):
        for column, cell in enumerate(row):
            if cell not in (None, ""):
                where = _("%(place)s, row %(row)d, column %(column)d")
                title = where % {"place": label, "row": line + 1, "column": column + 1}
                yield Text((*path, "data", line, column), title, str(cell))


def replace_text(instance: models.Model, path: Path, text: str) -> None:
    """Put another text where one stands; the object is not saved."""
    name = path[0]
    value = getattr(instance, str(name))
    if len(path) == 1:
        setattr(instance, str(name), text)
    elif hasattr(value, "raw_data"):
        field: Any = instance._meta.get_field(str(name))
        raw = value.get_prep_value()
        _put(raw, path[1:], text)
        setattr(instance, str(name), field.to_python(raw))
    else:
        rows = list(value.all())
        replace_text(rows[int(path[1])], path[2:], text)
        value.set(rows)


def _put(raw: Any, path: Path, text: str) -> None:
    for step in path[:-1]:
        raw = raw[step]
    raw[path[-1]] = text


def title_of(instance: models.Model) -> str:
    """As lists of the admin call it."""
    return instance.get_admin_display_title() if isinstance(instance, Page) else str(instance)
