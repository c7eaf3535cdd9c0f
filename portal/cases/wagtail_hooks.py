"""What the admin gets from this app."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter

from portal.cases import masking, name_events
from portal.cases.admin.terms import OfficialLists


@hooks.register("register_admin_viewset")
def register_viewset() -> OfficialLists:
    """The screens of the official lists."""
    return OfficialLists()


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
