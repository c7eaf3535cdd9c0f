"""What was done with a submission: one row for each transition, never changed."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.feedback.models.submissions import State, Submission


class Step(models.Model):
    """One transition. It holds codes; what was said with it is a message or a note."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField()
    #: The code of the transition, "accept".
    transition = models.CharField(max_length=24)
    source = models.CharField(max_length=16, choices=State.choices, blank=True)
    target = models.CharField(max_length=16, choices=State.choices)
    taken_on = models.DateField(_("taken on"))
    #: None: the citizen, or the system.
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True)
    #: Codes and numbers only, as in the audit log.
    facts = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        default_permissions = ()
        ordering: ClassVar[list[str]] = ["submission", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["submission", "number"], name="step_number_once_per_submission")
        ]

    def __str__(self) -> str:
        return f"{self.submission} · {self.number} {self.transition}"
