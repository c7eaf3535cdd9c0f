"""The public page of a case, and the same as JSON."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.cases.public import PublicCase, public_cases
from portal.cases.public.data import as_data

#: The largest primary key that a database takes; longer numbers name no case.
_LARGEST = 2**63 - 1


@require_safe
def case(request: HttpRequest, number: int) -> HttpResponse:
    """One published case."""
    return render(request, "cases/case.html", {"case": _case(number)})


@require_safe
def case_json(request: HttpRequest, number: int) -> HttpResponse:
    """The same for machines: codes with labels, dates no more exact than they are known."""
    found = as_data(_case(number))
    return JsonResponse(found, json_dumps_params={"ensure_ascii": False}, headers={"Access-Control-Allow-Origin": "*"})


def _case(number: int) -> PublicCase:
    found = public_cases([number]).get(number) if number <= _LARGEST else None
    if found is None:
        raise Http404
    return found
