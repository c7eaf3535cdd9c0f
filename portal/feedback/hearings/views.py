"""The public pages of hearings."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.feedback.models import Hearing

PAGE = 20
#: The largest primary key that a database takes; longer numbers name nothing.
_LARGEST = 2**63 - 1


@require_safe
def hearings(request: HttpRequest) -> HttpResponse:
    """All public hearings with what became of their questions."""
    rows = Hearing.objects.published().annotate(
        asked=Count("questions"), done=Count("questions", filter=Q(questions__done_on__isnull=False))
    )
    page = Paginator(rows.order_by("-held_on", "-pk"), PAGE).get_page(request.GET.get("page"))
    return render(request, "feedback/public/hearings.html", {"page_of_rows": page})


@require_safe
def hearing(request: HttpRequest, number: int) -> HttpResponse:
    """One hearing: each question with its promise, its day and its result."""
    found = Hearing.objects.published().filter(pk=number).first() if number <= _LARGEST else None
    if found is None:
        raise Http404
    questions = list(found.questions.select_related("unit", "submission__publication"))
    done = sum(question.done_on is not None for question in questions)
    late = sum(question.is_late and question.done_on is None for question in questions)
    context = {"hearing": found, "questions": questions, "done": done, "late": late}
    return render(request, "feedback/public/hearing.html", context)
