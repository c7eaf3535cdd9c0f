"""Where Wagtail asks before it publishes, and what the history of a notice says of corrections."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseRedirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from portal.content.corrections import watching
from portal.notices.corrections.gate import edit_address, is_unexplained, stopped
from portal.notices.models import NoticePage


@hooks.register("before_publish_page")
def stop_before_publishing(request: HttpRequest, page: Page) -> HttpResponseRedirect | None:
    """Published now or at a later hour: first a word on what is corrected."""
    return stopped(request, page) if isinstance(page, NoticePage) and is_unexplained(page) else None


@hooks.register("before_bulk_action")
def stop_bulk_publishing(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponseRedirect | None:
    """Many at once: none of them, if one would change what is public without a word."""
    if action_type != "publish":
        return None
    pages = [page.get_latest_revision_as_object() for page in objects if isinstance(page, Page)]
    blocked = [page for page in pages if isinstance(page, NoticePage) and is_unexplained(page)]
    for page in blocked:
        text = gettext("Nothing was published: “%(title)s” changes what is public without a note on the correction.")
        button = messages.button(edit_address(page), gettext("Edit"))
        messages.error(request, text % {"title": page.title}, buttons=[button])
    return HttpResponseRedirect(action.next_url) if blocked else None


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    """Who declared that a change was one of wording alone."""
    actions.register_action(
        watching.LOGGED, _("Wording changed"), _("Published a change declared to be one of wording or typing alone")
    )
