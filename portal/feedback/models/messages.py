"""The talk between office and citizen, and what staff write for each other."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.feedback.models.submissions import Submission


class MessageQuerySet(models.QuerySet["Message"]):
    """Messages by what is to be done with them."""

    def unread(self) -> Self:
        """What citizens wrote and nobody at the office has seen yet."""
        return self.filter(sender=Message.Sender.CITIZEN, is_read=False)


class Message(models.Model):
    """One message of the talk. The day is all that is kept of when; ``number`` gives the order."""

    class Sender(models.TextChoices):
        CITIZEN = "citizen", _("citizen")
        OFFICE = "office", _("office")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="messages")
    number = models.PositiveIntegerField()
    sender = models.CharField(max_length=8, choices=Sender.choices)
    #: Who wrote for the office; the citizen never sees it.
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True)
    sent_on = models.DateField(_("sent on"))
    #: The transition that it goes with, "ask_supplement"; empty in plain talk.
    about = models.CharField(max_length=24, blank=True)
    #: Hash of the random value of the form, so that one sent twice is one message.
    form_hash = models.BinaryField(max_length=32, unique=True, null=True)
    sealed = models.BinaryField()
    #: Staff have seen what the citizen wrote.
    is_read = models.BooleanField(default=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        default_permissions = ()
        ordering: ClassVar[list[str]] = ["submission", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["submission", "number"], name="message_number_once_per_submission")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["submission"], condition=models.Q(sender="citizen", is_read=False), name="message_unread"
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission} · {self.number}"


class Note(models.Model):
    """What staff write for each other; a citizen or a unit never sees it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True)
    written_at = models.DateTimeField(_("written at"))
    sealed = models.BinaryField()

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        default_permissions = ()
        ordering: ClassVar[list[str]] = ["submission", "written_at", "id"]

    def __str__(self) -> str:
        return f"{self.submission} · {self.written_at:%Y-%m-%d}"
