"""Tells saves that change certain columns of a row from those that change nothing of them."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model
from django.db.models.signals import pre_save


class WatchedColumns:
    """The columns of some tables that something is made of; ``name`` keeps two watchers of one row apart."""

    def __init__(self, name: str, columns: Mapping[type[Model], tuple[str, ...]]) -> None:
        self._note = f"_before_for_{name}"
        self.columns = columns

    def connect(self) -> None:
        """Listen to the tables; once, at start."""
        for model in self.columns:
            pre_save.connect(self._remember, sender=model)

    def changed(self, instance: Any) -> set[str]:
        """After a save: the columns that differ from what they were; none for a new row."""
        before = instance.__dict__.pop(self._note, None)
        return {name for name, value in (before or {}).items() if getattr(instance, name) != value}

    def _remember(self, sender: type[Model], instance: Any, **kwargs: Any) -> None:
        rows = sender._default_manager.filter(pk=instance.pk).values(*self.columns[sender])
        setattr(instance, self._note, rows.first() if instance.pk else None)
