"""Approvals: recorded by one person, confirmed by another, given by a body that is high enough (Art. 29 and 39)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.feedback.auditing import FeedbackAction
from portal.feedback.contents.opening import DAMAGED, key_for
from portal.feedback.contents.sealing import seal, unseal
from portal.feedback.models import Approval, Kind, Submission
from portal.feedback.roles import Right
from portal.feedback.transitions import NotPermitted, Unfit
from portal.organisations.models import Unit
from portal.privacy.sealing import Damaged, DataKey

#: GB/T 2260: below the level of a city with districts the fifth and sixth digits are not 00.
_HIGH_ENOUGH = re.compile(r"\d{2}(\d{2}(00|0{8})?)?")
_MAY_APPROVE = frozenset({Unit.Kind.DISCIPLINE, Unit.Kind.PARTY})


@dataclass(frozen=True, slots=True)
class Granted:
    """What the document of the body says."""

    purpose: Approval.Purpose
    body: Unit
    document: str
    approved_on: date


@dataclass(frozen=True, slots=True)
class OpenedApproval:
    """An approval with the number of its document."""

    row: Approval
    document: str


def is_high_enough(body: Unit) -> bool:
    """Whether it is an organ of discipline or of the Party, of a city with districts or above, by its own region."""
    region = body.region
    return body.kind in _MAY_APPROVE and region is not None and bool(_HIGH_ENOUGH.fullmatch(region.code))


def record_approval(submission: Submission, user: User, granted: Granted) -> Approval:
    """Put it on record; it counts once somebody else has confirmed it. One that was not confirmed is replaced.

    Raises NotPermitted, Unfit, and what opening the key raises.
    """
    with transaction.atomic():
        locked = Submission.objects.select_for_update().get(pk=submission.pk)
        details = {"purpose": str(granted.purpose), "unit": granted.body.code, "on": granted.approved_on.isoformat()}
        key = key_for(locked, user, Right.MODERATE, FeedbackAction.APPROVAL_RECORDED, **details)
        _check(locked, granted)
        locked.approvals.filter(purpose=granted.purpose, is_confirmed=False).delete()
        row = Approval(submission=locked, purpose=granted.purpose, body=granted.body, recorded_by=user)
        row.approved_on = granted.approved_on
        row.sealed = seal(key, granted.document, locked.pk, "approval", row.pk)
        row.save(force_insert=True)
    return row


def confirm_approval(approval: Approval, user: User) -> None:
    """Say that the document exists and says so; never by who recorded it. Raises NotPermitted or Unfit."""
    with transaction.atomic():
        row = Approval.objects.select_for_update().select_related("submission").get(pk=approval.pk)
        key_for(row.submission, user, Right.REVIEW, FeedbackAction.APPROVAL_CONFIRMED, purpose=row.purpose)
        if row.recorded_by_id in {None, user.pk}:
            raise NotPermitted(_("Somebody else than who recorded the approval has to confirm it."))
        if row.is_confirmed:
            raise Unfit(_("It is confirmed already."))
        row.is_confirmed, row.confirmed_by = True, user
        row.save(update_fields=["is_confirmed", "confirmed_by"])


def trace(submission: Submission, user: User) -> None:
    """Put on record that who wrote an anonymous tip is being looked for. The portal itself holds nothing to look at.

    Raises NotPermitted, or Unfit without a confirmed approval.
    """
    with transaction.atomic():
        locked = Submission.objects.select_for_update().get(pk=submission.pk)
        key_for(locked, user, Right.SUPERVISE, FeedbackAction.TRACED)
        if not is_approved(locked, Approval.Purpose.TRACING):
            raise Unfit(_("Nobody looks for who wrote it without a confirmed approval."))


def is_approved(submission: Submission, purpose: Approval.Purpose) -> bool:
    """Whether a confirmed approval is there."""
    return submission.approvals.filter(purpose=purpose, is_confirmed=True).exists()


def is_anonymous_tip(submission: Submission) -> bool:
    """Whom tracing is about."""
    return submission.kind == Kind.TIP and not submission.is_named


def opened_approvals(submission: Submission, key: DataKey) -> list[OpenedApproval]:
    """With the data key in hand."""
    rows = sorted(submission.approvals.all(), key=lambda row: (row.approved_on, row.pk))
    return [OpenedApproval(row, _document(row, key)) for row in rows]


def _check(submission: Submission, granted: Granted) -> None:
    if submission.kind != Kind.TIP or (granted.purpose == Approval.Purpose.TRACING and submission.is_named):
        raise Unfit(_("This purpose does not fit here: nothing is to be approved."))
    if not is_high_enough(granted.body):
        raise Unfit(
            _(
                "Only an organ of discipline or of the Party of a city with districts or above can approve this; "
                "the unit needs its region in the list of units."
            )
        )
    if granted.approved_on > timezone.localdate():
        raise Unfit(_("The day of the approval lies ahead."))
    if submission.approvals.filter(purpose=granted.purpose, is_confirmed=True).exists():
        raise Unfit(_("It is confirmed already."))


def _document(row: Approval, key: DataKey) -> str:
    try:
        return str(unseal(key, row.sealed, row.submission_id, "approval", row.pk))
    except Damaged:
        return str(DAMAGED)
