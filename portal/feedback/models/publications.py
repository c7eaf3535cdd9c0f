"""What is public of an inquiry: a text of its own, never the words of the citizen, with days and unit in clear."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.cases.models import Term
from portal.feedback.models.submissions import Submission
from portal.organisations.models import Region, Unit


class PublicInquiryQuerySet(models.QuerySet["PublicInquiry"]):
    """Public inquiries by what readers may see."""

    def published(self) -> Self:
        """What anybody may read now; the one rule for pages, search, feeds and counts."""
        return self.filter(withdrawn_on=None)


class PublicInquiry(models.Model):
    """Question and answer as the office publishes them. It outlives the submission, whose keys are deleted in time."""

    #: Empty once the submission is purged.
    submission = models.OneToOneField(
        Submission, on_delete=models.SET_NULL, related_name="publication", null=True, editable=False
    )
    title = models.CharField(_("title"), max_length=100)
    question = models.TextField(_("question"), max_length=3000)
    answer = models.TextField(_("answer"), max_length=6000)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("answering unit")
    )
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("region")
    )
    category = models.ForeignKey(
        Term, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("category")
    )
    received_on = models.DateField(_("received on"))
    #: The first answer of its unit, and the day that was due for it; what came later is in `rounds`.
    due_on = models.DateField(_("due on"), null=True, blank=True)
    answered_on = models.DateField(_("answered on"))
    #: Where another unit had answered before: when it was opened again.
    counted_from = models.DateField(_("looked at again from"), null=True, blank=True)
    #: A later answer of its unit, after it was looked at again, came after its own day.
    is_late_again = models.BooleanField(default=False, editable=False)
    #: Why it took longer, in the office's public words.
    extension = models.TextField(_("reason for the extension"), max_length=500, blank=True)
    published_at = models.DateTimeField(_("published at"))
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)

    objects = PublicInquiryQuerySet.as_manager()

    class Meta:
        verbose_name = _("published inquiry")
        verbose_name_plural = _("published inquiries")
        default_permissions = ()
        ordering: ClassVar[list[str]] = ["-answered_on", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(answered_on__gte=models.F("received_on")), name="inquiry_answered_after_receipt"
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["-answered_on", "-id"], name="public_inquiry_newest"),
            models.Index(fields=["unit", "answered_on"], name="public_inquiry_of_unit"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page, in the reader's language."""
        return reverse("public_inquiry", kwargs={"number": self.pk})

    @property
    def days_used(self) -> int:
        """Calendar days from receipt to the first answer of its unit."""
        return (self.answered_on - (self.counted_from or self.received_on)).days

    @property
    def was_late(self) -> bool:
        """The first answer came after its day."""
        return is_late(self.due_on, self.answered_on)

    @property
    def is_late(self) -> bool:
        """One of its answers came after its day; who was late stays on record."""
        return self.was_late or self.is_late_again


def is_late(due_on: date | None, answered_on: date) -> bool:
    """Whether an inquiry was answered after its day: of the object, or of a row that has its columns."""
    return due_on is not None and answered_on > due_on


class AnswerRound(models.Model):
    """A time in which it was answered: the first, and each after it was looked at again."""

    inquiry = models.ForeignKey(PublicInquiry, on_delete=models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", null=True)
    began_on = models.DateField()
    due_on = models.DateField(null=True)
    answered_on = models.DateField()

    class Meta:
        verbose_name = _("answer to an inquiry")
        verbose_name_plural = _("answers to inquiries")
        default_permissions = ()
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["inquiry", "number"], name="answer_round_once_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.inquiry} · {self.number}"

    @property
    def days_used(self) -> int:
        """Calendar days from receipt, or from being opened again."""
        return (self.answered_on - self.began_on).days

    @property
    def is_late(self) -> bool:
        """Answered after its own day."""
        return is_late(self.due_on, self.answered_on)


class FollowUp(models.Model):
    """What changed since: said later, and public."""

    inquiry = models.ForeignKey(PublicInquiry, on_delete=models.CASCADE, related_name="follow_ups")
    said_on = models.DateField(_("on"))
    text = models.TextField(_("what changed since"), max_length=2000)

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        default_permissions = ()
        ordering: ClassVar[list[str]] = ["said_on", "pk"]

    def __str__(self) -> str:
        return f"{self.inquiry} · {self.said_on}"
