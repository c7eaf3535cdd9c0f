"""Names whose time is over, and documents in which they still stand."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.cases.models import Subject


class StandingName(models.Model):
    """An expired name in a published document that no link leads to: somebody decides whose name it is.

    The name itself is not repeated here, nor is the title, which may hold it.
    """

    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="+")
    #: Of the search document: ``case:17``.
    key = models.CharField(max_length=200)
    found_on = models.DateField(auto_now_add=True)
    #: Why it is another person of the same name; empty while nobody has looked.
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )

    class Meta:
        verbose_name = _("expired name that still stands")
        verbose_name_plural = _("expired names that still stand")
        default_permissions = ()
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["subject", "key"], name="standing_name_once")
        ]

    def __str__(self) -> str:
        return self.key
