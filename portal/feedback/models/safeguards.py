"""Approvals of higher bodies, and measures that protect who reports. What was written is sealed."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.feedback.models.submissions import Submission
from portal.organisations.models import Unit


class Approval(models.Model):
    """What a body at or above the level of a city with districts allowed; it counts once a second person confirms it.

    Without it nobody may be said to have accused falsely (Art. 39), and nobody looks for who wrote an anonymous tip
    (Art. 29).
    """

    class Purpose(models.TextChoices):
        FALSE_ACCUSATION = "false_accusation", _("finding that it is a false accusation")
        TRACING = "tracing", _("tracing who wrote it")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="approvals")
    purpose = models.CharField(_("purpose"), max_length=16, choices=Purpose.choices)
    body = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("approving body"))
    approved_on = models.DateField(_("approved on"))
    #: The document number.
    sealed = models.BinaryField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True)
    is_confirmed = models.BooleanField(_("confirmed"), default=False)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True)

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["submission", "purpose"], name="approval_once_per_purpose"),
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True) | ~models.Q(confirmed_by=models.F("recorded_by")),
                name="approval_confirmed_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission} · {self.purpose}"


class Protection(models.Model):
    """Something that was asked or ordered so that nothing happens to who reported."""

    class Stage(models.TextChoices):
        ASKED = "asked", _("protection asked for")
        ORDERED = "ordered", _("protection ordered")
        ENDED = "ended", _("protection ended")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="protections")
    stage = models.CharField(_("stage"), max_length=8, choices=Stage.choices)
    taken_on = models.DateField(_("on"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True)
    #: What from, by what measure.
    sealed = models.BinaryField()

    class Meta:
        verbose_name = _("protection of who reported")
        verbose_name_plural = _("protections of who reported")
        default_permissions = ()
        ordering: ClassVar[list[str]] = ["submission", "taken_on", "id"]

    def __str__(self) -> str:
        return f"{self.submission} · {self.stage}"
