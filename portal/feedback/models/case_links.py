"""Which case a tip led to. Nothing of cases knows of it, and without the key of the submission nobody does."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.feedback.models.submissions import Submission


class CaseLink(models.Model):
    """The one case that a tip led to.

    The number of the case is sealed, and no foreign key: deleting, usage, references and copies of the database tell
    nothing, and the link ends with the keys of the submission.
    """

    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="case_link")
    sealed = models.BinaryField()

    class Meta:
        verbose_name = _("link to a case")
        verbose_name_plural = _("links to cases")
        default_permissions: ClassVar[tuple[str, ...]] = ()

    def __str__(self) -> str:
        return str(self.submission)
