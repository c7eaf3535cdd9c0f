"""The public list of daily roots: whoever holds a receipt can check that it is counted."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from portal.feedback.models import DailyRoot
from portal.feedback.receipts.commitments import public_key
from portal.feedback.shelter import sheltered

#: Days on the page; older ones are found by their address.
SHOWN = 60


@require_safe
@sheltered
def received(request: HttpRequest) -> HttpResponse:
    """The roots of the last days."""
    context = {"roots": DailyRoot.objects.defer("leaves")[:SHOWN], "key": public_key()}
    return render(request, "feedback/received.html", context)


@require_safe
@sheltered
def received_on(request: HttpRequest, day: str) -> HttpResponse:
    """All of one day, for a program."""
    try:
        found = get_object_or_404(DailyRoot, pk=date.fromisoformat(day))
    except ValueError:
        raise Http404 from None
    return JsonResponse(
        {
            "day": day,
            "root": bytes(found.root).hex(),
            "signature": bytes(found.signature).hex(),
            "key": public_key(),
            "leaves": found.leaves,
        }
    )
