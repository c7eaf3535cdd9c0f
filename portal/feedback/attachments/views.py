"""The only addresses under which files of citizens are given out: to staff, one file at a time, each time on record."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from portal.feedback.attachments.opening import open_copy, open_original
from portal.feedback.attachments.serving import file_response
from portal.feedback.models import Attachment, Submission
from portal.feedback.transitions import NotPermitted, Unfit
from portal.privacy.sealing import Damaged, NoSealingKey

#: What may be wrong with a file itself; who may not know of it learns nothing of that.
_FAULTS = (Unfit, Damaged, NoSealingKey, FileNotFoundError)


@require_safe
def cleaned_copy(request: HttpRequest, attachment: UUID) -> HttpResponse:
    """The cleaned copy; ``?shown`` shows a picture in the page."""
    found = _visible(request, attachment)
    try:
        file = open_copy(found, cast("User", request.user))
    except NotPermitted:
        raise Http404 from None
    except _FAULTS as fault:
        return _no_file(request, fault)
    return file_response(file.content, file.kind, file.name, is_shown="shown" in request.GET)


@require_http_methods(["POST"])
def original(request: HttpRequest, attachment: UUID) -> HttpResponse:
    """The file as it was handed in, with the reason that was typed."""
    found = _visible(request, attachment)
    try:
        file = open_original(found, cast("User", request.user), request.POST.get("reason", ""))
    except NotPermitted:
        raise Http404 from None
    except _FAULTS as fault:
        return _no_file(request, fault)
    return file_response(file.content, file.kind, file.name)


def _visible(request: HttpRequest, attachment: UUID) -> Attachment:
    """Not there and not for this account look the same."""
    visible = Submission.objects.visible_to(request.user)
    found: Attachment = get_object_or_404(
        Attachment.objects.select_related("submission"), pk=attachment, submission__in=visible
    )
    return found


def _no_file(request: HttpRequest, fault: Exception) -> HttpResponse:
    sentence = fault.sentence if isinstance(fault, Unfit) else ""
    response = render(request, "feedback/admin/no_file.html", {"sentence": sentence}, status=409)
    response["Cache-Control"] = "private, no-store"
    return response
