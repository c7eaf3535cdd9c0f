"""What the reading of existing notices keeps: work that is under way, files that were read, the reader's own errors."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ReadingSession(models.Model):
    """A notice on the desk of one editor: its text and the drafts of its cases, until they are saved or time is up.

    Internal: only its editor ever sees it. It is a row, not a field of the form, so that the text is sent once, a
    closed window loses nothing, and two windows can tell that they work on the same.
    """

    #: Kept so long after the last change.
    LIFETIME = timedelta(days=7)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    source = models.TextField()
    #: Records of `portal.notices.reading_desk.nodes`.
    drafts = models.JSONField(default=list)
    remarks = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(auto_now=True, db_index=True)

    class Meta:
        verbose_name = _("notice that is being read")
        verbose_name_plural = _("notices that are being read")
        default_permissions = ()
        ordering: ClassVar[list[str]] = ["-changed_at"]

    def __str__(self) -> str:
        return self.source.strip().split("\n", 1)[0][:80]

    @classmethod
    def purge(cls) -> int:
        """Delete those whose time is up; how many."""
        return cls.objects.filter(changed_at__lt=timezone.now() - cls.LIFETIME).delete()[0]


class ReadFile(models.Model):
    """A file that `import_notices --read` made a draft of; the same text makes no second one."""

    digest = models.CharField(max_length=64, unique=True)
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("file that was read")
        verbose_name_plural = _("files that were read")
        default_permissions = ()

    def __str__(self) -> str:
        return self.digest


class ReaderOutcome(models.Model):
    """How often editors kept what the reader read, field by field and day by day: no text, no user."""

    class Outcome(models.TextChoices):
        """What became of what was read."""

        KEPT = "kept", pgettext_lazy("what was read", "kept")
        CORRECTED = "corrected", pgettext_lazy("what was read", "corrected")
        ADDED = "added", pgettext_lazy("what was read", "added")
        REMOVED = "removed", pgettext_lazy("what was read", "removed")

    day = models.DateField()
    field = models.CharField(max_length=40)
    outcome = models.CharField(max_length=9, choices=Outcome.choices)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("outcome of reading")
        verbose_name_plural = _("outcomes of reading")
        default_permissions = ()
        ordering: ClassVar[list[str]] = ["-day", "field", "outcome"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["day", "field", "outcome"], name="reader_outcome_once")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.field} {self.outcome}: {self.count}"

    @classmethod
    def count_all(cls, counted: Mapping[tuple[str, str], int], day: date | None = None) -> None:
        """Add counts by field and outcome, in the caller's transaction."""
        on = day or timezone.localdate()
        for (field, outcome), number in sorted(counted.items()):
            row, _made = cls.objects.get_or_create(day=on, field=field, outcome=outcome)
            cls.objects.filter(pk=row.pk).update(count=models.F("count") + number)
