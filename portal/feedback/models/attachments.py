"""Files that citizens hand in: the original sealed, and a cleaned copy, sealed too, that staff open."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.feedback.models.messages import Message
from portal.feedback.models.submissions import Submission


class Attachment(models.Model):
    """One file. Its name, kind and true size are in the sealed description; on disk it has a random name."""

    class State(models.TextChoices):
        PENDING = "pending", _("not cleaned yet")
        CLEANED = "cleaned", _("cleaned copy")
        #: A kind that cannot be cleaned (sound, film): only the original, with a reason.
        ORIGINAL = "original", _("original only")
        REFUSED = "refused", _("could not be cleaned")
        INFECTED = "infected", _("infected")

    class Scan(models.TextChoices):
        OFF = "off", _("no scanner")
        PENDING = "pending", _("not scanned yet")
        CLEAN = "clean", _("nothing found")
        INFECTED = "infected", _("infected")
        #: Asking again would not help.
        REFUSED = "refused", _("cannot be scanned")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="attachments")
    #: The message that it came with; none came with the submission itself.
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments", null=True)
    #: Its place among those that came with it.
    number = models.PositiveSmallIntegerField()
    #: JSON: name as given, kind by content, bytes.
    sealed_description = models.BinaryField()
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.PENDING)
    scan = models.CharField(_("virus scan"), max_length=8, choices=Scan.choices, default=Scan.PENDING)
    #: Why there is no cleaned copy: a code of `portal.feedback.attachments`.
    refusal = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        default_permissions = ()
        ordering: ClassVar[list[str]] = ["submission", "message__number", "number"]

    def __str__(self) -> str:
        return f"{self.submission} · {self.number}"
