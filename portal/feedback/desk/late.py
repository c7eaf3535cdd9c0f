"""What is late, for supervisors and leadership: by unit, how far up it went, and what ended late. Opens nothing."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail.admin.menu import MenuItem

from portal.feedback.clocks.lateness import SPAN, by_hands, ended_late, late_now
from portal.feedback.models import EscalationStep
from portal.feedback.roles import FeedbackRole, Right, may

#: Rows of each list; the counts by unit are of all.
MOST = 200


@never_cache
@require_http_methods(["GET", "HEAD"])
def late(request: HttpRequest) -> HttpResponse:
    """The page."""
    user = cast("User", request.user)
    if not may(user, Right.OVERSEE):
        raise PermissionDenied
    now, ended = late_now(user), ended_late(user)
    levels = dict(EscalationStep.Level.choices)
    context = {
        "label": _("What is late"),
        "hands": by_hands(user),
        "lists": [
            (_("Late, and still running"), [(clock, levels.get(clock.level)) for clock in now[:MOST]]),
            (_("Ended late"), [(clock, levels.get(clock.level)) for clock in ended[:MOST]]),
        ],
        "most": MOST,
        "days": SPAN.days,
        "may_open": may(user, Right.OPEN_CONTENT),
        "nobody_leads": not User.objects.filter(groups__name=FeedbackRole.LEADERSHIP, is_active=True).exists(),
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": _("What is late")},
        ],
    }
    return TemplateResponse(request, "feedback/desk/late.html", context)


class LateMenuItem(MenuItem):
    """For supervisors and leadership."""

    def __init__(self) -> None:
        label = gettext_lazy("What is late")
        super().__init__(label, reverse("feedback_desk:late"), name="late", icon_name="warning", order=121)

    def is_shown(self, request: HttpRequest) -> bool:
        """As the page itself."""
        return may(cast("User", request.user), Right.OVERSEE)
