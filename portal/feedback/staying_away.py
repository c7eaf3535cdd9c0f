"""Who must not know of a submission: units that staff find accused in it, and staff who have to stay away."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.audit.log import record
from portal.feedback.auditing import FeedbackAction
from portal.feedback.contents.writing import add_note
from portal.feedback.models import AccusedUnit, Recusal, Submission
from portal.feedback.models.accused import accusable_units
from portal.feedback.repeats import lock_joined, share_protection
from portal.feedback.roles import Right, may
from portal.feedback.transitions import NotPermitted, Unfit
from portal.feedback.visibility import office_concerned
from portal.feedback.watching import shuts_out_everybody
from portal.organisations.models import Unit


def name_accused(submission: Submission, user: User, unit: Unit) -> None:
    """From now on neither the unit nor what is below it knows of the submission; running referrals to them end.

    Raises NotPermitted; Unfit where nobody at the desk would see it any more, unless it is the office itself.
    """
    with transaction.atomic():
        locked = _locked(submission, user, Right.ACCEPT)
        together = lock_joined(locked)
        _check_that_somebody_sees(together, unit)
        row, is_new = locked.accused.get_or_create(unit=unit, defaults={"found_by": user})
        if is_new or row.is_shared:
            locked.accused.filter(pk=row.pk).update(is_shared=False)
            record(FeedbackAction.ACCUSED_NAMED, locked, actor=user, details={"unit": unit.code})
            share_protection(together)


def doubt_accused(submission: Submission, user: User, row: AccusedUnit, reason: str) -> None:
    """Ask that a unit be taken out that is not accused. Nothing changes before somebody else has agreed.

    The reason is kept as a note. Raises NotPermitted.
    """
    with transaction.atomic():
        locked = _locked(submission, user, Right.ACCEPT)
        found = _accused(locked, row)
        found.doubted_by = user
        found.save(update_fields=["doubted_by"])
        add_note(locked, user, reason)
        record(FeedbackAction.ACCUSED_DOUBTED, locked, actor=user, details={"unit": found.unit.code})


def clear_accused(submission: Submission, user: User, row: AccusedUnit) -> None:
    """Agree that a unit is not accused: from now on it is not kept from it. Raises NotPermitted or Unfit."""
    with transaction.atomic():
        locked = _locked(submission, user, Right.REVIEW)
        found = _accused(locked, row)
        if found.doubted_by_id in {None, user.pk}:
            raise NotPermitted(_("Somebody else than who asked for it has to agree."))
        record(FeedbackAction.ACCUSED_CLEARED, locked, actor=user, details={"unit": found.unit.code})
        rows = AccusedUnit.objects.filter(submission__in=lock_joined(locked), unit=found.unit_id)
        if rows.exclude(pk=found.pk).filter(is_shared=False).exists():
            # Another one that is handled together with it still accuses the unit.
            rows.filter(pk=found.pk).update(is_shared=True, doubted_by=None)
        else:
            rows.delete()


def _accused(submission: Submission, row: AccusedUnit) -> AccusedUnit:
    found = submission.accused.select_related("unit").filter(pk=row.pk).first()
    if found is None:
        raise Unfit(_("This unit is not accused any more."))
    return found


def _check_that_somebody_sees(together: list[Submission], unit: Unit) -> None:
    if not accusable_units().filter(pk=unit.pk).exists():
        raise Unfit(_("Everybody works below this unit: name the one that is meant."))
    accused = {unit.pk, *AccusedUnit.objects.filter(submission__in=together).values_list("unit", flat=True)}
    if unit.pk not in office_concerned() and shuts_out_everybody(accused):
        raise Unfit(_("Nobody at the desk could see it any more: report it to the higher body instead."))


def recuse(submission: Submission, user: User, who: User, ground: Recusal.Ground) -> None:
    """Have somebody stay away, oneself or another one (Art. 48). Raises NotPermitted."""
    right = Right.VIEW if who.pk == user.pk else Right.MODERATE
    with transaction.atomic():
        locked = _locked(submission, user, right)
        today = timezone.localdate()
        _row, is_new = locked.recusals.get_or_create(user=who, defaults={"ground": ground, "since": today})
        if is_new:
            details = {"colleague": who.pk, "ground": str(ground)}
            record(FeedbackAction.RECUSED, locked, actor=user, details=details)
            share_protection(lock_joined(locked))


def _locked(submission: Submission, user: User, right: Right) -> Submission:
    visible = Submission.objects.visible_to(user).filter(pk=submission.pk).exists()
    if not visible or not may(user, right):
        raise NotPermitted(_("You may not do this."))
    if (leading := submission.merged_into_id) is not None:
        # What leads is locked first, by everybody.
        Submission.objects.select_for_update().get(pk=leading)
    return Submission.objects.select_for_update().get(pk=submission.pk)
