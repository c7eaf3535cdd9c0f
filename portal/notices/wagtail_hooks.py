"""What the admin gets from this app."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import Page

from portal.notices import masking
from portal.notices.admin import NoticesGroup
from portal.notices.bulletins import hooks as bulletin_hooks
from portal.notices.corrections import hooks as corrections_hooks
from portal.notices.inspections import hooks as inspections_hooks
from portal.notices.models import NoticePage
from portal.notices.privacy import hooks as privacy_hooks
from portal.notices.standing_names import deciding
from portal.notices.workflow import becomes_public

#: Wagtail reads this module alone; the hooks of these rooms register themselves when they are imported.
__all__ = ["bulletin_hooks", "corrections_hooks", "inspections_hooks", "privacy_hooks"]


@hooks.register("register_admin_viewset")
def register_viewsets() -> Any:
    """Lists of all notices and warnings, with the columns that their editors look for."""
    return NoticesGroup()


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    """Where somebody decides whose name it is."""
    return [path("names-standing/<int:standing>/", deciding.decide, name="standing_name")]


@hooks.register("before_edit_page")
def tell_of_wider_scope(request: HttpRequest, page: Page) -> None:
    """Whoever opens a notice for editing or approval sees that it was internal and is about to become public."""
    if request.method == "GET" and isinstance(page, NoticePage) and becomes_public(page):
        text = _("This notice was internal. As soon as this version is published, everybody can read it.")
        messages.warning(request, format_html("<strong data-wider-scope>{}</strong>", text))


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    """What the history of a notice says of its names."""
    actions.register_action(masking.LOGGED)(MaskedNames)
    actions.register_action(deciding.LOGGED)(OtherPerson)


class MaskedNames(LogFormatter):
    """Names whose time is over were taken out of what readers see."""

    label = gettext_lazy("Mask names")

    def format_message(self, log_entry: Any) -> str:
        """With the files that were taken off, which an editor may replace by others without the name."""
        text = _("Hidden names were masked in what readers see; this version keeps its words.")
        files = "、".join(each["title"] for each in log_entry.data.get("withdrawn", ()))
        return text + (" " + _("Attachments withdrawn: %(files)s") % {"files": files} if files else "")


class OtherPerson(LogFormatter):
    """An expired name stands here for another person."""

    label = gettext_lazy("Name of another person")

    def format_message(self, log_entry: Any) -> str:
        """With the reason."""
        return _("An expired name may stand here, it is another person: %(reason)s") % log_entry.data
