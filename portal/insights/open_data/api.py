"""`/api/v1/`: each set record by record, in parts that go on where the last one ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from ninja import Path, Router, Schema
from ninja.responses import Status
from pydantic import Field, create_model

from portal.cases.documents import KIND as CASE
from portal.content.addresses import absolute
from portal.content.models import PublicChange
from portal.feedback.public.telling import KIND as INQUIRY
from portal.insights.open_data.answers import answer
from portal.insights.open_data.asking import parameters, read
from portal.insights.open_data.sets.base import Asked, DataSet, data_sets
from search.api import Refusal
from search.documents import document_key, sources
from search.engines.base import SearchUnavailable

#: The largest number that a database takes.
_LARGEST = 2**63 - 1
#: Sets whose records have an address of their own, by their numbers.
SINGLE = ("cases", "notices", "bulletins", "inquiries")


class Gone(Schema):
    """What was there was withdrawn."""

    errors: dict[str, str]


def build_router() -> Router:
    """The operations of all sets that are registered by now."""
    router = Router(tags=["open data"])
    for data in data_sets():
        _add_list(router, data)
        if data.code in SINGLE:
            _add_single(router, data)
    return router


def _add_list(router: Router, data: DataSet) -> None:
    schema = create_model(
        f"{type(data).__name__}Answer",
        __base__=Schema,
        __doc__=f"A part of the {data.code}.",
        items=(list[data.record], ...),  # type: ignore[name-defined] # known when it runs
        cursor=(str, Field(description="The place of the last record: the next part is `after` it, today or later.")),
        next=(str | None, Field(description="The address of the next part; null at the end.")),
    )
    responses = {200: schema, 400: Refusal, 429: Refusal, 503: Refusal}
    view = _list_view(data)
    view.__annotations__ = {"request": HttpRequest, "asked": parameters(data)}
    operation, summary = f"list_{data.code}", f"List the {data.code}"
    router.get(f"/{data.code}", response=responses, summary=summary, operation_id=operation)(view)


def _list_view(data: DataSet) -> Callable[..., Any]:
    def view(request: HttpRequest, asked: Any) -> Status[Any] | HttpResponse:
        wanted, errors = read(data, request.GET)
        if errors:
            return Status(400, {"errors": errors})
        try:
            part = data.read(wanted)
        except SearchUnavailable:
            return Status(503, {"errors": {"search": "The search is not available just now. Try again in a minute."}})
        following = None if part.is_last else _next(request, data, part.cursor)
        response = answer({"items": part.records, "cursor": part.cursor, "next": following})
        if following:
            response["Link"] = f'<{following}>; rel="next"'
        return response

    view.__name__ = f"list_{data.code}"
    view.__doc__ = _plain(type(data).__doc__)
    return view


def _add_single(router: Router, data: DataSet) -> None:
    def view(request: HttpRequest, number: Any) -> Status[Any] | HttpResponse:
        part = data.read(Asked(after=str(number - 1), size=1))
        if part.records and part.records[0]["id"] == number:
            return answer(part.records[0])
        if _is_withdrawn(data.code, number):
            return Status(410, {"errors": {"number": "This record was withdrawn."}})
        return Status(404, {"errors": {"number": "There is no such record."}})

    view.__doc__ = _plain(data.record.__doc__)
    view.__annotations__["number"] = Annotated[int, Path(ge=1, le=_LARGEST, description="Its number in this set.")]
    responses = {200: data.record, 400: Refusal, 404: Refusal, 410: Gone, 429: Refusal}
    operation, summary = f"get_{data.code}", f"One of the {data.code}"
    router.get(f"/{data.code}/{{number}}", response=responses, summary=summary, operation_id=operation)(view)


def _next(request: HttpRequest, data: DataSet, cursor: str) -> str:
    """The address of the next part: the same question, from there on."""
    kept = [(name, value) for name, values in request.GET.lists() if name != "after" for value in values]
    return absolute(f"/api/v1/{data.code}?{urlencode([*kept, ('after', cursor)])}")


def _is_withdrawn(code: str, number: int) -> bool:
    """Whether the last that was told of a document of this number is that it was withdrawn."""
    own = {"cases": CASE, "inquiries": INQUIRY}
    kinds = [own[code]] if code in own else [source.name for source in sources() if source.name not in own.values()]
    keys = [document_key(kind, number) for kind in kinds]
    last = PublicChange.objects.filter(key__in=keys).order_by("-pk").values_list("kind", flat=True).first()
    return last == PublicChange.Kind.WITHDRAWN


def _plain(text: str | None) -> str:
    return (text or "").partition("\n")[0]
