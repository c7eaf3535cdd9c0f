"""The pages about the open data: what there is, what its fields mean, and how the interface is asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_safe

from portal.content.addresses import absolute
from portal.insights.open_data.columns import Explanation, explanations
from portal.insights.open_data.files import File, current
from portal.insights.open_data.sets.base import Cell, DataSet, data_sets
from portal.insights.open_data.writing import FORMATS

#: What the answers of the interface mean.
ANSWERS: Mapping[str, str] = {
    "200": _("The records asked for."),
    "304": _("Nothing has changed since the answer whose tag was sent along."),
    "400": _("A parameter is wrong; every one that is, is told."),
    "404": _("There is no such record."),
    "410": _("The record was withdrawn."),
    "429": _("Too many requests just now; Retry-After says in how many seconds to go on."),
    "503": _("The search is not available just now; the other sets are."),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """A format in which a set can be had."""

    label: str | Promise
    purpose: str | Promise
    address: str
    file: File | None


@dataclass(frozen=True, slots=True)
class Offered:
    """A set as the page shows it."""

    data: DataSet
    offers: Sequence[Offer]
    columns: Sequence[Explanation]
    rows: int | None


@dataclass(frozen=True, slots=True)
class Operation:
    """An address of the interface."""

    path: str
    title: str | Promise
    summary: str | Promise
    #: One to try.
    example: str
    parameters: Sequence[tuple[str, str]]
    fields: Sequence[Explanation]
    answers: Sequence[tuple[str, str]]


@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    """All sets with their files and their dictionary."""
    ready = current()
    context = {
        "sets": [_offered(data, ready.files if ready else {}) for data in data_sets()],
        "ready": ready,
        "formats": [(kind.label, kind.purpose) for kind in FORMATS.values()],
        "licence": settings.OPEN_DATA_LICENCE,
        "licence_url": settings.OPEN_DATA_LICENCE_URL,
        "changes": absolute(f"/api/v1/changes?after={ready.cursor}") if ready else absolute("/api/v1/changes"),
    }
    return render(request, "insights/open_data/open_data.html", context)


@require_safe
def interface(request: HttpRequest) -> HttpResponse:
    """The description of the interface, in words; programs read the OpenAPI description."""
    context = {
        "operations": list(_operations()),
        "answers": [(code, gettext(meaning)) for code, meaning in ANSWERS.items()],
        "base": absolute("/api/v1/"),
        "per_minute": settings.OPEN_DATA_PER_MINUTE,
    }
    return render(request, "insights/open_data/interface.html", context)


def dictionary_rows(data: DataSet) -> tuple[str, Sequence[str], Sequence[Sequence[Cell]]]:
    """The dictionary of a set as a sheet, in the language in use: title, head, rows."""
    head = [gettext("Field"), gettext("Name"), gettext("Kind of value"), gettext("Meaning")]
    rows = [(each.name, each.title, each.kind, each.meaning) for each in explanations(data.row)]
    about = [
        (gettext("Source"), absolute("/open-data/")),
        (gettext("Licence"), settings.OPEN_DATA_LICENCE),
        (gettext("Changes"), absolute("/api/v1/changes")),
    ]
    return pgettext("sheet of a workbook", "Dictionary"), head, [*rows, *about]


def _offered(data: DataSet, files: Mapping[str, File]) -> Offered:
    offers = [
        Offer(kind.label, kind.purpose, f"/open-data/{data.code}.{name}", files.get(f"{data.code}.{name}"))
        for name, kind in FORMATS.items()
    ]
    rows = next((offer.file.rows for offer in offers if offer.file), None)
    return Offered(data, offers, list(explanations(data.row)), rows)


def _operations() -> Iterator[Operation]:
    from portal.api import api

    described = api.get_openapi_schema()["paths"]
    for data in data_sets():
        yield from (
            _operation(path, method["get"], data)
            for path, method in described.items()
            if path.split("/")[3] == data.code
        )


def _operation(path: str, told: Mapping[str, Any], data: DataSet) -> Operation:
    is_single = "{" in path
    parameters = [(each["name"], gettext(_described(each))) for each in told["parameters"] if each["in"] == "query"]
    return Operation(
        path=path,
        title=gettext("One record") if is_single else data.title,
        summary="" if is_single else data.summary,
        example="" if is_single else f"{path}?page_size=2",
        parameters=parameters,
        fields=[] if is_single else list(explanations(data.record)),
        answers=[(str(code), gettext(ANSWERS[str(code)])) for code in told["responses"]],
    )


def _described(parameter: Mapping[str, Any]) -> str:
    return str(parameter.get("description") or parameter.get("schema", {}).get("description", ""))
