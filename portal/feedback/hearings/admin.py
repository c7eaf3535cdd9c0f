"""How staff keep hearings: /admin/hearings/."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.forms import ModelChoiceField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.viewsets.model import ModelViewSet

from portal.feedback.hearings.forms import HearingForm
from portal.feedback.hearings.going_on import go_on
from portal.feedback.models import Hearing, HearingQuestion
from portal.feedback.roles import Right, may
from portal.feedback.transitions import Refused
from portal.privacy.sealing import NoSealingKey
from portal.privacy.sealing.secret_keys import Busy

_QUESTION = [
    FieldRowPanel([FieldPanel("asked_by"), FieldPanel("unit")]),
    FieldPanel("question"),
    FieldPanel("promise"),
    FieldPanel("due_on"),
    FieldPanel("result"),
    FieldPanel("done_on"),
]


@never_cache
@transaction.non_atomic_requests
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest, number: int) -> HttpResponse:
    """The questions of a hearing, each to be taken over as an inquiry."""
    user = cast("User", request.user)
    if not may(user, Right.RECORD):
        raise PermissionDenied
    hearing = get_object_or_404(Hearing, pk=number)
    if request.method == "POST":
        chosen = _chosen(request, hearing)
        try:
            received = go_on(chosen, user)
        except Refused as error:
            messages.error(request, str(error))
        except (DatabaseError, OSError, NoSealingKey, Busy):
            messages.error(request, _("It was not stored: nothing of it is kept. Please send it once more."))
        else:
            messages.success(request, _("It goes on as the inquiry %(number)s.") % {"number": received.submission})
        return HttpResponseRedirect(reverse("hearings_admin:questions", args=[hearing.pk]))
    way = [
        {"url": reverse("hearings_admin:index"), "label": _("Hearings")},
        {"url": "", "label": _("Questions of the hearing")},
    ]
    context = {
        "hearing": hearing,
        "questions": hearing.questions.select_related("unit", "submission"),
        "label": _("Questions of the hearing"),
        "breadcrumbs_items": way,
    }
    return TemplateResponse(request, "feedback/desk/hearing_questions.html", context)


def _chosen(request: HttpRequest, hearing: Hearing) -> HearingQuestion:
    """The question whose button was pressed; whatever else is sent names nothing."""
    try:
        question: HearingQuestion = ModelChoiceField(hearing.questions.all()).clean(request.POST.get("question"))
    except ValidationError as error:
        raise Http404 from error
    return question


class Hearings(ModelViewSet):
    """List, form, and the way from question to inquiry."""

    model = Hearing
    name = "hearings_admin"
    url_prefix = "hearings"
    icon = "comment"
    menu_label = gettext_lazy("Hearings")
    menu_order = 126
    add_to_admin_menu = True
    copy_view_enabled = False
    search_fields: ClassVar[list[str]] = ["title", "place", "summary"]
    list_display: ClassVar[list[Any]] = [
        TitleColumn(
            "title", label=gettext_lazy("Title"), get_url=lambda row: reverse("hearings_admin:edit", args=[row.pk])
        ),
        DateColumn("held_on", label=gettext_lazy("Held on"), sort_key="held_on"),
        Column("is_public", label=gettext_lazy("Public"), accessor=lambda row: _("yes") if row.is_public else _("no")),
        TitleColumn(
            "questions",
            label=gettext_lazy("Questions"),
            accessor=lambda row: _("take over as inquiries"),
            get_url=lambda row: reverse("hearings_admin:questions", args=[row.pk]),
        ),
    ]
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldRowPanel([FieldPanel("held_on"), FieldPanel("place"), FieldPanel("region")]),
            FieldPanel("summary"),
            InlinePanel(
                "questions", label=gettext_lazy("Question"), heading=gettext_lazy("Questions"), panels=_QUESTION
            ),
            FieldPanel("is_public"),
            FieldPanel("accepts_findings"),
        ],
        base_form_class=HearingForm,
    )

    def get_urlpatterns(self) -> list[Any]:
        """Wagtail's own, and the questions."""
        return [*super().get_urlpatterns(), path("<int:number>/questions/", questions, name="questions")]
