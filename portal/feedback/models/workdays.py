"""The working days of the State Council's calendar, as an editable table."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Workday(models.Model):
    """A day that is not what its weekday says: a holiday, or a Saturday or Sunday on which work is made up.

    A year counts as entered once its first of January stands here, which is a holiday in every year.
    """

    date = models.DateField(_("date"), unique=True)
    is_work = models.BooleanField(_("working day"), default=False)
    note = models.CharField(_("note"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("holiday or make-up day")
        verbose_name_plural = _("holidays and make-up days")
        ordering: ClassVar[list[str]] = ["-date"]

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d}"
