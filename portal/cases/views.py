"""The public page of a case, and the same as JSON."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import conditional_page, require_safe

from portal.cases.documents import KIND, case_key
from portal.cases.feeds import feed_of
from portal.cases.public import public_cases
from portal.cases.public.course import course_of
from portal.cases.public.data import as_data
from portal.content.corrections.notes import corrections_of
from portal.content.gone import gone_record
from search.feed_formats import FORMATS

#: The largest primary key that a database takes; longer numbers name no case.
_LARGEST = 2**63 - 1


@require_safe
def case(request: HttpRequest, number: int) -> HttpResponse:
    """One published case."""
    found = public_cases([number]).get(number) if number <= _LARGEST else None
    if found is None:
        return gone_record(request, KIND, case_key(number))
    corrections = corrections_of(case_key(number))
    context = {"case": found, "corrections": corrections, "course": course_of(found, corrections)}
    return render(request, "cases/case.html", context)


@require_safe
def case_json(request: HttpRequest, number: int) -> HttpResponse:
    """The same for machines: codes with labels, dates no more exact than they are known."""
    published = public_cases([number]).get(number) if number <= _LARGEST else None
    if published is None:
        raise Http404
    found = as_data(published)
    return JsonResponse(found, json_dumps_params={"ensure_ascii": False}, headers={"Access-Control-Allow-Origin": "*"})


@require_safe
@conditional_page
def case_feed(request: HttpRequest, number: int, form: str = "atom") -> HttpResponse:
    """What readers are told of a case, as a feed."""
    published = public_cases([number]).get(number) if number <= _LARGEST else None
    return FORMATS[form](feed_of(request, published)) if published else gone_record(request, KIND, case_key(number))
