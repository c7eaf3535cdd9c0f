"""Whom a tip accuses, and who of the staff has to stay away: both decide who knows that it exists."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.feedback.models.submissions import Submission
from portal.organisations.models import Unit


def accusable_units() -> models.QuerySet[Unit]:
    """All units but the territory of the whole list: all work below it, so that nobody would see what accuses it.

    That is a territory at the top with more than half of all other units below it.
    """
    total = Unit.objects.count()
    tops = Unit.objects.filter(depth=1, kind=Unit.Kind.TERRITORY, numchild__gt=0)
    whole = [unit.pk for unit in tops if 2 * unit.get_descendant_count() > total - 1]
    return Unit.objects.exclude(pk__in=whole)


class AccusedUnit(models.Model):
    """A unit that a submission accuses: it, what is below it, and what became of it never learn of the submission."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="accused")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    #: Found by staff in the text, rather than chosen on the form.
    found_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True)
    #: Taken over from what it is handled together with; what this one accuses by itself is still to be made out.
    is_shared = models.BooleanField(default=False)
    #: Who asked that it be taken out; somebody else has to agree.
    doubted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True)

    class Meta:
        verbose_name = _("accused unit")
        verbose_name_plural = _("accused units")
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["submission", "unit"], name="accused_unit_once")
        ]

    def __str__(self) -> str:
        return f"{self.submission} · {self.unit}"


class Recusal(models.Model):
    """A member of staff who stays away from one submission, and why."""

    class Ground(models.TextChoices):
        ACCUSED = "accused", _("accused, or a close relative is")
        INTEREST = "interest", _("has an interest in the matter")
        OTHER = "other", _("another ground that may impair fairness")

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="recusals")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("account")
    )
    ground = models.CharField(_("ground"), max_length=8, choices=Ground.choices)
    since = models.DateField(_("since"))

    class Meta:
        verbose_name = _("recusal")
        verbose_name_plural = _("recusals")
        default_permissions = ()
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["submission", "user"], name="recusal_once")
        ]

    def __str__(self) -> str:
        return f"{self.submission} · {self.user}"
