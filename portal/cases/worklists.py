"""What supervisors look for in cases: re-examinations that are late, cases that were perhaps not pursued far enough."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.permissions import policy_registry

from portal.cases.missing import lacking
from portal.cases.models import Case, Reexamination
from portal.content.models.pages import Reader
from portal.content.worklists import Found, Item, Worklist, register_worklist

#: A case is looked back on when so much time has passed; its first months belong to the sanctions themselves.
SETTLED_AFTER = timedelta(days=182)


def candidates() -> Q:
    """Cases that were perhaps not pursued far enough (应追未追), and on which nobody has looked back yet."""
    settled = (timezone.localdate() - SETTLED_AFTER).isoformat()
    examined = Exists(Reexamination.objects.filter(case=OuterRef("pk")).order_by())
    old = Q(concluded_on__gt="", concluded_on__lt=settled)
    return old & ~Q(examined) & (Q(traced_up=Case.TracedUp.NO) | lacking("second_responsibility"))


def may_see_all(user: Reader) -> bool:
    """Whether somebody works on cases, so that all of them may be shown."""
    return bool(policy_registry.get_by_type(Case).user_has_any_permission(user, ("add", "change", "publish")))


def _finds(condition: Callable[[], Q], lack: str = "") -> Callable[[Reader, int], Found]:
    def find(user: Reader, most: int) -> Found:
        cases = Case.objects.filter(condition(), live=True).select_related("unit")
        first = tuple(_item(case) for case in cases.order_by("concluded_on", "pk")[:most])
        address = f"{reverse('cases_missing')}?missing={lack}" if lack else ""
        return Found(cases.count(), first, address)

    return find


def _item(case: Case) -> Item:
    unit = case.unit.label if case.unit else ""
    note = " · ".join(filter(None, (unit, case.concluded_on_displayed)))
    return Item(case.heading, reverse("cases:edit", args=[case.pk]), note)


def register() -> None:
    """Hand the lists to the workbench."""
    for worklist in _WORKLISTS:
        register_worklist(worklist)


_WORKLISTS = (
    Worklist(
        "look_back",
        _("Re-examinations overdue"),
        _("The day set for looking back has passed, and nobody has looked back since."),
        may_see_all,
        _finds(lambda: lacking("look_back"), "look_back"),
    ),
    Worklist(
        "candidates",
        _("Candidates for re-examination (应追未追)"),
        _(
            "Dealt with half a year ago or earlier, never re-examined, and either not traced one level up or without "
            "a second responsibility."
        ),
        may_see_all,
        _finds(candidates),
    ),
    Worklist(
        "second_responsibility",
        _("Cases without the second responsibility (一案双查)"),
        _("Somebody answers for their own act, and nobody for the principal or supervisory responsibility."),
        may_see_all,
        _finds(lambda: lacking("second_responsibility"), "second_responsibility"),
    ),
)
