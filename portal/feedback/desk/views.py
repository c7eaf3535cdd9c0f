"""The screens of the desk: the file of a submission, what is done with it, the referral as its unit sees it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, prefetch_related_objects
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages

from portal.feedback.clocks.showing import clocks_with_events, shown_clocks
from portal.feedback.contents.case_file import open_answer, open_file
from portal.feedback.contents.keys import Purged
from portal.feedback.contents.opening import open_contact
from portal.feedback.contents.writing import add_note, send_message
from portal.feedback.desk.acts import ANSWERED, act, buttons
from portal.feedback.desk.asides import asides
from portal.feedback.desk.forms import ReasonForm, ReplyForm, WriteForm
from portal.feedback.desk.history import history
from portal.feedback.models import AccusedUnit, Approval, Kind, PublicInquiry, Referral, Submission
from portal.feedback.referrals.reading import OpenedReply, is_of_own_unit, open_referral
from portal.feedback.referrals.replying import submit_reply
from portal.feedback.referrals.returning import send_back, take_back
from portal.feedback.roles import Right, may
from portal.feedback.safeguards.clarifying import clarification_address, may_be_cleared
from portal.feedback.transitions import NotPermitted, Refused
from portal.feedback.transitions.guards import is_accused_known
from portal.privacy.sealing import Damaged, NoSealingKey

#: Why what is sealed may stay so: its key was deleted, is not on this host, or is damaged.
_SEALED = (Purged, NoSealingKey, Damaged)


@never_cache
@require_http_methods(["GET", "HEAD"])
def case_file(request: HttpRequest, key: UUID) -> HttpResponse:
    """The file. Whoever may read the content opens it by coming here, on record; a unit sees its referral instead."""
    submission = _found(request, key)
    if not may(request.user, Right.OPEN_CONTENT):
        return _to_own_referral(request, submission)
    return _file_page(request, submission)


def _file_page(request: HttpRequest, submission: Submission, **more: Any) -> HttpResponse:
    approvals = Approval.objects.select_related("body", "recorded_by", "confirmed_by")
    accused = AccusedUnit.objects.select_related("unit", "doubted_by")
    together = (Prefetch("approvals", approvals), Prefetch("accused", accused), clocks_with_events())
    prefetch_related_objects([submission], "steps", "parts", *together)
    is_known, may_clear = is_accused_known(submission), may_be_cleared(submission)
    context = {
        "submission": submission,
        "label": str(submission),
        "is_accused_known": is_known,
        "buttons": buttons(submission, _user(request), is_accused_known=is_known),
        "asides": asides(submission, _user(request)),
        "may_be_cleared": may_clear,
        "clarification": clarification_address(_user(request)) if may_clear else None,
        "may_write": may(request.user, Right.WRITE),
        "may_open_contact": submission.is_named and may(request.user, Right.OPEN_CONTACT),
        "may_open_original": may(request.user, Right.OPEN_ORIGINAL),
        "may_refer": may(request.user, Right.REFER),
        "message_form": WriteForm(prefix="message"),
        "note_form": WriteForm(prefix="note"),
        "breadcrumbs_items": _way(submission),
        **_in_clear(submission),
        **more,
    }
    context["unsent"] = [form for form in (context["message_form"], context["note_form"]) if form.is_bound]
    try:
        context["file"] = open_file(submission, _user(request))
    except _SEALED as fault:
        context["closed_because"] = _closed_because(fault)
        context["clocks"] = shown_clocks(submission)
    else:
        context["clocks"] = context["file"].clocks
    return TemplateResponse(request, "feedback/desk/file.html", context)


def _closed_because(fault: Exception) -> str:
    if isinstance(fault, Purged):
        return _("Its keys were deleted: nobody can read it any more.")
    if isinstance(fault, Damaged):
        return _("The key of this file is damaged: nothing can be opened until it is restored from a backup.")
    return _("The private key of the office is not here: nothing can be opened on this host.")


def _in_clear(submission: Submission) -> dict[str, Any]:
    """What is not sealed, and shows also where nothing can be opened."""
    return {
        "history": history(submission),
        "accused": submission.accused.all(),
        "published": _published(submission),
        "recusals": submission.recusals.select_related("user"),
        "ratings": submission.ratings.order_by("-round"),
    }


def _published(submission: Submission) -> PublicInquiry | None:
    """Its public answer, which stays when the submission is withdrawn."""
    if submission.kind != Kind.INQUIRY:
        return None
    return PublicInquiry.objects.published().filter(submission=submission).first()


@never_cache
@require_POST
def contact(request: HttpRequest, key: UUID) -> HttpResponse:
    """The file with names and contact details, which are opened by themselves."""
    submission = _found(request, key)
    try:
        opened = open_contact(submission, _user(request))
    except NotPermitted as error:
        raise PermissionDenied(error.sentence) from error
    except _SEALED:
        opened = {}
    return _file_page(request, submission, contact=opened)


@never_cache
@require_POST
def write(request: HttpRequest, key: UUID, what: str) -> HttpResponse:
    """A message to the citizen, or a note for the colleagues."""
    submission = _found(request, key)
    if not may(request.user, Right.WRITE if what == "message" else Right.OPEN_CONTENT):
        raise PermissionDenied
    form = WriteForm(request.POST, prefix=what)
    if not form.is_valid():
        messages.error(request, _("Nothing was sent: look at the marked field."))
        return _file_page(request, submission, **{f"{what}_form": form})
    try:
        (send_message if what == "message" else add_note)(submission, _user(request), form.cleaned_data["text"])
    except NotPermitted as error:
        raise PermissionDenied(error.sentence) from error
    except _SEALED as error:
        messages.error(request, _why(error))
        return _file_page(request, submission, **{f"{what}_form": form})
    messages.success(request, _("Sent.") if what == "message" else _("Noted."))
    return HttpResponseRedirect(_address(submission))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def do(request: HttpRequest, key: UUID, code: str) -> HttpResponse:
    """One thing that can be done: its form, and doing it."""
    submission = _found(request, key)
    found = act(code, submission, _user(request))
    if found is None:
        messages.error(request, _("This cannot be done with it, or not any more: look at it again."))
        return HttpResponseRedirect(_address(submission))
    label, chosen = found
    form = chosen.form(request.POST or None, submission=submission, user=request.user)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        try:
            chosen.run(submission, _user(request), given.pop("seen"), given)
        except (Refused, *_SEALED) as error:
            messages.error(request, _why(error))
        else:
            messages.success(request, _("Done: %(what)s") % {"what": label})
            return HttpResponseRedirect(_after(request, submission))
    context = {"submission": submission, "form": form, "label": label, "breadcrumbs_items": _way(submission, label)}
    if code in ANSWERED:
        context["answer"] = _answer(submission, _user(request))
    return TemplateResponse(request, "feedback/desk/do.html", context)


def _answer(submission: Submission, user: Any) -> OpenedReply | None:
    try:
        return open_answer(submission, user)
    except (Refused, *_SEALED):
        # Who may not read it, or cannot here, is shown none; the act itself says why it is refused.
        return None


def _why(error: Exception) -> str:
    if isinstance(error, Refused):
        return str(error)
    if isinstance(error, Damaged):
        return _("A sealed part that this needs is damaged, so nothing was done or kept.")
    return _("It cannot be sealed here, so nothing was kept.")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def referral(request: HttpRequest, key: UUID, number: UUID) -> HttpResponse:
    """The referral as its unit sees it: the summary, the own answers; answering or sending it back."""
    submission = _found(request, key)
    row = get_object_or_404(Referral.objects.select_related("submission", "unit"), pk=number, submission=submission)
    if not is_of_own_unit(row, _user(request)):
        raise Http404
    what = request.POST.get("what") if request.method == "POST" else None
    form = ReplyForm(request.POST if what == "reply" else None, **_by(request, submission))
    back = ReasonForm(request.POST if what == "back" else None, prefix="back", **_by(request, submission))
    if what == "reply" and form.is_valid() and _done(request, form, partial(submit_reply, submission, row)):
        return HttpResponseRedirect(reverse("feedback_desk:referral", args=[submission.pk, row.pk]))
    if what == "back" and back.is_valid() and _done(request, back, partial(send_back, row)):
        return HttpResponseRedirect(reverse("feedback_desk:index"))
    row.refresh_from_db()
    context = {
        "submission": submission,
        "label": str(submission),
        "row": row,
        "form": form,
        "back_form": back,
        "may_answer": row.is_leading and row.state == Referral.State.OPEN,
        "breadcrumbs_items": _way(submission),
    }
    try:
        context["opened"], context["replies"] = open_referral(row, _user(request))
    except _SEALED as fault:
        context["closed_because"] = _closed_because(fault)
        context["unsent"] = [each for each in (form, back) if each.is_bound]
    return TemplateResponse(request, "feedback/desk/referral.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, key: UUID, number: UUID) -> HttpResponse:
    """The office takes a referral back."""
    submission = _found(request, key)
    if not may(request.user, Right.REFER):
        raise PermissionDenied
    row = get_object_or_404(Referral, pk=number, submission=submission)
    form = ReasonForm(request.POST or None, **_by(request, submission))
    if request.method == "POST" and form.is_valid() and _done(request, form, partial(take_back, row)):
        return HttpResponseRedirect(_address(submission))
    label = _("Take the referral back")
    context = {"submission": submission, "form": form, "label": label, "breadcrumbs_items": _way(submission, label)}
    return TemplateResponse(request, "feedback/desk/do.html", context)


def _done(request: HttpRequest, form: Form, action: Callable[[Any, str], object]) -> bool:
    """Take a step with what was written, and say how it went; whether it was taken."""
    try:
        action(_user(request), form.cleaned_data["text"])
    except (Refused, *_SEALED) as error:
        messages.error(request, _why(error))
        return False
    messages.success(request, _("Done."))
    return True


def _by(request: HttpRequest, submission: Submission) -> dict[str, Any]:
    return {"submission": submission, "user": request.user}


def _to_own_referral(request: HttpRequest, submission: Submission) -> HttpResponse:
    for row in submission.referrals.order_by("-referred_on"):
        if is_of_own_unit(row, _user(request)):
            return HttpResponseRedirect(reverse("feedback_desk:referral", args=[submission.pk, row.pk]))
    raise Http404


def _found(request: HttpRequest, key: UUID) -> Submission:
    """What this account may not know of is not there."""
    if not may(request.user, Right.VIEW):
        raise PermissionDenied
    rows = Submission.objects.visible_to(request.user).select_related("category", "unit", "region", "merged_into")
    found = get_object_or_404(rows, pk=key)
    found.known_to = request.user.pk
    return found


def _user(request: HttpRequest) -> Any:
    return request.user


def _address(submission: Submission) -> str:
    return reverse("feedback_desk:file", args=[submission.pk])


def _after(request: HttpRequest, submission: Submission) -> str:
    """The file; the queue for who does not see it any more."""
    visible = Submission.objects.visible_to(request.user).filter(pk=submission.pk).exists()
    return _address(submission) if visible else reverse("feedback_desk:index")


def _way(submission: Submission, label: str = "") -> list[dict[str, str]]:
    steps = [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse("feedback_desk:index"), "label": _("Tips and inquiries")},
        {"url": _address(submission) if label else "", "label": str(submission)},
    ]
    return [*steps, {"url": "", "label": label}] if label else steps
