"""Who works where: it decides who may read internal notices."""

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.organisations.models.units import Unit


class StaffMembershipQuerySet(models.QuerySet["StaffMembership"]):
    """Memberships by time."""

    def current(self, on: date | None = None) -> Self:
        """Those in force on a day (today by default)."""
        day = on or timezone.localdate()
        return self.filter(
            models.Q(since__isnull=True) | models.Q(since__lte=day),
            models.Q(until__isnull=True) | models.Q(until__gte=day),
        )


class StaffMembership(models.Model):
    """A user's place in a unit, for a time."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("user")
    )
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("unit"))
    post = models.CharField(_("post"), max_length=60, blank=True)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    objects = StaffMembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("staff membership")
        verbose_name_plural = _("staff memberships")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "unit"], name="one_membership_per_user_and_unit")
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.unit}"
