"""The desk among the viewsets of the admin: /admin/feedback/."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import register_permission_policy

from portal.content.admin import ReadingPolicy
from portal.feedback.desk import floods, late, recording, saved_views, searching, views
from portal.feedback.desk.queue import COLUMNS, Queue, QueueFilters
from portal.feedback.models import Submission
from portal.feedback.roles import Right, may


class DeskPolicy(ReadingPolicy):
    """Whoever works on what citizens hand in may view; all rights of a superuser are none here."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Whether this action is viewing, and the account is in one of the groups."""
        return action == "view" and may(user, Right.VIEW)


register_permission_policy(Submission, DeskPolicy(Submission))


class DeskMenuItem(MenuItem):
    """For those who work on what citizens hand in; all rights of a superuser are none here."""

    def is_shown(self, request: HttpRequest) -> bool:
        """As the queue itself."""
        return may(request.user, Right.VIEW)


class Desk(ModelViewSet):
    """The queue and the files."""

    model = Submission
    name = "feedback_desk"
    url_prefix = "feedback"
    icon = "mail"
    menu_label = _("Tips and inquiries")
    menu_order = 120
    menu_item_class = DeskMenuItem
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = False
    index_view_class = Queue
    filterset_class = QueueFilters
    list_display: ClassVar[list[Any]] = COLUMNS
    ordering = ("due_on", "received_on")
    # Wagtail makes a form for every model; none of its addresses is served.
    edit_handler = ObjectList([FieldPanel("state", read_only=True)])

    def get_urlpatterns(self) -> list[Any]:
        """The queue, and our own screens instead of Wagtail's."""
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("record/<slug:kind>/<slug:way>/", recording.record_slip, name="record"),
            path("late/", late.late, name="late"),
            path("clear-flood/", floods.clear_flood, name="clear_flood"),
            path("views/", saved_views.keep, name="keep_view"),
            path("views/<int:number>/remove/", saved_views.remove, name="remove_view"),
            path("<uuid:key>/", views.case_file, name="file"),
            path("search/", searching.search_texts, name="search_texts"),
            path("<uuid:key>/repeats/", searching.repeats, name="repeats"),
            path("<uuid:key>/contact/", views.contact, name="contact"),
            path("<uuid:key>/message/", views.write, {"what": "message"}, name="message"),
            path("<uuid:key>/note/", views.write, {"what": "note"}, name="note"),
            path("<uuid:key>/do/<slug:code>/", views.do, name="do"),
            path("<uuid:key>/referrals/<uuid:number>/", views.referral, name="referral"),
            path("<uuid:key>/referrals/<uuid:number>/revoke/", views.revoke, name="revoke"),
        ]
