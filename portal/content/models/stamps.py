"""The mark of what readers may see, by which every process knows whether a kept page still holds."""

from __future__ import annotations

import os
import threading
import uuid

from django.db import connection, models

#: Writers that publish at the same time renew different rows, so that none waits for another one's commit.
SLOTS = 8


class PageStamp(models.Model):
    """One of a few rows whose marks together are new after every change of a public page."""

    slot = models.PositiveSmallIntegerField(primary_key=True)
    mark = models.UUIDField(default=uuid.uuid4)

    class Meta:
        verbose_name = "page stamp"

    def __str__(self) -> str:
        return f"{self.slot}: {self.mark}"

    @classmethod
    def renew(cls) -> None:
        """Say that public pages change in this transaction; once it is committed, no page kept before holds."""
        slot = hash((os.getpid(), threading.get_ident())) % SLOTS
        mark = uuid.uuid4()
        if not cls.objects.filter(slot=slot).update(mark=mark):
            cls.objects.update_or_create(slot=slot, defaults={"mark": mark})

    @classmethod
    def current(cls) -> str:
        """All marks as the database has them now. Asked by every reader, so without the cost of a query set."""
        with connection.cursor() as cursor:
            cursor.execute(_MARKS)
            return " ".join(str(mark) for (mark,) in cursor.fetchall())


_MARKS = f'SELECT "mark" FROM "{PageStamp._meta.db_table}" ORDER BY "slot"'  # noqa: S608 (constant)
