"""The signs of life of workers: what a worker holds is given back when its beat stands still."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class WorkerBeat(models.Model):
    """One running worker process. It counts up for as long as the process lives, whatever its tasks do."""

    name = models.CharField(_("name"), max_length=64, unique=True)
    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    seen_at = models.DateTimeField(_("last seen"))
    #: Others watch this number, not the time: no clock needs to agree with another.
    count = models.PositiveBigIntegerField(_("beats"), default=0)

    class Meta:
        verbose_name = _("worker")
        verbose_name_plural = _("workers")
        ordering: ClassVar[list[str]] = ["started_at"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
