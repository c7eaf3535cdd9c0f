"""The public pages of units."""

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from portal.organisations.lookup import unit_of_code
from portal.organisations.models import Unit
from portal.organisations.sections import render_sections
from portal.organisations.vocabularies import former_names

#: Longest name that is looked for.
MAX_QUERY = 60


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """All units as a tree, or those whose name, earlier ones included, holds the words asked for."""
    query = request.GET.get("q", "").replace("\x00", "").strip()[:MAX_QUERY]
    context = {
        "query": query,
        "found": _named(query) if query else None,
        "tree": [] if query else Unit.get_annotated_list_qs(Unit.objects.order_by("path")),
    }
    return render(request, "organisations/units.html", context)


@require_safe
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """The facts of a unit, and what other apps show of it."""
    found = unit_of_code(code)
    if found.code != code:
        asked = request.META.get("QUERY_STRING", "")
        return redirect(found.get_absolute_url() + (f"?{asked}" if asked else ""), permanent=True)
    context = {
        "unit": found,
        "ancestors": found.get_ancestors(),
        "children": found.get_children(),
        "former_names_of_region": former_names("region", found.region.code) if found.region else (),
        "former_names": found.former_names.order_by("sort_order", "pk"),
        "predecessors": found.predecessors.order_by("path"),
        "sections": list(render_sections(request, found)),
    }
    return render(request, "organisations/unit.html", context)


def _named(words: str) -> QuerySet[Unit]:
    named = Q(code__iexact=words)
    for field in ("name", "name_en", "short_name", "former_names__name"):
        named |= Q(**{f"{field}__icontains": words})
    return Unit.objects.filter(named).select_related("region").order_by("path").distinct()
