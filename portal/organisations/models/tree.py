"""What regions and units have in common: a place in a tree, and a code that never changes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self

from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from treebeard.exceptions import InvalidMoveToDescendant
from treebeard.mp_tree import MP_Node

from portal.organisations.models.stamps import ListStamp
from portal.organisations.signals import node_moved

#: The stamp of everything in these trees; holding it keeps two people from rebuilding one tree at once.
STAMP = "organisations"
_PLACE = ("path", "depth", "numchild")

code_validator = RegexValidator(
    r"\A[A-Za-z0-9][A-Za-z0-9-]{0,31}\Z", _("A code has up to 32 letters, digits and hyphens.")
)


class CodedNode(MP_Node):
    """A node that addresses, filters and imports know by its code."""

    code = models.CharField(
        _("code"), max_length=32, unique=True, validators=[code_validator], help_text=_("Part of public addresses.")
    )
    name = models.CharField(_("name"), max_length=120, db_index=True)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)

    node_order_by = ["code"]

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """One transaction with whatever listens to it."""
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Delete the node; `ProtectedError` while others stand below it, which treebeard would delete as well."""
        below = self.get_children()
        if below:
            raise ProtectedError(gettext("Others stand below it."), set(below))
        return super().delete(*args, **kwargs)

    @classmethod
    def add_root(cls, **kwargs: Any) -> Self:
        """A new node at the top; give ``instance`` or field values."""
        with _changing_tree():
            node: Self = super().add_root(**kwargs)
            return node

    def add_child(self, **kwargs: Any) -> Self:
        """A new node below this one; give ``instance`` or field values."""
        with _changing_tree(self):
            node: Self = super().add_child(**kwargs)
            return node

    def move(self, target: CodedNode, pos: str | None = None) -> None:
        """Move the node with all below it. `InvalidMoveToDescendant` below itself; the instance knows its new place."""
        with _changing_tree(self, target):
            super().move(target, pos)
            self.refresh_from_db(fields=_PLACE)
            node_moved.send(sender=type(self), node=self)

    @transaction.atomic
    def place_below(self, parent: Self | None) -> None:
        """Hang a stored node below another, or at the top; nothing happens where it is there already."""
        current = self.get_parent(update=True)
        if (current and current.pk) == (parent and parent.pk):
            return
        if parent and (parent.pk == self.pk or parent.is_descendant_of(self)):
            raise InvalidMoveToDescendant(_("A node cannot stand below itself."))
        if parent:
            self.move(parent, "sorted-child")
        elif top := type(self).get_first_root_node():
            self.move(top, "sorted-sibling")

    @classmethod
    def paths_down_to(cls, path: str) -> list[str]:
        """The paths from the root down to a node, its own the last: treebeard writes each ancestor's into it."""
        return [path[:end] for end in range(cls.steplen, len(path) + 1, cls.steplen)]

    @classmethod
    def paths_above(cls, path: str) -> list[str]:
        """The same without the node itself."""
        return cls.paths_down_to(path)[:-1]

    @property
    def label(self) -> str:
        """The name in the reader's language, Chinese where there is no English one."""
        return self.name_en if self.name_en and get_language() == "en" else self.name

    def lineage_codes(self) -> tuple[str, ...]:
        """The codes from the root down to this node itself: what a tree filter matches."""
        return (*self.get_ancestors().values_list("code", flat=True), self.code)


@contextmanager
def _changing_tree(*nodes: CodedNode) -> Iterator[None]:
    """A transaction in which nobody else changes a tree, with these nodes as they stand now."""
    with transaction.atomic():
        ListStamp.renew(STAMP)
        for node in nodes:
            node.refresh_from_db(fields=_PLACE)
        yield
