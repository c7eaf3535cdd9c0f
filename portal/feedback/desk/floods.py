"""Clearing a flood from the queue, with one press and a question before."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from portal.feedback.abuse.clearing import clear
from portal.feedback.models import Priority, State, Submission
from portal.feedback.roles import Right, may

#: As many as one press clears; a larger flood takes several.
AT_ONCE = 500


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def clear_flood(request: HttpRequest) -> HttpResponse:
    """Refuse the oldest of what looks like a flood and nobody has begun to work on."""
    user = cast("User", request.user)
    if not may(user, Right.ACCEPT):
        raise PermissionDenied
    rows = Submission.objects.visible_to(user).filter(priority=Priority.LOW, state=State.RECEIVED)
    if request.method == "POST":
        cleared = clear(rows.order_by("received_on", "pk")[:AT_ONCE], user)
        text = _("%(refused)d were not accepted, for they name no facts; %(kept)d stay.")
        messages.success(request, text % {"refused": cleared.refused, "kept": cleared.kept})
        return HttpResponseRedirect(f"{reverse('feedback_desk:index')}?tab=flood")
    way = [
        {"url": reverse("feedback_desk:index"), "label": _("Tips and inquiries")},
        {"url": "", "label": _("Clear the flood")},
    ]
    context = {"count": rows.count(), "most": AT_ONCE, "label": _("Clear the flood"), "breadcrumbs_items": way}
    return TemplateResponse(request, "feedback/desk/clear.html", context)
