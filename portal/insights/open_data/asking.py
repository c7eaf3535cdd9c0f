"""From an address of the interface to what is asked of a set; strict: every parameter that is wrong is told."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Query, Schema
from pydantic import Field, create_model

from portal.insights.open_data.sets.base import Asked, DataSet
from search.forms import ParameterReader

DEFAULT_SIZE, MOST = 50, 100

_MEANINGS = {
    "kind": _("Kinds of document: case, warning, bulletin, clarification, inspection."),
    "region": _("Region codes; what lies below them is included."),
    "unit": _("Unit codes; what lies below them is included."),
    "violation": _("Violation codes or names; what lies below them is included."),
    "quarter": _("2026 or 2026Q1."),
}
AFTER = _("Go on behind this place: the cursor of the part before.")
SIZE = _("Records of a part, from 1 to 100.")
FIRST_DAY = _("First day of publication, 2026-04-13.")
LAST_DAY = _("Last day of publication, 2026-04-13.")


def parameters(data: DataSet) -> type[Schema]:
    """The parameters of a set, for the description. `read` reads them, so that all that is wrong is told at once."""
    fields: dict[str, Any] = {
        "after": (str, Field("", description=AFTER)),
        "page_size": (str, Field(str(DEFAULT_SIZE), description=SIZE)),
    }
    for name in data.filters:
        fields[name] = (list[str], Field([], description=_MEANINGS[name]))
    if data.has_days:
        fields["date_from"] = (str, Field("", alias="from", description=FIRST_DAY))
        fields["date_to"] = (str, Field("", alias="to", description=LAST_DAY))
    made: type[Schema] = create_model(f"{type(data).__name__}Parameters", __base__=Schema, **fields)
    return Annotated[made, Query()]  # type: ignore[return-value] # what ninja takes for a type


def read(data: DataSet, params: QueryDict) -> tuple[Asked, dict[str, str]]:
    """What is asked, and for each parameter that cannot be used, why."""
    reader = ParameterReader(params)
    first, last = reader.days() if data.has_days else (None, None)
    asked = Asked(
        after=_place(data, reader),
        size=reader.number("page_size", default=DEFAULT_SIZE, most=MOST),
        filters={name: codes for name in data.filters if (codes := reader.choices(name))},
        date_from=first,
        date_to=last,
    )
    days = ("from", "to") if data.has_days else ()
    reader.refuse_others(("after", "page_size", *data.filters, *days))
    return asked, reader.errors


def _place(data: DataSet, reader: ParameterReader) -> str:
    place = reader.params.get("after", "")
    if place and not data.place.fullmatch(place):
        reader.errors["after"] = gettext("This is no place in this list: take the cursor of an answer.")
        return ""
    return place
