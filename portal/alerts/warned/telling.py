"""A warning that is published is told to the units it names, each once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.db.models.signals import post_save
from django.utils import timezone

from portal.alerts.mailing.queue import ask_for_delivery
from portal.alerts.models import Mail, WarningReceipt
from portal.content.unseen import is_unseen
from portal.notices.models import WarningPage
from portal.operations.tasks import background_task
from portal.organisations.models import StaffMembership, Unit


def connect() -> None:
    """Listen to warnings."""
    post_save.connect(warning_saved, sender=WarningPage)


def warning_saved(
    sender: type[WarningPage], instance: WarningPage, update_fields: frozenset[str] | None, **kwargs: Any
) -> None:
    """Published, or changed while it is up: units may have been added."""
    if instance.live and not is_unseen(update_fields):
        tell_units.enqueue(instance.pk)


@background_task()
def tell_units(number: int) -> int:
    """Tell the units that a warning names and that were not told before; how many."""
    page = WarningPage.objects.filter(pk=number, live=True).first()
    if page is None:
        return 0
    told = 0
    for unit in units_named(page):
        with transaction.atomic():
            receipt, is_new = WarningReceipt.objects.get_or_create(
                page=page, unit=unit, defaults={"told_at": timezone.now()}
            )
            if is_new:
                write_to_staff(Mail.Kind.WARNING, receipt, [unit])
                told += 1
    return told


def units_named(page: WarningPage) -> list[Unit]:
    """The units, with all below them where the warning says so."""
    named = list(page.audience.all())
    if not page.audience_includes_subunits or not named:
        return named
    below = Q()
    for unit in named:
        below |= Q(path__startswith=unit.path)
    return list(Unit.objects.filter(below, closed_on__isnull=True).order_by("path"))


def write_to_staff(kind: Mail.Kind, receipt: WarningReceipt, units: Iterable[Unit]) -> int:
    """A mail to everybody who works there today and has an address; how many."""
    working = StaffMembership.objects.filter(unit__in=list(units), user__is_active=True).current()
    users = set(working.exclude(user__email="").values_list("user_id", flat=True))
    now = timezone.now()
    Mail.objects.bulk_create([Mail(kind=kind, receipt=receipt, staff_id=user, due_at=now) for user in sorted(users)])
    if users:
        ask_for_delivery()
    return len(users)
