"""What supervisors look for in cases: re-examinations that are late, cases that were perhaps not pursued far enough."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.permissions import policy_registry

from portal.cases.missing import lacking
from portal.cases.models import Case
from portal.content.models.pages import Reader
from portal.content.worklists import Found, Item, Worklist, register_worklist

#: Who gets the lists: whoever works on cases, and supervisors, who only look.
RIGHTS = ("add", "change", "publish", "view")


def may_see_all(user: Reader) -> bool:
    """Whether somebody may see every case."""
    return bool(policy_registry.get_by_type(Case).user_has_any_permission(user, RIGHTS))


def address_for(user: Reader, case: Case) -> str:
    """Where a case is seen to: its form, or the page to read it for those who change none."""
    may_change = policy_registry.get_by_type(Case).user_has_permission(user, "change")
    return reverse("cases:edit" if may_change else "cases:inspect", args=[case.pk])


def _finds(lack: str) -> Callable[[Reader, int], Found]:
    def find(user: Reader, most: int) -> Found:
        cases = Case.objects.filter(lacking(lack), live=True).select_related("unit")
        first = tuple(_item(user, case) for case in cases.order_by("concluded_on", "pk")[:most])
        return Found(cases.count(), first, f"{reverse('cases_missing')}?missing={lack}&approved=yes")

    return find


def _item(user: Reader, case: Case) -> Item:
    unit = case.unit.label if case.unit else ""
    note = " · ".join(filter(None, (unit, case.concluded_on_displayed)))
    return Item(case.heading, address_for(user, case), note)


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
        _finds("look_back"),
    ),
    Worklist(
        "candidates",
        _("Candidates for re-examination (应追未追)"),
        _(
            "Dealt with half a year ago or earlier, never re-examined, and either not traced one level up or without "
            "a second responsibility."
        ),
        may_see_all,
        _finds("candidates"),
    ),
    Worklist(
        "second_responsibility",
        _("Cases without the second responsibility (一案双查)"),
        _("Somebody answers for their own act, and nobody for the principal or supervisory responsibility."),
        may_see_all,
        _finds("second_responsibility"),
    ),
)
