"""What the admin gets from this app."""

from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.permissions import policy_registry
from wagtail.snippets.models import register_snippet

from portal.cases import masking, name_events
from portal.cases.admin.case_bulk import DeleteCases, PublishCases, SetQuarter
from portal.cases.admin.cases import CaseViewSet
from portal.cases.admin.missing_report import CasesMissing
from portal.cases.admin.terms import OfficialLists
from portal.cases.models import Case

register_snippet(CaseViewSet)
hooks.register("register_bulk_action", PublishCases)
hooks.register("register_bulk_action", SetQuarter)
# After Wagtail's own for all snippets, in whose place it stands.
hooks.register("register_bulk_action", DeleteCases, order=10)


@hooks.register("register_admin_viewset")
def register_viewset() -> OfficialLists:
    """The screens of the official lists."""
    return OfficialLists()


@hooks.register("register_admin_urls")
def register_report_urls() -> list[Any]:
    """The report of what is missing."""
    address = "reports/cases-missing/"
    return [
        path(address, CasesMissing.as_view(), name="cases_missing"),
        path(f"{address}results/", CasesMissing.as_view(results_only=True), name="cases_missing_results"),
    ]


class CasesMissingItem(MenuItem):
    """For those who work on cases."""

    def is_shown(self, request: Any) -> bool:
        """As the report itself."""
        rights = CasesMissing.any_permission_required
        return bool(policy_registry.get_by_type(Case).user_has_any_permission(request.user, rights))


@hooks.register("register_reports_menu_item")
def register_report() -> CasesMissingItem:
    """Its entry in the menu."""
    return CasesMissingItem(
        CasesMissing.page_title,
        reverse("cases_missing"),
        name="cases-missing",
        icon_name="folder-open-inverse",
        order=650,
    )


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    """What the history of a case says of its names."""
    actions.register_action(
        masking.LOGGED, _("Mask names"), _("Names whose time is over were masked in what readers see")
    )
    actions.register_action(name_events.LOGGED)(KeptName)


class KeptName(LogFormatter):
    """A name that stays public longer than the rule says."""

    label = _("Keep a name")

    def format_message(self, log_entry: Any) -> str:
        """With the day and the reason."""
        return gettext("A name stays public until %(until)s: %(reason)s") % log_entry.data
