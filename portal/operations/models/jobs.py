"""When periodic jobs ran."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class JobRun(models.Model):
    """The last run of a job: one row for each, shared by all workers."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    started_at = models.DateTimeField(_("started"), null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    #: Failures in a row; empty error and 0 after a run that ended well.
    failures = models.PositiveIntegerField(_("failures"), default=0)
    error = models.TextField(_("error"), blank=True)
    #: What the last run that ended well said of itself: a number, or a few words.
    result = models.CharField(_("result"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name
