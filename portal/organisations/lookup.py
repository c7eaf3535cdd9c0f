"""Finding the unit that an address names."""

from django.http import Http404

from portal.organisations.models import Unit


def unit_of_code(code: str) -> Unit:
    """The unit with this code, in any case of its letters where no other has it. Raises `Http404`."""
    same = list(Unit.objects.filter(code__iexact=code).select_related("region", "successor").order_by("code"))
    if not same:
        raise Http404
    return next((found for found in same if found.code == code), same[0])
