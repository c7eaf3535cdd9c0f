"""What was sealed under a name of its own, in words that staff read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from portal.cases.lists import listed_terms
from portal.feedback.handing_in.choices import RANK_LIST, TELL_BY

_ACCUSED: dict[str, Promise] = {
    "name": _("Who is accused"),
    "unit": _("Unit as written"),
    "post": _("Post as written"),
    "rank": _("Rank"),
    "damaged": _("Damaged"),
}
_CONTACT: dict[str, Promise] = {
    "name": _("Name"),
    "phone": _("Telephone"),
    "email": _("E-mail"),
    "address": _("Address"),
    "id_number": _("ID number"),
    "tell_by": pgettext_lazy("contact", "To be told"),
    "language": pgettext_lazy("contact", "Language"),
    "code_sent_on": _("Confirmation code sent on"),
    "confirmed_on": _("E-mail confirmed on"),
    "damaged": _("Damaged"),
}


def accused_facts(accused: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Who is accused, label and words."""
    return _facts(accused, _ACCUSED)


def contact_facts(contact: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Who reported, label and words."""
    return _facts(contact, _CONTACT)


def _facts(given: Mapping[str, Any], labels: Mapping[str, Promise]) -> list[tuple[str, str]]:
    return [(str(labels.get(name, name)), _words(name, str(value))) for name, value in given.items() if value]


def _words(name: str, value: str) -> str:
    of_code = _CODES.get(name)
    return (of_code(value) if of_code else None) or value


def _rank(code: str) -> str | None:
    found = (term.label for term in listed_terms().values() if (term.taxonomy, term.code) == (RANK_LIST, code))
    return next(found, None)


def _language(code: str) -> str | None:
    name = dict(settings.LANGUAGES).get(code)
    return gettext(str(name)) if name else None


#: What stands there as a code, each with how it is read; a code that is not known any more stays as it is.
_CODES: dict[str, Callable[[str], str | None]] = {
    "rank": _rank,
    "language": _language,
    "tell_by": lambda code: str(dict(TELL_BY).get(code, "")),
}
