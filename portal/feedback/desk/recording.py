"""Intake of what comes by telephone, letter or visit: staff type it, the citizen gets the same receipt, on a slip."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from portal.feedback.handing_in.drafts import Draft
from portal.feedback.handing_in.forms import InquiryForm, NamedInquiryForm, NamedTipForm, TipForm
from portal.feedback.handing_in.receipt_pages import qr_picture, track_address
from portal.feedback.handing_in.submitting import submit
from portal.feedback.models import Channel, Kind
from portal.feedback.receipts.form_values import new_form_value
from portal.feedback.roles import Right, may
from portal.privacy.sealing import NoSealingKey
from portal.privacy.sealing.secret_keys import Busy

#: The ways that staff record.
CHANNELS = [(each.value, each.label) for each in Channel if each is not Channel.WEB]


class Recorded(forms.Form):
    """What the slip asks beside the citizen's form; nobody has to prove to be human at a desk."""

    channel = forms.ChoiceField(label=gettext_lazy("It came by"), choices=CHANNELS)

    captcha: Any = None
    opened: Any = None
    homepage: Any = None
    is_true: Any = None


class RecordedTip(Recorded, TipForm):
    """A tip without a name."""


class RecordedNamedTip(Recorded, NamedTipForm):
    """A tip with a name."""


class RecordedInquiry(Recorded, InquiryForm):
    """An inquiry without a name."""


class RecordedNamedInquiry(Recorded, NamedInquiryForm):
    """An inquiry with a name."""


_FORMS: dict[tuple[str, str], type[Any]] = {
    ("tip", "anonymous"): RecordedTip,
    ("tip", "named"): RecordedNamedTip,
    ("inquiry", "anonymous"): RecordedInquiry,
    ("inquiry", "named"): RecordedNamedInquiry,
}


@never_cache
@transaction.non_atomic_requests
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def record_slip(request: HttpRequest, kind: str, way: str) -> HttpResponse:
    """The form, and the slip with the receipt, which is shown once."""
    if not may(cast("User", request.user), Right.RECORD):
        raise PermissionDenied
    try:
        form_class = _FORMS[kind, way]
    except KeyError:
        raise Http404 from None
    if request.method == "POST":
        form = form_class(request.POST, request.FILES)
        if form.is_valid() and (slip := _stored(request, form)):
            return slip
        form.renewed()
    else:
        form = form_class(initial={"nonce": new_form_value()})
    others = [(each, reverse("feedback_desk:record", args=each), _label(*each)) for each in _FORMS]
    context = {
        "form": form,
        "label": _label(kind, way),
        "ways": [(address, label, each == (kind, way)) for each, address, label in others],
        "breadcrumbs_items": _way(),
    }
    return TemplateResponse(request, "feedback/desk/record.html", context)


def _stored(request: HttpRequest, form: Any) -> HttpResponse | None:
    draft: Draft = replace(
        form.draft(), channel=Channel(form.cleaned_data["channel"]), recorded_by=cast("User", request.user)
    )
    try:
        received = submit(draft)
    except (DatabaseError, OSError, NoSealingKey, Busy):
        messages.error(request, _("It was not stored: nothing of it is kept. Please send it once more."))
        return None
    context = {
        "codes": received.codes,
        "label": _("Slip with the receipt"),
        "submission": received.submission,
        "picture": qr_picture(received.codes),
        "track_address": track_address(),
        "breadcrumbs_items": _way(),
    }
    return TemplateResponse(request, "feedback/desk/slip.html", context)


def _label(kind: str, way: str) -> str:
    how = _("with a name") if way == "named" else _("without a name")
    return f"{Kind(kind).label} · {how}"


def _way() -> list[dict[str, str]]:
    return [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse("feedback_desk:index"), "label": _("Tips and inquiries")},
        {"url": "", "label": _("Record what came in")},
    ]
