"""Which units a warning went to, and who answered for having read it."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.notices.models import WarningPage
from portal.organisations.models import StaffMembership, Unit


class WarningReceiptQuerySet(models.QuerySet["WarningReceipt"]):
    """Receipts by state, and by who may acknowledge them."""

    def open(self) -> Self:
        """Of warnings that are still up, and that the unit has not acknowledged."""
        return self.filter(acknowledged_at__isnull=True, page__live=True)

    def of_staff(self, user_id: int) -> Self:
        """Those of the units where this person works today."""
        working = StaffMembership.objects.filter(user=user_id, user__is_active=True).current()
        return self.filter(unit__in=working.values("unit"))


class WarningReceipt(models.Model):
    """A warning that names a unit: when its staff were told, and when one of them acknowledged it."""

    page = models.ForeignKey(WarningPage, on_delete=models.CASCADE, related_name="receipts", verbose_name=_("warning"))
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+", verbose_name=_("unit"))
    told_at = models.DateTimeField(_("told"))
    reminders = models.PositiveSmallIntegerField(_("reminders"), default=0)
    reminded_at = models.DateTimeField(_("last reminder"), null=True)
    acknowledged_at = models.DateTimeField(_("acknowledged"), null=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )

    objects = WarningReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = _("receipt of a warning")
        verbose_name_plural = _("receipts of warnings")
        default_permissions = ("view",)
        ordering: ClassVar[list[str]] = ["-told_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["page", "unit"], name="warned_once_of_a_page"),
        ]

    def __str__(self) -> str:
        return f"{self.page_id} · {self.unit_id}"
