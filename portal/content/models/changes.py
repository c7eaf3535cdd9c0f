"""The list of changes: what was added, corrected, masked or withdrawn, for readers and for mirrors of the open data."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PublicChange(models.Model):
    """One change of something public. It never repeats what was taken away: no name, no title."""

    class Kind(models.TextChoices):
        ADDED = "added", _("added")
        CORRECTED = "corrected", _("corrected")
        MASKED = "masked", _("name masked")
        WITHDRAWN = "withdrawn", _("withdrawn")

    kind = models.CharField(_("kind of change"), max_length=9, choices=Kind.choices)
    #: What changed: kind and primary key as in search, ``case:17``.
    key = models.CharField(_("what"), max_length=60, db_index=True)
    #: Path on this site, without a language prefix.
    url = models.CharField(_("address"), max_length=300)
    #: What readers are told of the change; public.
    note = models.TextField(_("note"), blank=True)
    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    #: Place in the list that mirrors follow, without gaps; given once it is committed (`changes.numbering`).
    position = models.PositiveBigIntegerField(_("place in the list"), null=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("public change")
        verbose_name_plural = _("public changes")
        ordering: ClassVar[list[str]] = ["-pk"]
        # Rows follow from what happens to pages and cases; nobody writes them by hand.
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.url}"
