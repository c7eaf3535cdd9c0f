"""Fields of records and columns of tables: declared once, as schemas, with what they mean.

The same declaration describes the interface, checks what it answers, heads the columns of workbooks and is printed as
the data dictionary.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Schema
from pydantic import Field
from pydantic.fields import FieldInfo


def explained(title: str, meaning: str = "", **rules: Any) -> Any:
    """A field; title and meaning are marked for translation where they are written, and told in English to programs."""
    return Field(title=title, description=meaning or title, **rules)


@dataclass(frozen=True, slots=True)
class Explanation:
    """A line of the data dictionary, in the language in use."""

    name: str
    kind: str
    title: str
    meaning: str


_KINDS = {
    bool: _("yes or no"),
    int: _("whole number"),
    str: _("text"),
    list: _("list"),
    dict: _("record"),
}


def explanations(schema: type[Schema]) -> Iterator[Explanation]:
    """The dictionary of a schema, in the order of its fields."""
    for name, field in schema.model_fields.items():
        title, meaning = gettext(field.title or name), gettext(field.description or name)
        yield Explanation(name, gettext(_kind(field)), title, "" if meaning == title else meaning)


def titles(schema: type[Schema]) -> list[str]:
    """The heads of the columns in the language in use."""
    return [gettext(field.title or name) for name, field in schema.model_fields.items()]


def _kind(field: FieldInfo) -> str:
    annotation: Any = field.annotation
    # ``int | None`` is a number that may be missing; ``list[str]`` a list.
    options = [option for option in getattr(annotation, "__args__", ()) if option is not type(None)]
    plain = getattr(annotation, "__origin__", None) or (options[0] if options else annotation)
    return _KINDS.get(plain, _("record"))
