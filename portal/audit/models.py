"""The audit log: entries, and the links that chain them. Both tables only grow; triggers refuse anything else.

An entry is written in the transaction of what it records; its link follows at once (`portal.audit.chain` says when),
as a row of its own, so that no row is ever changed.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AuditEntry(models.Model):
    """One step that somebody took. It says who, what and when, by numbers and codes; never a name or a text."""

    #: Goes into the seal, so that a copy of an entry is no second entry.
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField(_("when"), db_index=True)
    #: A registered action (`portal.audit.actions`), "notice.publish".
    action = models.CharField(pgettext_lazy("audit log", "action"), max_length=40, db_index=True)
    object_kind = models.CharField(pgettext_lazy("audit log", "kind of object"), max_length=40)
    object_key = models.CharField(pgettext_lazy("audit log", "object"), max_length=64)
    #: The account; no foreign key, for the entry outlives it. None: the system itself.
    actor_id = models.BigIntegerField(pgettext_lazy("audit log", "account"), null=True)
    #: The roles at that time, "publisher"; "system" where nobody was signed in.
    actor_role = models.CharField(pgettext_lazy("audit log", "role"), max_length=100)
    details = models.JSONField(pgettext_lazy("audit log", "details"), default=dict)
    #: Keyed hash of all of the above, in hexadecimal digits.
    seal = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        ordering: ClassVar[list[str]] = ["-pk"]
        # A record: nobody adds, changes or deletes it by hand.
        default_permissions = ("view",)
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["object_kind", "object_key"], name="audit_by_object")
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.action} {self.object_kind}:{self.object_key}"


class AuditLink(models.Model):
    """The place of an entry in the chain. Places count up from 1 without a gap; ids of entries may have gaps."""

    position = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(AuditEntry, on_delete=models.PROTECT, related_name="link")
    #: Keyed hash over the hash before it, the place, and the entry with its seal; hexadecimal digits.
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("link of the audit chain")
        verbose_name_plural = _("links of the audit chain")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.position}: {self.entry_id}"
