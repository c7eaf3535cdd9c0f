"""Corrections: what was changed of something public, when and why. Readers see the note, never the words before it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# Wagtail's classes are unknown to the type checker; a known base beside them would hide what they have.
if TYPE_CHECKING:
    from wagtail.models import RevisionMixin as _Model
else:
    _Model = models.Model


class Correctable(_Model):
    """Something public with drafts: its editor says in the draft what the next version corrects.

    The words go with the version through review and timed publication, and are spent when it is published.
    """

    correction_what = models.TextField(
        _("what is corrected"),
        max_length=500,
        blank=True,
        help_text=_("Public. Do not repeat what was wrong, nor a name."),
    )
    correction_why = models.TextField(
        _("why it is corrected"),
        max_length=500,
        blank=True,
        help_text=_("Public. Such as: the decision was changed on appeal."),
    )
    wording_only = models.BooleanField(
        _("wording or typing alone: what it says is the same"),
        default=False,
        help_text=_("Readers see no note; the history keeps who declared this."),
    )

    #: Fields and child relations that readers never see, beside those that `portal.content.corrections` knows.
    fields_never_public: ClassVar[frozenset[str]] = frozenset()
    #: Fields of JSON of which readers see one entry alone: names of both.
    public_parts: ClassVar[Mapping[str, str]] = {}

    class Meta:
        abstract = True


class Correction(models.Model):
    """A public note on a change of something that was public already."""

    class Kind(models.TextChoices):
        EXPLAINED = "explained", _("corrected")
        IMPORT = "import", _("changed by import")
        UNEXPLAINED = "unexplained", _("changed")

    #: What was corrected: kind and primary key as in search, ``case:17``.
    key = models.CharField(_("what"), max_length=60)
    kind = models.CharField(_("kind of change"), max_length=11, choices=Kind.choices, default=Kind.EXPLAINED)
    what = models.TextField(_("what is corrected"), blank=True)
    why = models.TextField(_("why it is corrected"), blank=True)
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering: ClassVar[list[str]] = ["-at", "-pk"]
        # Rows follow from publication; nobody writes them by hand.
        default_permissions = ("view",)
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["key", "-at"], name="correction_of")]

    def __str__(self) -> str:
        return f"{self.key} {self.at:%Y-%m-%d}"
