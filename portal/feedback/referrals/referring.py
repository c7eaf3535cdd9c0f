"""Referring to one unit, or to several of which one leads (部门联动)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.feedback.clocks.running import start_for_referral
from portal.feedback.contents.keys import office_key
from portal.feedback.contents.sealing import seal
from portal.feedback.models import Kind, Referral, Submission
from portal.feedback.models.referrals import RUNNING
from portal.feedback.transitions import Unfit, apply
from portal.feedback.visibility import may_receive
from portal.organisations.models import Unit
from portal.privacy.sealing import DataKey


class RecusalCheck(TextChoices):
    """What was answered when it was asked whether anybody has to stay away (Art. 48)."""

    NOBODY = "nobody", _("checked: nobody has to stay away")
    ARRANGED = "arranged", _("checked: those concerned stay away")


@dataclass(frozen=True, slots=True)
class Order:
    """What a moderator decided: to whom, what they read, until when."""

    leading: Unit
    others: Sequence[Unit]
    basis: Referral.Basis
    reason: str
    summary: str
    due_on: date
    recusal: RecusalCheck


def refer(submission: Submission, user: User, order: Order, seen: str | None = None) -> list[Referral]:
    """Give it to these units. Raises Unfit for a unit that it accuses, or one below that, by whatever name."""
    with transaction.atomic():
        locked = Submission.objects.select_for_update().get(pk=submission.pk)
        _check(locked, order)
        key = office_key(locked)
        made = [_referral(locked, user, order, unit, key) for unit in (order.leading, *order.others)]
        code = "refer" if locked.kind == Kind.INQUIRY else "assign"
        apply(locked, code, user, seen=seen, basis=str(order.basis), units=len(made), recusal=str(order.recusal))
    return made


def _check(submission: Submission, order: Order) -> None:
    units = [order.leading, *order.others]
    if len({unit.pk for unit in units}) < len(units):
        raise Unfit(_("A unit is named twice."))
    for unit in units:
        if not may_receive(submission, unit):
            raise Unfit(_("This submission must not go to a unit that it accuses, nor to one below it."))
        if unit.closed_on and unit.closed_on <= timezone.localdate():
            raise Unfit(_("This unit was merged or dissolved: choose the one that followed it."))
    if submission.referrals.filter(state__in=RUNNING).exists():
        raise Unfit(_("It is with units already: take it back first."))
    if order.basis == Referral.Basis.SUMMARY and not order.summary.strip():
        raise Unfit(_("Write the summary that the unit reads."))
    if order.due_on < timezone.localdate():
        raise Unfit(_("The day lies in the past."))


def _referral(submission: Submission, user: User, order: Order, unit: Unit, key: DataKey) -> Referral:
    referral = Referral(
        submission=submission,
        unit=unit,
        is_leading=unit == order.leading,
        basis=order.basis,
        referred_on=timezone.localdate(),
        due_on=order.due_on,
        referred_by=user,
        recusal=order.recusal,
    )
    referral.sealed_reason = seal(key, order.reason, submission.pk, "referral-reason", referral.pk)
    if order.basis == Referral.Basis.SUMMARY:
        referral.sealed_summary = seal(key, order.summary, submission.pk, "referral-summary", referral.pk)
    referral.save(force_insert=True)
    start_for_referral(referral)
    return referral
