"""Who may know that a submission exists. Lists, counts, searches, exports, addresses all go through here."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple, TypeVar

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from portal.feedback.models.accused import AccusedUnit, Recusal
from portal.feedback.models.referrals import RUNNING, Referral
from portal.feedback.models.submissions import Submission
from portal.feedback.roles import Right, Staff, may
from portal.organisations.models import StaffMembership, Unit

Rows = TypeVar("Rows", bound=QuerySet[Submission])

#: In these states a unit reads what was referred to it; sent back or taken back, it does not know it any more.
READABLE = (*RUNNING, Referral.State.DONE)


class Affiliation(NamedTuple):
    """Where somebody works, and whom a tip has to accuse for them not to know of it."""

    #: The units in which they work today.
    own: frozenset[int]
    #: When one of these is accused, one of the own is.
    concerned: frozenset[int]
    #: The units that run the desk.
    office_units: frozenset[int]
    #: When one of these is accused, the office is.
    office: frozenset[int]


def visible(rows: Rows, user: Staff) -> Rows:
    """Of these submissions those that the account may know of.

    Nobody sees what accuses the own unit or one above it, or what the account stays away from. The office's own staff
    and its leadership see the rest, but for what accuses the office itself: that alone is for those who are named for
    it. Other staff see what is referred to a unit in which they work today.
    """
    is_of_office = may(user, Right.OPEN_CONTENT) or may(user, Right.OVERSEE)
    if not is_of_office and not may(user, Right.VIEW):
        return rows.none()
    at, watches = affiliation_of(user), is_watcher(user)
    hidden = at.concerned | at.office if is_of_office and not watches else at.concerned
    rows = rows.exclude(Exists(_accusing(hidden)))
    rows = rows.exclude(Exists(Recusal.objects.filter(submission=OuterRef("pk"), user=user.pk)))
    if watches:
        return rows.filter(Exists(_accusing(at.office)))
    if is_of_office:
        return rows
    referred = Referral.objects.filter(unit__in=at.own, state__in=READABLE)
    return rows.filter(pk__in=referred.order_by().values("submission"))


def is_watcher(user: Staff) -> bool:
    """Whether an account is named for what accuses the office, and for nothing else."""
    return isinstance(user, User) and user.username in settings.OFFICE_WATCHERS


def _accusing(units: frozenset[int]) -> QuerySet[AccusedUnit]:
    return AccusedUnit.objects.filter(submission=OuterRef("pk"), unit__in=units)


def affiliation_of(user: Staff) -> Affiliation:
    """As it is today. Who accuses what is above a unit, or what either was merged into or made of, accuses the unit."""
    rows = StaffMembership.objects.filter(user=user.pk).current().annotate(is_own=Value(1))
    places = rows.order_by().values_list("unit_id", "unit__path", "is_own")
    if settings.OFFICE_UNITS:
        offices = Unit.objects.filter(code__in=settings.OFFICE_UNITS).order_by().annotate(is_own=Value(0))
        places = places.union(offices.values_list("pk", "path", "is_own"), all=True)
    found = list(places)
    own = {key: path for key, path, is_own in found if is_own}
    office = {key: path for key, path, is_own in found if not is_own}
    tree = _tree([*own.values(), *office.values()])
    return Affiliation(frozenset(own), _concerned(own, tree), frozenset(office), _concerned(office, tree))


def is_shut_out(user: Staff, units: Collection[int]) -> bool:
    """Whether somebody who may open content would know nothing of a submission that accuses these units."""
    at, watches = affiliation_of(user), is_watcher(user)
    hidden = at.concerned if watches else at.concerned | at.office
    return not hidden.isdisjoint(units) or (watches and at.office.isdisjoint(units))


def office_concerned() -> frozenset[int]:
    """The units whose accusation concerns the office; empty where nobody has said which units are the office."""
    codes = settings.OFFICE_UNITS
    return concerned_by(Unit.objects.filter(code__in=codes).values_list("pk", flat=True)) if codes else frozenset()


def concerned_by(units: Iterable[int]) -> frozenset[int]:
    """The units whose accusation concerns these: themselves and all above, under every name that they had or have."""
    places = dict(Unit.objects.filter(pk__in=list(units)).order_by().values_list("pk", "path"))
    return _concerned(places, _tree(places.values()))


def _tree(paths: Iterable[str]) -> list[tuple[int, str, int | None, str | None]]:
    """All at these places and above, and all that became another, with the place of what they became."""
    rows = Unit.objects.filter(Q(successor__isnull=False) | Q(path__in=_lineage(paths))).order_by()
    return list(rows.values_list("pk", "path", "successor_id", "successor__path"))


def _concerned(units: dict[int, str], tree: list[tuple[int, str, int | None, str | None]]) -> frozenset[int]:
    """Of units by primary keys and paths. Asks once more where one of them became another."""
    renamed = [(earlier, later) for earlier, _path, later, _later_path in tree if later]
    today = _closure(frozenset(units), renamed)
    above = _lineage(units.values())
    concerned = today | {key for key, path, _later, _later_path in tree if path in above}
    if later_paths := [path for _key, _path, later, path in tree if later in today - units.keys() and path]:
        concerned |= frozenset(Unit.objects.filter(path__in=_lineage(later_paths)).values_list("pk", flat=True))
    return _closure(concerned, [(later, earlier) for earlier, later in renamed])


def _closure(units: frozenset[int], steps: list[tuple[int, int]]) -> frozenset[int]:
    found = units
    while more := frozenset(target for source, target in steps if source in found) - found:
        found |= more
    return found


def _lineage(paths: Iterable[str]) -> set[str]:
    """These places in the tree and all above them."""
    return {each for path in paths for each in Unit.paths_down_to(path)}


def may_receive(submission: Submission, unit: Unit) -> bool:
    """Whether a unit may be given this submission: none that it accuses, nor any below, by whatever name."""
    return not submission.accused.filter(unit__in=concerned_by([unit.pk])).exists()
