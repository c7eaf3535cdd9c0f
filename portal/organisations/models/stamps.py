"""A mark of the state of a list, by which every process sees that its copy is out of date."""

from __future__ import annotations

import uuid

from django.db import models


class ListStamp(models.Model):
    """One row for each list that processes keep a copy of; ``mark`` is new after every change."""

    name = models.CharField(primary_key=True, max_length=32)
    mark = models.UUIDField(default=uuid.uuid4)

    class Meta:
        verbose_name = "list stamp"

    def __str__(self) -> str:
        return self.name

    @classmethod
    def renew(cls, name: str) -> None:
        """Say that the list changes in this transaction; until it ends, others that change it wait here."""
        mark = uuid.uuid4()
        if not cls.objects.filter(name=name).update(mark=mark):
            cls.objects.update_or_create(name=name, defaults={"mark": mark})
