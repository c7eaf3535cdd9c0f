"""What units get, and what they answer."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.feedback.models.submissions import Submission
from portal.organisations.models import Unit


class Referral(models.Model):
    """A submission in the hands of one unit, with the text that the unit may read."""

    class Basis(models.TextChoices):
        """What the unit reads."""

        SUMMARY = "summary", _("redacted summary")
        CONTENT = "content", _("the content itself")

    class State(models.TextChoices):
        OPEN = "open", _("with the unit")
        REPLIED = "replied", _("answered")
        RETURNED = "returned", _("sent back by the unit")
        REVOKED = "revoked", _("taken back")
        DONE = "done", _("done")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="referrals")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    #: Of several units (部门联动) the one that answers for all.
    is_leading = models.BooleanField(_("leading"), default=True)
    basis = models.CharField(_("basis"), max_length=8, choices=Basis.choices, default=Basis.SUMMARY)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.OPEN)
    referred_on = models.DateField(_("referred on"))
    due_on = models.DateField(_("due on"))
    referred_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True)
    #: That the question of recusal was asked, and what was answered: a code.
    recusal = models.CharField(_("recusal"), max_length=16, blank=True)
    #: Why this unit; and, where the content is shared, why so.
    sealed_reason = models.BinaryField()
    sealed_summary = models.BinaryField(null=True)
    #: Why the unit sent it back.
    sealed_return = models.BinaryField(null=True)

    class Meta:
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")
        default_permissions = ()
        ordering: ClassVar[list[str]] = ["submission", "referred_on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["submission", "unit"],
                condition=models.Q(state__in=["open", "replied"]),
                name="one_running_referral_per_unit",
            ),
            models.UniqueConstraint(
                fields=["submission"],
                condition=models.Q(state__in=["open", "replied"], is_leading=True),
                name="one_leading_referral",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission} → {self.unit}"


#: The unit has it, or has answered and may get it back.
RUNNING = (Referral.State.OPEN, Referral.State.REPLIED)


class Reply(models.Model):
    """A draft of an answer in one version; the version that goes out is a message or a public text of its own."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted for review")
        RETURNED = "returned", _("sent back for revision")
        REVIEWED = "reviewed", _("reviewed")
        RELEASED = "released", _("released")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="replies")
    #: None: the office answers itself.
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="replies", null=True)
    version = models.PositiveIntegerField(_("version"))
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.DRAFT)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True)
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True)
    written_on = models.DateField(_("written on"))
    sealed = models.BinaryField()
    #: What the reviewer asked to be changed.
    sealed_remark = models.BinaryField(null=True)

    class Meta:
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        default_permissions = ()
        ordering: ClassVar[list[str]] = ["submission", "version"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["submission", "version"], name="reply_version_once_per_submission"),
            models.CheckConstraint(
                condition=models.Q(reviewer__isnull=True)
                | models.Q(author__isnull=True)
                | ~models.Q(reviewer=models.F("author")),
                name="reply_reviewed_by_somebody_else",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission} · {self.version}"
