"""The public pages: answered inquiries, one of them, how units answer."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.content.corrections.notes import corrections_of
from portal.content.gone import gone_record
from portal.feedback.models import PublicInquiry
from portal.feedback.public.scoreboard import is_solved, scores
from portal.feedback.public.suppression import THRESHOLD
from portal.feedback.public.telling import KIND
from portal.feedback.public.tip_counts import quarters
from search.documents import document_key

PAGE = 20
#: The largest primary key that a database takes; longer numbers name nothing.
_LARGEST = 2**63 - 1
#: Days of answers that the scoreboard counts.
SPAN = timedelta(days=365)


@require_safe
def inquiries(request: HttpRequest) -> HttpResponse:
    """All that were answered in public, newest first; search has the filters."""
    rows = PublicInquiry.objects.published().select_related("unit", "category").order_by("-answered_on", "-pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "feedback/public/inquiries.html", {"page_of_rows": page})


@require_safe
def inquiry(request: HttpRequest, number: int) -> HttpResponse:
    """One question with its answer, its days, and what changed since."""
    rows = PublicInquiry.objects.published().select_related("unit", "region", "category")
    found = (
        rows.prefetch_related("follow_ups", "rounds__unit").filter(pk=number).first() if number <= _LARGEST else None
    )
    if found is None:
        return gone_record(request, KIND, document_key(KIND, number))
    context = {
        "inquiry": found,
        "is_solved": is_solved(found),
        "corrections": corrections_of(document_key(KIND, found.pk)),
    }
    return render(request, "feedback/public/inquiry.html", context)


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """How units answer, and how many tips came: counts alone."""
    today: date = timezone.localdate()
    shown, hidden = scores(today - SPAN, today)
    context = {
        "scores": shown,
        "hidden": hidden,
        "threshold": THRESHOLD,
        "since": today - SPAN,
        "today": today,
        "quarters": quarters(),
    }
    return render(request, "feedback/public/figures.html", context)
