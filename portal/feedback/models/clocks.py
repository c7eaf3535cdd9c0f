"""Clocks: what is due when, and what happened to each. `portal.feedback.clocks` works with them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.feedback.models.limits import TimeLimit
from portal.feedback.models.referrals import Referral
from portal.feedback.models.submissions import Submission


class Clock(models.Model):
    """One limit that runs for a submission, or for a referral of it."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="clocks")
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="clocks", null=True, blank=True)
    #: The code of the limit, "tip_finish".
    limit = models.CharField(_("time limit"), max_length=24)
    started_on = models.DateField(_("started on"))
    due_on = models.DateField(_("due on"))
    #: Beyond what the table of working days knows.
    is_provisional = models.BooleanField(_("provisional"), default=False)
    paused_on = models.DateField(_("paused on"), null=True, blank=True)
    stopped_on = models.DateField(_("stopped on"), null=True, blank=True)

    class Meta:
        verbose_name = _("clock")
        verbose_name_plural = _("clocks")
        default_permissions = ()
        ordering: ClassVar[list[str]] = ["submission", "started_on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["submission", "limit"],
                condition=models.Q(stopped_on__isnull=True, referral__isnull=True),
                name="one_running_clock_per_limit",
            ),
            models.UniqueConstraint(
                fields=["referral", "limit"],
                condition=models.Q(stopped_on__isnull=True, referral__isnull=False),
                name="one_running_clock_per_referral",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due_on"], condition=models.Q(stopped_on__isnull=True), name="clock_running_by_due")
        ]

    def __str__(self) -> str:
        return f"{self.submission} · {self.limit}"

    @property
    def days_late(self) -> int:
        """How many days after its day it ended, rests, or runs today; 0 where it was kept or can be."""
        return max(0, ((self.stopped_on or self.paused_on or timezone.localdate()) - self.due_on).days)

    @property
    def label(self) -> str:
        """The limit in words; its code where an office has one of its own."""
        return str(dict(TimeLimit.Code.choices).get(self.limit, self.limit))


class ClockEvent(models.Model):
    """What happened to a clock. Who was late stays on record."""

    class Kind(models.TextChoices):
        STARTED = "started", _("started")
        REMINDED = "reminded", _("reminded")
        OVERDUE = "overdue", _("overdue")
        ESCALATED = "escalated", _("escalated")
        ASKED = "asked", _("pause asked for")
        REFUSED = "refused", _("pause refused")
        PAUSED = "paused", _("paused")
        RESUMED = "resumed", _("resumed")
        EXTENDED = "extended", _("extended")
        STOPPED = "stopped", pgettext_lazy("clock", "stopped")

    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(_("kind"), max_length=9, choices=Kind.choices)
    #: Of an escalation: how far up.
    level = models.PositiveSmallIntegerField(_("level"), default=0)
    #: Of an extension: by how many days.
    days = models.PositiveSmallIntegerField(_("days"), null=True, blank=True)
    happened_on = models.DateField(_("on"))
    #: The day that was due then: reminders and escalations of one due day come once.
    due_on = models.DateField(_("due on"))
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True)
    approver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True)
    sealed_reason = models.BinaryField(null=True)

    class Meta:
        verbose_name = _("event of a clock")
        verbose_name_plural = _("events of clocks")
        default_permissions = ()
        ordering: ClassVar[list[str]] = ["clock", "happened_on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["clock", "kind", "level", "due_on"],
                condition=models.Q(kind__in=["reminded", "overdue", "escalated"]),
                name="clock_event_once_per_due_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.clock} · {self.kind}"
