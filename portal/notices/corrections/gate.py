"""No editor changes what is public without a word on it: not by proposing, approving or publishing.

The gate stands where that of the privacy scan stands. What comes by other ways is told of as a change without a reason.
"""

from __future__ import annotations

from typing import Any

from django.contrib.messages import get_messages
from django.db.models import Model
from django.db.models.signals import pre_save
from django.http import HttpRequest, HttpResponseRedirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.log_actions import get_active_log_context

from portal.cases.models import Case
from portal.content.corrections.watching import unexplained_changes
from portal.content.middleware import StopWith
from portal.content.models import Correctable
from portal.notices.gates import register_gate
from portal.notices.models import NoticePage

#: Where the note is written on the editing screen.
_ANCHOR = "#id_correction_what"


class CorrectionMissing(StopWith):
    """The public text would change, and nothing says what was corrected."""

    def __init__(self, instance: Any) -> None:
        super().__init__(_("The public text would change without a note on the correction."))
        self.instance = instance

    def response(self, request: HttpRequest) -> HttpResponseRedirect:
        """Back to the text. What the view had to say of its success is not said."""
        list(get_messages(request))
        return stopped(request, self.instance)


def stopped(request: HttpRequest, instance: Any) -> HttpResponseRedirect:
    """Tell the editor what is missing, and lead to the place for it."""
    text = _(
        "Saved as a draft, but neither proposed nor published: readers know the text as it was. "
        "Say under “Correction” what is corrected, or that only wording or typing changes."
    )
    messages.warning(request, text)
    return HttpResponseRedirect(edit_address(instance))


def edit_address(instance: Any) -> str:
    """The editing screen, at the place of the note."""
    return f"{AdminURLFinder().get_edit_url(instance)}{_ANCHOR}"


def is_unexplained(instance: Any) -> bool:
    """Whether publishing this version would change what is public without a word."""
    stays_public = not (isinstance(instance, NoticePage) and instance.is_internal)
    return isinstance(instance, Correctable) and stays_public and bool(unexplained_changes(instance))


def connect() -> None:
    """Stand before cases and before every workflow; once, at start."""
    pre_save.connect(before_case, sender=Case)
    register_gate(check)


def before_case(sender: type[Model], instance: Case, raw: bool = False, **kwargs: Any) -> None:
    """Published by somebody at the admin; no hook of Wagtail's stands before cases. Raises CorrectionMissing."""
    if raw or not instance.live or instance._state.adding or get_active_log_context().user is None:
        return
    if instance.live_revision_id and instance.live_revision_id == instance.latest_revision_id:
        known = Case.objects.filter(pk=instance.pk).values_list("live_revision_id", flat=True).first()
        if known != instance.live_revision_id and is_unexplained(instance):
            raise CorrectionMissing(instance)


def check(latest: Any) -> None:
    """The gate of every workflow. Raises CorrectionMissing."""
    if is_unexplained(latest):
        raise CorrectionMissing(latest)
