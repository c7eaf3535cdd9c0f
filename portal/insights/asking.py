"""What the address of an insights page asks; what is not known is left out and told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.content.statistics.published import Asked
from portal.organisations.vocabularies import former_names
from search import vocabularies

_LONGEST = 64
#: Parameters of the address, their search facets, and what readers call them.
PARAMETERS: dict[str, tuple[str, Promise]] = {
    "period": ("quarter", gettext_lazy("Period")),
    "region": ("region", gettext_lazy("Region")),
    "unit": ("unit", gettext_lazy("Unit")),
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """A filter in force, and the address without it."""

    name: str | Promise
    label: str
    without: str
    #: What the unit or region was called before: whoever asks by an old name sees that it is meant.
    former: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and what of the address could not be used."""

    asked: Asked
    problems: tuple[str, ...] = ()

    @classmethod
    def read(cls, params: QueryDict) -> Question:
        """Of an address; nothing that a reader can type raises."""
        found: dict[str, str] = {}
        problems: list[str] = []
        for name, (facet, label) in PARAMETERS.items():
            value = params.get(name, "").replace("\x00", "").strip()
            code = vocabularies.resolve(facet, value) if 0 < len(value) <= _LONGEST else None
            if code:
                found[name] = code
            elif value:
                problems.append(_("%(name)s: not known here: %(value)s") % {"name": label, "value": value[:_LONGEST]})
        return cls(Asked(**found), tuple(problems))

    @property
    def address(self) -> str:
        """The query string with its question mark; empty where nothing is narrowed."""
        return address_of(self.asked)

    def chosen(self) -> list[Chosen]:
        """The filters in force."""
        found = []
        for name, (facet, label) in PARAMETERS.items():
            if code := getattr(self.asked, name):
                without = address_of(replace(self.asked, **{name: ""}))
                called = vocabularies.labels(facet, (code,))[code].label
                found.append(Chosen(label, called, without, former_names(facet, code)))
        return found


def address_of(asked: Asked) -> str:
    """The canonical query string of what is asked."""
    query = urlencode([(name, value) for name in PARAMETERS if (value := getattr(asked, name))])
    return f"?{query}" if query else ""
