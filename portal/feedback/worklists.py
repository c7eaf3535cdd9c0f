"""What is overdue of tips and inquiries, for the workbench: by the reference that staff use, nothing of the content."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext

from portal.content.models.pages import Reader
from portal.content.worklists import Found, Item, Worklist, register_worklist
from portal.feedback.models import Clock, Submission
from portal.feedback.roles import Right, may


def _may(user: Reader) -> bool:
    return isinstance(user, User) and may(user, Right.SUPERVISE)


def _find(user: Reader, most: int) -> Found:
    """The clocks that ran out, of submissions that this account may know of."""
    if not isinstance(user, User):
        return Found(0, ())
    running = Q(stopped_on__isnull=True, paused_on__isnull=True, due_on__lt=timezone.localdate())
    visible = Submission.objects.visible_to(user).open()
    clocks = Clock.objects.filter(running, submission__in=visible.order_by().values("pk"))
    first = clocks.select_related("submission").order_by("due_on", "pk")[:most]
    return Found(clocks.count(), tuple(_item(clock) for clock in first), reverse("feedback_desk:index"))


def _item(clock: Clock) -> Item:
    days = (timezone.localdate() - clock.due_on).days
    late = ngettext("%(days)d day late", "%(days)d days late", days) % {"days": days}
    address = reverse("feedback_desk:file", args=[clock.submission_id])
    return Item(str(clock.submission), address, " · ".join((clock.label, late)))


def register() -> None:
    """Hand the list to the workbench."""
    register_worklist(_OVERDUE)


_OVERDUE = Worklist(
    "feedback",
    gettext_lazy("Tips and inquiries overdue"),
    gettext_lazy("A time limit has passed, and what it was set for is not done."),
    _may,
    _find,
)
