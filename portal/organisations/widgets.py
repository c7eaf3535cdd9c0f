"""Choosing several entries of a tree: folded groups of check boxes, those with something chosen standing open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator
from django.template.loader import render_to_string
from django.utils.safestring import SafeString


@dataclass(slots=True)
class Option:
    """One check box."""

    value: str
    label: str
    #: Distance from the root of its tree.
    depth: int
    chosen: bool
    id: str


@dataclass(slots=True)
class Group:
    """A root of the tree with all below it."""

    label: str
    options: list[Option] = field(default_factory=list)

    @property
    def chosen(self) -> int:
        """How many of it are chosen."""
        return sum(option.chosen for option in self.options)


class TreeCheckboxes(forms.CheckboxSelectMultiple):
    """Check boxes of a tree whose nodes come in the order of ``path`` and know their ``depth``."""

    def nodes(self) -> Iterable[tuple[Any, int]]:
        """The entries with their distance from the root, parents before children."""
        nodes = self.choices.queryset if isinstance(self.choices, ModelChoiceIterator) else ()
        return ((node, node.depth - 1) for node in nodes)

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """The groups; without any entry a note says so."""
        chosen = set(self.format_value(value) or ())
        prefix = (attrs or {}).get("id", f"id_{name}")
        groups: list[Group] = []
        for node, depth in self.nodes():
            if depth == 0 or not groups:
                groups.append(Group(str(node)))
            key = str(node.pk)
            groups[-1].options.append(Option(key, str(node), depth, key in chosen, f"{prefix}_{key}"))
        return render_to_string("organisations/admin/tree_checkboxes.html", {"name": name, "groups": groups})
