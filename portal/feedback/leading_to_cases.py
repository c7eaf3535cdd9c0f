"""A tip that proved true leads to a draft of a case, which tells nothing of the tip (DOMAIN.md 3.4)."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from portal.cases.entering import CaseData, enter_case
from portal.cases.models import Case, Term
from portal.feedback.auditing import FeedbackAction
from portal.feedback.contents.opening import key_for
from portal.feedback.contents.sealing import seal, unseal
from portal.feedback.findings import finding_of
from portal.feedback.models import CaseLink, Kind, State, Submission
from portal.feedback.roles import Right
from portal.feedback.transitions import Unfit
from portal.feedback.transitions.grounds import Finding
from portal.organisations.models import Unit
from portal.privacy.sealing import Damaged, DataKey

#: What a case may follow from, and where the tip may stand then.
PROVEN = frozenset({Finding.TRUE, Finding.PARTLY})
STATES = frozenset({State.PROCESSING, State.CLOSED, State.TOLD})
#: The language of what the office writes.
LANGUAGE = "zh-hans"


@dataclass(frozen=True, slots=True)
class LinkedCase:
    """The case of a tip, as its file names it; ``case`` is None when it was deleted since."""

    number: int
    case: Case | None


def may_lead(submission: Submission) -> bool:
    """Whether a case may follow from it: a tip, found true or partly so, that has led to none yet."""
    fits = submission.kind == Kind.TIP and submission.state in STATES and finding_of(submission) in PROVEN
    return fits and not CaseLink.objects.filter(submission=submission).exists()


def lead_to_case(submission: Submission, user: User, unit: Unit | None) -> Case:
    """Make the draft: the unit that staff name, region and category; not a word of what was handed in.

    Raises NotPermitted, Unfit, and what opening the key raises.
    """
    with transaction.atomic():
        locked = Submission.objects.select_for_update().get(pk=submission.pk)
        key = key_for(locked, user, Right.MODERATE, FeedbackAction.LED_TO_CASE)
        if not may_lead(locked):
            raise Unfit(_("Only a tip that proved true leads to a case, and only to one."))
        case, _is_new = enter_case(_draft(locked, unit), live=False)
        CaseLink.objects.create(submission=locked, sealed=seal(key, {"case": case.pk}, locked.pk, "case"))
    return case


def linked_case(submission: Submission, key: DataKey) -> LinkedCase | None:
    """The case that it led to, with the data key in hand."""
    # Only what was found true leads to one.
    found = submission.kind == Kind.TIP and finding_of(submission) is not None
    link = CaseLink.objects.filter(submission=submission).first() if found else None
    if link is None:
        return None
    try:
        number = int(unseal(key, link.sealed, submission.pk, "case")["case"])
    except Damaged:
        return LinkedCase(0, None)
    return LinkedCase(number, Case.objects.filter(pk=number).first())


def _draft(submission: Submission, unit: Unit | None) -> CaseData:
    category = submission.category
    is_violation = category is not None and category.taxonomy_id == Term.Taxonomy.VIOLATION
    with override(LANGUAGE):
        heading = " · ".join(str(each) for each in (unit, category) if each) or gettext("New case")
    return CaseData(
        heading=heading,
        unit=unit.pk if unit else None,
        region=submission.region_id,
        violations=(category.pk,) if category is not None and is_violation else (),
    )
