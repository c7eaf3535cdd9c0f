"""What is missing in cases: conditions for lists and reports, one question to the database for any number of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.cases.expiry import due_for_review
from portal.cases.models import Case, CaseQuerySet, Measure, Reexamination, Subject

Responsibility = Subject.Responsibility

#: A case is looked back on when so much time has passed; its first months belong to the sanctions themselves.
SETTLED_AFTER = timedelta(days=182)
#: What may be missing, by code.
LACKS: Mapping[str, str | Promise] = {
    "second_responsibility": _("no principal or supervisory responsibility looked at (一案双查)"),
    "measure_date": _("a measure without a date"),
    "measure_body": _("a measure without the deciding body"),
    "violations": _("no code of a violation"),
    "rank": _("a person without a rank group"),
    "look_back": _("re-examination overdue"),
    "candidates": _("perhaps not pursued far enough, and never re-examined (应追未追)"),
    "quarter": _("no quarter"),
    "name_review": _("a name without an end, due for its yearly review"),
}


def lacking(lack: str) -> Q:
    """The condition on ``Case``. Raises KeyError for an unknown code."""
    return _CONDITIONS[lack]()


def with_lacks(cases: CaseQuerySet) -> Any:
    """Those of these cases in which anything is missing, each told what: ``lack_rank`` and so on are true or false."""
    anything = Q()
    for lack in LACKS:
        anything |= lacking(lack)
    # As a sub-select of its own: the marks are worked out for the rows shown, not for all that are looked through.
    incomplete = cases.filter(pk__in=Case.objects.filter(anything).order_by().values("pk"))
    return incomplete.annotate(**{f"lack_{lack}": _mark(lack) for lack in LACKS})


def lacks_of(case: Any) -> list[str]:
    """The codes of what is missing in a case of `with_lacks`."""
    return [lack for lack in LACKS if getattr(case, f"lack_{lack}")]


def _mark(lack: str) -> Exists:
    return Exists(Case.objects.filter(lacking(lack), pk=OuterRef("pk")).order_by())


def _subjects(**which: Any) -> Exists:
    return Exists(Subject.objects.filter(case=OuterRef("pk"), **which).order_by())


def _second_responsibility() -> Q:
    others = [Responsibility.PRINCIPAL, Responsibility.SUPERVISORY]
    return Q(_subjects(responsibility=Responsibility.DIRECT)) & ~Q(_subjects(responsibility__in=others))


def _measures(**which: Any) -> Q:
    return Q(Exists(Measure.objects.filter(subject__case=OuterRef("pk"), **which).order_by()))


def _violations() -> Q:
    return ~Q(Exists(Case.violations.through.objects.filter(case=OuterRef("pk"))))


def _look_back() -> Q:
    done = Reexamination.objects.filter(case=OuterRef("pk"), examined_on__gte=OuterRef("look_back_on")).order_by()
    return Q(look_back_on__lt=timezone.localdate()) & ~Q(Exists(done))


def _candidates() -> Q:
    settled = (timezone.localdate() - SETTLED_AFTER).isoformat()
    examined = Exists(Reexamination.objects.filter(case=OuterRef("pk")).order_by())
    old = Q(concluded_on__gt="", concluded_on__lt=settled)
    return old & ~Q(examined) & (Q(traced_up=Case.TracedUp.NO) | _second_responsibility())


_CONDITIONS: Mapping[str, Callable[[], Q]] = {
    "second_responsibility": _second_responsibility,
    "measure_date": lambda: _measures(decided_on=""),
    "measure_body": lambda: _measures(body=""),
    "violations": _violations,
    "rank": lambda: Q(_subjects(kind=Subject.Kind.PERSON, rank=None)),
    "look_back": _look_back,
    "candidates": _candidates,
    "quarter": lambda: Q(quarter=""),
    "name_review": lambda: Q(Exists(due_for_review(Subject.objects.filter(case=OuterRef("pk"))).order_by())),
}
