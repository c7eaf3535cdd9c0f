"""What is to be told to whom: hits, and the mails that carry them. No row holds an address or a text."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.alerts.models.subscriptions import Subscriber, Subscription
from portal.alerts.models.warned import WarningReceipt
from search.clocks import has_come

#: No mail is put off for longer.
LONGEST_PAUSE = timedelta(hours=4)


def new_token() -> str:
    """Names a mail to those who send it back; nobody can guess it."""
    return secrets.token_hex(16)


class MailQuerySet(models.QuerySet["Mail"]):
    """Mails by state."""

    def due(self, now: datetime) -> Self:
        """Those to be sent now, the oldest first. One that was never tried is never put off."""
        come = models.Q(attempts=0) | has_come("due_at", now, LONGEST_PAUSE)
        return self.filter(come, state=Mail.State.WAITING).order_by("due_at", "pk")


class Mail(models.Model):
    """A mail to be written and sent. Its words are made when it goes out, of what is public then."""

    class Kind(models.TextChoices):
        CONFIRM = "confirm", _("confirmation asked")
        LINK = "link", _("link to the subscriptions")
        NEWS = "news", _("news")
        WARNING = "warning", _("warning to a unit")
        REMINDER = "reminder", _("reminder of a warning")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        #: Nothing was left to say: withdrawn or unsubscribed meanwhile.
        DROPPED = "dropped", _("not needed any more")
        FAILED = "failed", _("failed")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.WAITING)
    token = models.CharField(max_length=32, unique=True, default=new_token)
    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, null=True, related_name="mails")
    #: What is to be confirmed.
    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, null=True, related_name="+")
    #: The warning, and who of the unit's staff is told.
    receipt = models.ForeignKey(WarningReceipt, on_delete=models.CASCADE, null=True, related_name="mails")
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    due_at = models.DateTimeField(_("due"))
    sent_at = models.DateTimeField(_("sent"), null=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    #: The kind of failure and the server's code; never its words, which repeat the address.
    error = models.CharField(_("error"), max_length=100, blank=True)
    is_returned = models.BooleanField(_("came back"), default=False)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        default_permissions = ("view",)
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["state", "due_at"], name="mail_by_state")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(subscriber__isnull=False, staff__isnull=True)
                | models.Q(subscriber__isnull=True, staff__isnull=False, receipt__isnull=False),
                name="mail_has_one_recipient",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"


class Hit(models.Model):
    """A document that a subscription is to be told of; once, whatever happens."""

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="hits")
    key = models.CharField(max_length=60)
    #: Of a document that is followed itself: which change of it. Else empty.
    change = models.CharField(max_length=20, blank=True)
    found_at = models.DateTimeField(_("found"))
    #: The mail that tells of it; none yet.
    mail = models.ForeignKey(Mail, on_delete=models.CASCADE, null=True, related_name="hits")

    class Meta:
        verbose_name = _("hit")
        verbose_name_plural = _("hits")
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["subscription", "key", "change"], name="told_once_of_a_document")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["found_at"], name="hits_not_told", condition=models.Q(mail__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.change}".strip()
