"""What a named submitter is still to be told by mail or text message: rows that go when it is done."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.feedback.models.submissions import Submission


class Notification(models.Model):
    """That something is new: to whom and what, the sealed submission knows; this row knows only that it is due."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="notifications")
    #: What it is for, "step-3"; one thing is told once.
    occasion = models.CharField(max_length=48)
    created_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_at = models.DateTimeField(_("next attempt"))
    #: Until then one worker has it; a killed one leaves nothing for ever.
    leased_until = models.DateTimeField(null=True)
    #: The class of the last error; never its text, which may hold an address.
    error = models.CharField(_("last error"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        default_permissions = ("view",)
        ordering: ClassVar[list[str]] = ["next_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["submission", "occasion"], name="notification_once_per_occasion")
        ]

    def __str__(self) -> str:
        return f"{self.submission} · {self.occasion}"
