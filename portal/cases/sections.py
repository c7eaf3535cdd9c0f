"""The cases on the page of the unit that they concern."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from portal.cases.models import Case
from portal.organisations.models import Unit
from portal.organisations.sections import register_section

#: Shown on the unit's page; all of them are a search away.
LATEST = 10


def register() -> None:
    """Hand the section to the unit pages."""
    register_section("cases", unit_cases, order=20)


def unit_cases(request: HttpRequest, unit: Unit) -> SafeString:
    """The latest public cases of the unit, those that were dealt with last first; nothing where there is none."""
    published = Case.objects.published().filter(unit=unit)
    latest = list(published.order_by("-concluded_on", "-pk")[: LATEST + 1])
    if not latest:
        return SafeString()
    total = published.count() if len(latest) > LATEST else len(latest)
    context = {"unit": unit, "total": total, "cases": latest[:LATEST]}
    return render_to_string("cases/unit_cases.html", context, request)
