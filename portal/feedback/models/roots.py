"""The public proof of what was received: one root for each day."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class DailyRoot(models.Model):
    """The Merkle root over the commitments of a day, which are listed with it. Published once, never changed."""

    day = models.DateField(_("day"), primary_key=True)
    root = models.BinaryField(max_length=32)
    #: The commitments as hexadecimal digits, sorted, so that they tell no order.
    leaves = models.JSONField(default=list)
    signature = models.BinaryField(max_length=64)

    class Meta:
        verbose_name = _("daily root")
        verbose_name_plural = _("daily roots")
        default_permissions = ()
        ordering: ClassVar[list[str]] = ["-day"]

    def __str__(self) -> str:
        return str(self.day)
