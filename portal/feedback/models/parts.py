"""The texts of a submission, each sealed by itself so that each can be opened by itself."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.feedback.models.submissions import Submission


class Part(models.Model):
    """One sealed text of a submission."""

    class Name(models.TextChoices):
        """``contact`` is opened with a right of its own."""

        TITLE = "title", _("title")
        BODY = "body", _("content")
        #: Whom a tip is about: name, unit, post and rank as written.
        ACCUSED = "accused", _("accused person")
        CONTACT = "contact", _("contact details")

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="parts")
    name = models.CharField(max_length=8, choices=Name.choices)
    sealed = models.BinaryField()

    class Meta:
        verbose_name = _("sealed part")
        verbose_name_plural = _("sealed parts")
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["submission", "name"], name="part_once_per_submission")
        ]

    def __str__(self) -> str:
        return f"{self.submission} · {self.name}"
