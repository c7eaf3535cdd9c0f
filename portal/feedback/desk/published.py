"""The answers that are public, in the admin: saying what changed since, and taking one down."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import register_permission_policy

from portal.content.admin import ReadingPolicy
from portal.feedback.desk.forms import FollowUpForm
from portal.feedback.models import PublicInquiry
from portal.feedback.public.publishing import follow_up, withdraw
from portal.feedback.roles import Right, may
from portal.feedback.transitions import Refused


class PublishedPolicy(ReadingPolicy):
    """Whoever publishes answers sees this list."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """By the right of feedback."""
        return action == "view" and may(user, Right.PUBLISH)


register_permission_policy(PublicInquiry, PublishedPolicy(PublicInquiry))


class PublishedMenuItem(MenuItem):
    """For those who publish answers."""

    def is_shown(self, request: HttpRequest) -> bool:
        """As the list itself."""
        return may(cast("User", request.user), Right.PUBLISH)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit_published(request: HttpRequest, number: int) -> HttpResponse:
    """One published answer: what changed since, or taking it down."""
    user = cast("User", request.user)
    if not may(user, Right.PUBLISH):
        raise PermissionDenied
    inquiry = get_object_or_404(PublicInquiry, pk=number, withdrawn_on=None)
    is_withdrawing = request.method == "POST" and request.POST.get("what") == "withdraw"
    form = FollowUpForm(request.POST if request.method == "POST" and not is_withdrawing else None)
    if is_withdrawing:
        withdraw(inquiry, user)
        messages.success(request, _("“%(title)s” was taken down.") % {"title": inquiry.title})
        return HttpResponseRedirect(reverse("published_inquiries:index"))
    if form.is_bound and form.is_valid():
        try:
            follow_up(inquiry, user, form.cleaned_data["text"], accepts_findings=form.cleaned_data["accepts_findings"])
        except Refused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Published."))
            return HttpResponseRedirect(reverse("published_inquiries:one", args=[inquiry.pk]))
    way = [
        {"url": reverse("published_inquiries:index"), "label": _("Published answers")},
        {"url": "", "label": inquiry.title},
    ]
    context = {"inquiry": inquiry, "form": form, "label": inquiry.title, "breadcrumbs_items": way}
    return TemplateResponse(request, "feedback/desk/published.html", context)


def _address(inquiry: PublicInquiry) -> str | None:
    return None if inquiry.withdrawn_on else reverse("published_inquiries:one", args=[inquiry.pk])


class PublishedInquiries(ModelViewSet):
    """The list: /admin/published-inquiries/."""

    model = PublicInquiry
    name = "published_inquiries"
    url_prefix = "published-inquiries"
    icon = "mail"
    menu_label = gettext_lazy("Published answers")
    menu_order = 125
    menu_item_class = PublishedMenuItem
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = False
    search_fields: ClassVar[list[str]] = ["title", "question", "answer"]
    list_display: ClassVar[list[Any]] = [
        TitleColumn("title", label=gettext_lazy("Title"), get_url=_address),
        Column("unit", label=gettext_lazy("Unit")),
        DateColumn("answered_on", label=gettext_lazy("Answered on"), sort_key="answered_on"),
        DateColumn("withdrawn_on", label=gettext_lazy("Withdrawn on"), sort_key="withdrawn_on"),
    ]
    list_filter: ClassVar[list[str]] = ["answered_on"]
    # Wagtail makes a form for every model; none of its addresses is served.
    edit_handler = ObjectList([FieldPanel("title", read_only=True)])

    def get_urlpatterns(self) -> list[Any]:
        """The list, and one answer."""
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<int:number>/", edit_published, name="one"),
        ]
