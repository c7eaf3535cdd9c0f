"""`/insights/`: all statistics on one page, each on a page of its own, and their files."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.content.statistics.registry import Topic, topic, topics
from portal.content.tables.files import FORMATS
from portal.insights.asking import Question
from portal.insights.choices import choices
from portal.insights.files import sheet
from portal.insights.showing import shown
from portal.insights.tallies.asking import counted_once


@require_safe
def insights(request: HttpRequest) -> HttpResponseBase:
    """Every statistic with its chart; the tables fold out."""
    question = Question.read(request.GET)
    with counted_once():
        found = [shown(each.count(question.asked)) for each in topics()]
    return _rendered(request, "insights/insights.html", question, {"statistics": found})


@require_safe
def statistic(request: HttpRequest, code: str) -> HttpResponseBase:
    """One statistic with its table."""
    question = Question.read(request.GET)
    found = shown(_topic(code).count(question.asked))
    return _rendered(request, "insights/statistic_page.html", question, {"shown": found})


@require_safe
def statistic_file(request: HttpRequest, code: str, extension: str) -> HttpResponseBase:
    """The table as a file; narrowed as its page is."""
    kind = FORMATS.get(extension)
    if kind is None:
        raise Http404
    question = Question.read(request.GET)
    table = sheet(_topic(code).count(question.asked), question, timezone.now())
    response = HttpResponse(kind.write(table), content_type=kind.content_type)
    response["Content-Disposition"] = f'attachment; filename="{code}.{extension}"'
    response["X-Robots-Tag"] = "noindex"
    return response


def _topic(code: str) -> Topic:
    found = topic(code)
    if found is None:
        raise Http404
    return found


def _rendered(request: HttpRequest, template: str, question: Question, context: dict[str, Any]) -> HttpResponseBase:
    around = {
        "question": question,
        "counted_at": timezone.now(),
        "formats": [(extension, kind.label) for extension, kind in FORMATS.items()],
        **choices(question.asked),
    }
    return render(request, template, {**around, **context})
