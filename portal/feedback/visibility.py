"""Who may know that a submission exists. Lists, counts, searches, exports, addresses all go through here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from portal.feedback.models.accused import AccusedUnit, Recusal
from portal.feedback.models.referrals import Referral
from portal.feedback.models.submissions import Submission
from portal.feedback.roles import Right, Staff, may
from portal.organisations.models import StaffMembership, Unit

Rows = TypeVar("Rows", bound=QuerySet[Submission])

#: In these states a unit reads what was referred to it; sent back or taken back, it does not know it any more.
READABLE = (Referral.State.OPEN, Referral.State.REPLIED, Referral.State.DONE)


def visible(rows: Rows, user: Staff) -> Rows:
    """Of these submissions those that the account may know of.

    Nobody sees what accuses the own unit or one above it, or what the account stays away from. The office's own staff
    see the rest; others what is referred to a unit in which they work today.
    """
    if not may(user, Right.VIEW):
        return rows.none()
    own, concerned = units_of(user)
    accused = AccusedUnit.objects.filter(submission=OuterRef("pk"), unit__in=concerned)
    rows = rows.exclude(Exists(accused)).exclude(
        Exists(Recusal.objects.filter(submission=OuterRef("pk"), user=user.pk))
    )
    if may(user, Right.OPEN_CONTENT):
        return rows
    referred = Referral.objects.filter(unit__in=own, state__in=READABLE)
    return rows.filter(pk__in=referred.order_by().values("submission"))


def units_of(user: Staff) -> tuple[frozenset[int], frozenset[int]]:
    """The units in which somebody works today; and those that, when accused, accuse one of these.

    The second are the units, all above them, what these were merged into, and what was merged into them.
    """
    memberships = StaffMembership.objects.filter(user=user.pk).current()
    own = dict(memberships.values_list("unit_id", "unit__path"))
    return frozenset(own), _concerned(own)


def concerned_by(units: Iterable[int]) -> frozenset[int]:
    """The units whose accusation concerns these: themselves and all above, under every name that they had or have."""
    return _concerned(dict(Unit.objects.filter(pk__in=list(units)).order_by().values_list("pk", "path")))


def _concerned(units: dict[int, str]) -> frozenset[int]:
    """By primary keys and paths. One query, and one more where a unit of them became another."""
    above = _lineage(units.values())
    rows = Unit.objects.filter(Q(successor__isnull=False) | Q(path__in=above)).order_by()
    tree = list(rows.values_list("pk", "path", "successor_id", "successor__path"))
    renamed = [(earlier, later) for earlier, _path, later, _later_path in tree if later]
    today = _closure(frozenset(units), renamed)
    concerned = today | {key for key, path, _later, _later_path in tree if path in above}
    if later_paths := [path for _earlier, _path, later, path in tree if later in today - units.keys()]:
        concerned |= frozenset(Unit.objects.filter(path__in=_lineage(later_paths)).values_list("pk", flat=True))
    return _closure(concerned, [(later, earlier) for earlier, later in renamed])


def _closure(units: frozenset[int], steps: list[tuple[int, int]]) -> frozenset[int]:
    found = units
    while more := frozenset(target for source, target in steps if source in found) - found:
        found |= more
    return found


def _lineage(paths: Iterable[str]) -> set[str]:
    """These places in the tree and all above them."""
    step = Unit.steplen
    return {path[:length] for path in paths for length in range(step, len(path) + 1, step)}


def may_receive(submission: Submission, unit: Unit) -> bool:
    """Whether a unit may be given this submission: none that it accuses, nor any below, by whatever name."""
    return not submission.accused.filter(unit__in=concerned_by([unit.pk])).exists()
