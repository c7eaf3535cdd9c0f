"""The receipt: shown once in answer to the form, to print, to copy, to scan, to save."""

from __future__ import annotations

import io
import json
from typing import Any

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.feedback.handing_in.submitting import Received
from portal.feedback.receipts import ReceiptCodes, find_by_form, tidy
from portal.feedback.receipts.codes import GROUP
from portal.feedback.receipts.commitments import signed_receipt
from portal.feedback.receipts.form_values import read_form_value
from portal.feedback.shelter import sheltered
from portal.feedback.watching import is_watched


def receipt_page(request: HttpRequest, received: Received, nonce: str) -> HttpResponse:
    """The only page that ever shows code and secret; it asks for the end of the secret, to see that it is noted."""
    typed = request.POST.get("noted", "").strip()
    context = {
        "codes": received.codes,
        "submission": received.submission,
        "is_repeat": received.is_repeat and not typed,
        "is_noted": _is_noted(typed, received.codes) if typed else None,
        "nonce": nonce,
        "picture": qr_picture(received.codes),
        "track_address": track_address(),
        "superior": superior_channel(),
    }
    return render(request, "feedback/receipt.html", context)


def _is_noted(typed: str, codes: ReceiptCodes) -> bool:
    return tidy(typed)[-GROUP:] == codes.secret[-GROUP:]


@require_POST
@sheltered
def receipt_text(request: HttpRequest) -> HttpResponse:
    """As a text file, made from the form's value again."""
    received, _value = _found(request)
    context = {"codes": received.codes, "submission": received.submission, "track_address": track_address()}
    text = render_to_string("feedback/receipt.txt", context)
    # The mark at the beginning tells old editors of Windows that it is UTF-8.
    return _file("\ufeff" + text, "text/plain; charset=utf-8", "receipt.txt")


@require_POST
@sheltered
def receipt_proof(request: HttpRequest) -> HttpResponse:
    """The signed statement of what was received."""
    received, value = _found(request)
    signed = signed_receipt(received.submission.receipt, value)
    return _file(json.dumps(signed, indent=2), "application/json", "receipt-proof.json")


def superior_channel() -> dict[str, Any]:
    """What a citizen is told who accuses the office itself: who looks at it, and where else to turn."""
    return {"is_watched": is_watched(), "where": settings.SUPERIOR_CHANNEL}


def track_address() -> str:
    """Where the receipt is used, in the reader's language."""
    return settings.SITE_URL + reverse("feedback_track")


def qr_picture(codes: ReceiptCodes) -> SafeString:
    """Code and secret as text for a telephone's camera: an address would stay in its history."""
    code, secret = _("Query code"), _("Secret")
    text = f"{track_address()}\n{code}: {codes.printed_code}\n{secret}: {codes.printed_secret}"
    drawn = io.BytesIO()
    segno.make(text, error="m").save(
        drawn, kind="svg", xmldecl=False, svgns=False, scale=4, border=2, svgclass="receipt__qr", lineclass=None
    )
    return mark_safe(drawn.getvalue().decode("utf-8"))  # noqa: S308 (drawn by segno from digits of ours)


def _found(request: HttpRequest) -> tuple[Received, bytes]:
    value = read_form_value(str(request.POST.get("nonce", "")))
    found = find_by_form(value) if value else None
    if value is None or found is None:
        raise Http404
    return Received(*found), value


def _file(text: str, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
