"""What is kept of the privacy scan: who let findings stand and why, and what was found in a file."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.privacy.scan.findings import Kind


class ScanOverride(models.Model):
    """Somebody decided that what the scan found may stand. It says of which kinds, never what was found."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.CharField(max_length=64)
    content_object = GenericForeignKey("content_type", "object_id")
    title = models.CharField(pgettext_lazy("privacy scan", "text"), max_length=300)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("decided by")
    )
    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    reason = models.TextField(pgettext_lazy("privacy scan", "reason"))

    class Meta:
        verbose_name = _("privacy override")
        verbose_name_plural = _("privacy overrides")
        ordering: ClassVar[list[str]] = ["-at", "-pk"]
        # A record: nobody adds, changes or deletes it by hand.
        default_permissions = ("view",)
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["content_type", "object_id"], name="override_by_object")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def kinds(self) -> str:
        """What was let stand: 手机号码 2、车牌 1."""
        counts: dict[str, int] = {}
        for finding in self.findings.all():
            counts[finding.kind] = counts.get(finding.kind, 0) + 1
        return ", ".join(f"{Kind(kind).label} {count}" for kind, count in counts.items())


class AcceptedFinding(models.Model):
    """A finding that may stand, by a keyed mark of its text: it holds for these very words in this text alone."""

    override = models.ForeignKey(ScanOverride, on_delete=models.CASCADE, related_name="findings")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    mark = models.CharField(max_length=64, db_index=True)

    class Meta:
        verbose_name = _("accepted finding")
        verbose_name_plural = _("accepted findings")
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["override", "mark"], name="finding_accepted_once")
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class FileScan(models.Model):
    """What was found in a file, by the hash of its content: a file is read once, not at every publication.

    It repeats what it found, so it goes when the file goes.
    """

    file_hash = models.CharField(max_length=64, unique=True)
    #: Of the detectors (`portal.privacy.scan.kept`); what an older one found is found anew.
    version = models.PositiveIntegerField()
    findings = models.JSONField(default=list)
    scanned_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("scan of a file")
        verbose_name_plural = _("scans of files")
        default_permissions = ()

    def __str__(self) -> str:
        return self.file_hash
