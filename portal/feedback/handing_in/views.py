"""The pages on which a citizen hands in."""

from __future__ import annotations

import logging
from dataclasses import replace

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from portal.feedback.abuse.signals import signs
from portal.feedback.handing_in import choices
from portal.feedback.handing_in.forms import FORMS, HandingInForm
from portal.feedback.handing_in.receipt_pages import receipt_page, superior_channel
from portal.feedback.handing_in.submitting import Received, submit
from portal.feedback.models import Kind, Priority
from portal.feedback.receipts import find_by_form
from portal.feedback.receipts.form_values import new_form_value, read_form_value
from portal.feedback.shelter import sheltered
from portal.privacy import sealing
from portal.privacy.sealing import NoSealingKey
from portal.privacy.sealing.secret_keys import Busy

logger = logging.getLogger(__name__)

#: As they stand in addresses.
WAYS = {"named": True, "anonymous": False}


@require_safe
@sheltered
def first_page(request: HttpRequest) -> HttpResponse:
    """What to know before: who and what, what not, the duty of truth, the promise, other ways."""
    return render(request, "feedback/first.html", {"is_open": sealing.can_seal(), "superior": superior_channel()})


@require_safe
@sheltered
def leave(request: HttpRequest) -> HttpResponse:
    """The quick exit: the browser is asked to forget what it holds of this site, and goes to a page of no interest."""
    response = HttpResponseRedirect(settings.QUICK_EXIT_URL)
    response.status_code = 303
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@sheltered
def hand_in(request: HttpRequest, kind: str, way: str) -> HttpResponse:
    """One of the forms: shown, shown again with what was typed, or taken in."""
    try:
        form_class = FORMS[Kind(kind), WAYS[way]]
    except (ValueError, KeyError):
        raise Http404 from None
    if not sealing.can_seal():
        return render(request, "feedback/closed.html", {"unsent": request.POST.get("body", "")}, status=503)
    if request.method != "POST":
        return _form_page(request, form_class(initial={"nonce": new_form_value()}), way)
    try:
        if "keep" in request.POST:
            return _kept_page(request, form_class, way)
        return _posted(request, form_class(request.POST, request.FILES), way)
    except DatabaseError as error:
        # Not even the form can be drawn; what was typed comes back with it.
        logger.error("a form could not be taken in: %s", type(error).__name__)
        return _away_page(request)


def _away_page(request: HttpRequest) -> HttpResponse:
    typed = [(name, value) for name, values in request.POST.lists() if name != "keep" for value in values]
    context = {"typed": typed, "body": request.POST.get("body", "")}
    return render(request, "feedback/away_form.html", context, status=503)


def _posted(request: HttpRequest, form: HandingInForm, way: str) -> HttpResponse:
    # Sent before: the answer was lost on its way. Neither the check nor anything else is asked again.
    if sent_before := _sent_before(request):
        return receipt_page(request, sent_before, str(request.POST["nonce"]))
    try:
        is_valid = form.is_valid()
    except DatabaseError as error:
        # The check could not be noted as used; asked again, the form would wait for the same.
        logger.error("a form could not be checked: %s", type(error).__name__)
        return _kept_page(request, type(form), way, status=503, is_lost=True)
    if is_valid:
        return _taken_in(request, form, way)
    # A second press of the button may have come while the first one was being stored.
    if sent_before := _sent_before(request):
        return receipt_page(request, sent_before, str(request.POST["nonce"]))
    form.renewed()
    return _form_page(request, form, way, status=422)


def _sent_before(request: HttpRequest) -> Received | None:
    value = read_form_value(str(request.POST.get("nonce", "")))
    found = find_by_form(value) if value else None
    return Received(*found, is_repeat=True) if found else None


def _taken_in(request: HttpRequest, form: HandingInForm, way: str) -> HttpResponse:
    try:
        draft = form.draft()
        if signs(request, request.POST):
            draft = replace(draft, priority=Priority.LOW)
        received = submit(draft)
    except (DatabaseError, OSError, NoSealingKey, Busy) as error:
        # The class alone: the message of an error of a database may repeat values.
        logger.error("a submission could not be stored: %s", type(error).__name__)
        return _form_page(request, form, way, status=503, is_lost=True)
    return receipt_page(request, received, str(form.cleaned_data["nonce"]))


def _kept_page(
    request: HttpRequest, form_class: type[HandingInForm], way: str, *, status: int = 200, is_lost: bool = False
) -> HttpResponse:
    """The form with all that was typed, as in the other language; nothing is judged yet, and what is solved stays."""
    typed = {name: values if len(values) > 1 else values[0] for name, values in request.POST.lists() if values}
    form = form_class(initial=typed)
    form.hold(request.POST.get("captcha-held", ""))
    return _form_page(request, form, way, status=status, is_lost=is_lost)


def _form_page(
    request: HttpRequest, form: HandingInForm, way: str, *, status: int = 200, is_lost: bool = False
) -> HttpResponse:
    context = {
        "form": form,
        "kind": form.kind,
        "way": way,
        "is_lost": is_lost,
        "units": choices.unit_names(form.kind),
        "max_files": settings.ATTACHMENT_MAX_FILES,
        "max_megabytes": settings.ATTACHMENT_MAX_BYTES >> 20,
    }
    return render(request, f"feedback/{form.kind}.html", context, status=status)
