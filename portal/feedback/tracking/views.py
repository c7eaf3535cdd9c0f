"""The pages behind a receipt. The address never changes: nothing of the receipt stands in it."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from portal.feedback.captcha import passes as captcha_passes
from portal.feedback.contents.opening import talk_of
from portal.feedback.models import PublicInquiry
from portal.feedback.receipts import Opened, ReceiptCodes, WrongReceipt, open_receipt, tidy
from portal.feedback.receipts.form_values import new_form_value
from portal.feedback.shelter import sheltered
from portal.feedback.tracking import actions, confirming, keeping_typed, passes, slowing, words
from portal.feedback.tracking.forms import MessageForm, RatingForm, ReceiptForm, fresh_message
from portal.feedback.tracking.keeping_typed import Forms
from portal.feedback.transitions import Party, Refused, offered
from portal.privacy.sealing.secret_keys import Busy

logger = logging.getLogger(__name__)

Action = Callable[[HttpRequest, Opened, ReceiptCodes], "tuple[Promise | str, Forms]"]

#: The database or the disk is away: nothing was stored, and what was typed has to stay.
_AWAY = (DatabaseError, OSError)
_WRONG = _("Query code and secret do not belong together. Please check both; a lost secret cannot be replaced.")


@require_http_methods(["GET", "HEAD", "POST"])
@sheltered
def track(request: HttpRequest) -> HttpResponse:
    """Ask for the receipt, or show what it opens; with a button pressed, do that first."""
    if request.method != "POST":
        return _ask(request, ReceiptForm())
    try:
        return _tracked(request)
    except _AWAY as error:
        # The class alone: the message of an error of a database may repeat values.
        logger.error("a receipt could not be followed: %s", type(error).__name__)
        context = {"form": ReceiptForm(request.POST or None), "kept": keeping_typed.carried(request.POST)}
        return render(request, "feedback/away.html", context, status=503)


def _tracked(request: HttpRequest) -> HttpResponse:
    held = passes.read(str(request.POST.get("pass", "")))
    if held is None and "pass" in request.POST:
        return _ask(request, ReceiptForm(), _("For your safety this page closes by itself: type your receipt again."))
    form = ReceiptForm({"code": held.code, "secret": held.secret} if held else request.POST)
    if not form.is_valid():
        return _ask(request, form)
    codes = ReceiptCodes(tidy(form.cleaned_data["code"]), tidy(form.cleaned_data["secret"]))
    wait = 0 if held else slowing.seconds_to_wait(codes.code)
    if wait:
        return _ask(request, form, _("Too many tries: wait %(seconds)d seconds.") % {"seconds": wait}, status=429)
    return _open(request, form, codes)


def _open(request: HttpRequest, form: ReceiptForm, codes: ReceiptCodes) -> HttpResponse:
    try:
        opened = open_receipt(codes.code, codes.secret)
    except WrongReceipt:
        slowing.note_wrong(codes.code)
        return _ask(request, form, _WRONG)
    except Busy:
        return _ask(request, form, _("Very many people are asking at this moment. Please try again."), status=503)
    return _act(request, opened, codes)


def _ask(request: HttpRequest, form: ReceiptForm, problem: Promise | str = "", status: int = 200) -> HttpResponse:
    """The form for the receipt. What was being written stays: it is shown again once the receipt is typed."""
    context = {"form": form, "problem": problem, "kept": keeping_typed.carried(request.POST)}
    return render(request, "feedback/track.html", context, status=status)


def _act(request: HttpRequest, opened: Opened, codes: ReceiptCodes) -> HttpResponse:
    action = _ACTIONS.get(str(request.POST.get("do", "")))
    notice: Promise | str = ""
    forms = keeping_typed.brought(request.POST)
    status = 200
    if action is not None:
        try:
            notice, forms = action(request, opened, codes)
        except Refused as refused:
            notice, forms = refused.sentence, keeping_typed.typed(request.POST)
            status = 409 if forms else 200
        except _AWAY as error:
            logger.error("what a citizen did could not be stored: %s", type(error).__name__)
            forms, status = keeping_typed.typed(request.POST), 503
        opened.submission.refresh_from_db()
    return _status_page(request, opened, codes, notice, forms, status)


def _status_page(
    request: HttpRequest, opened: Opened, codes: ReceiptCodes, notice: Promise | str, forms: Forms, status: int
) -> HttpResponse:
    submission = opened.submission
    possible = {row.code for row in offered(submission, Party.CITIZEN)}
    forms, unsent = keeping_typed.placed(forms, submission, possible)
    context = {
        "submission": submission,
        "status": words.status_of(submission),
        "history": words.history_of(submission),
        "talk": talk_of(submission, opened.key),
        "notice": notice,
        "pass": passes.issue(codes),
        "printed_code": codes.printed_code,
        "possible": possible,
        "can_rate": possible & {"rate", "rate_result"},
        "is_lost": status == 503,
        "unsent": unsent,
        "message_form": forms.get("message") or fresh_message(),
        "review_form": forms.get("review") or fresh_message(),
        "is_public": PublicInquiry.objects.published().filter(submission=submission).exists(),
        "rating_form": forms.get("rating") or RatingForm(),
        **_handing_in_again(opened),
        "max_files": settings.ATTACHMENT_MAX_FILES,
        "max_megabytes": settings.ATTACHMENT_MAX_BYTES >> 20,
    }
    if status == 200 and any(form.is_bound and form.errors for form in forms.values()):
        status = 422
    return render(request, "feedback/status.html", context, status=status)


def _handing_in_again(opened: Opened) -> dict[str, object]:
    """For who gave an e-mail address: confirming it, or a form that comes without the check."""
    may_confirm = confirming.may_confirm(opened) if opened.submission.is_named and settings.CAPTCHA else None
    if may_confirm is not False:
        return {"may_confirm": may_confirm}
    nonce = new_form_value()
    return {"again_nonce": nonce, "again_pass": captcha_passes.issue(nonce)}


def _write(request: HttpRequest, opened: Opened, codes: ReceiptCodes) -> tuple[Promise | str, Forms]:
    form = MessageForm(request.POST, request.FILES, secret=codes.secret)
    if not form.is_valid():
        form.renewed()
        return "", {"message": form}
    actions.write(opened, form.cleaned_data["text"], form.accepted, form.form_value())
    return _("Your message has been received."), {}


def _withdraw(request: HttpRequest, opened: Opened, codes: ReceiptCodes) -> tuple[Promise | str, Forms]:
    if "sure" not in request.POST:
        return _("Tick that you are sure, then press again."), {}
    actions.withdraw(opened)
    return _("You have withdrawn it."), {}


def _rate(request: HttpRequest, opened: Opened, codes: ReceiptCodes) -> tuple[Promise | str, Forms]:
    form = RatingForm(request.POST)
    if not form.is_valid():
        return "", {"rating": form}
    actions.rate(opened, **form.cleaned_data)
    return _("Thank you: your rating has been received."), {}


def _ask_review(request: HttpRequest, opened: Opened, codes: ReceiptCodes) -> tuple[Promise | str, Forms]:
    form = MessageForm(request.POST, secret=codes.secret)
    if not form.is_valid():
        form.renewed()
        return "", {"review": form}
    actions.ask_review(opened, form.cleaned_data["text"], form.form_value())
    return _("It will be looked at again."), {}


def _ask_for_code(request: HttpRequest, opened: Opened, codes: ReceiptCodes) -> tuple[Promise | str, Forms]:
    confirming.ask_for_code(opened)
    return _("A code is on its way to your e-mail address."), {}


def _confirm(request: HttpRequest, opened: Opened, codes: ReceiptCodes) -> tuple[Promise | str, Forms]:
    if not confirming.confirm(opened, str(request.POST.get("confirmation", ""))):
        return _("This is not the code of the mail. Please look at it once more."), {}
    return _("Your e-mail address is confirmed."), {}


_ACTIONS: dict[str, Action] = {
    "write": _write, "withdraw": _withdraw, "rate": _rate, "ask_review": _ask_review,
    "ask_for_code": _ask_for_code, "confirm": _confirm,
}  # fmt: skip
