"""`/api/v1/search`: the same search as JSON, strict about its parameters."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from ninja.responses import Status
from pydantic import Field

from search import service
from search.engines.base import SearchUnavailable
from search.forms import read_query
from search.queries import DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, MAX_TEXT
from search.results import Reading, SearchResults

router = Router(tags=["search"])


class Parameters(Schema):
    """What can be asked; `search.forms` reads it, so that page, feed and API agree to the letter."""

    q: str = Field("", description=f'Words parted by spaces, "a phrase", -without; at most {MAX_TEXT} characters.')
    kind: list[str] = Field([], description="Kinds of document: case, case_record, warning, …")
    region: list[str] = Field([], description="Region codes; what lies below them is included.")
    unit: list[str] = Field([], description="Unit codes; what lies below them is included.")
    violation: list[str] = Field([], description="Violation codes or names.")
    form: list[str] = Field([], description="Codes or names of forms of accountability.")
    rank: list[str] = Field([], description="Rank codes.")
    measure: list[str] = Field([], description="Codes of scales and of the grades on them.")
    responsibility: list[str] = Field([], description="direct, principal, supervisory, or double for both.")
    quarter: list[str] = Field([], description="2026 or 2026Q1.")
    date_from: str = Field("", alias="from", description="First day of publication, 2026-04-13.")
    date_to: str = Field("", alias="to", description="Last day of publication, 2026-04-13.")
    sort: str = Field("relevance", description="relevance or date")
    page: str = Field("1", description="From 1.")
    page_size: str = Field(str(DEFAULT_PAGE_SIZE), description=f"From 1 to {MAX_PAGE_SIZE}.")


class Result(Schema):
    """One document."""

    id: str
    kind: str
    title: str = Field(description="Plain text.")
    url: str
    date: date
    unit: str
    snippet: str = Field(description="HTML: escaped text with the matches in mark elements.")
    note: str = Field(description="What was said of it since: that it was cleared or corrected, and when.")


class FacetEntry(Schema):
    """One alternative of a filter, and how many documents it would leave."""

    code: str
    label: str
    count: int


class Answer(Schema):
    """A page of results."""

    total: int
    page: int
    page_size: int
    results: list[Result]
    facets: dict[str, list[FacetEntry]]
    corrections: list[str] = Field(description="Other wordings that find something.")
    reading: Reading = Field(description="How the words were taken: exact, split into words, or any of them.")
    standby: bool = Field(description="True while the standby answers because the main engine is down.")


class Refusal(Schema):
    """Every parameter that is wrong, and why."""

    errors: dict[str, str]


@router.get("/search", response={200: Answer, 400: Refusal, 503: Refusal}, summary="Search everything published")
def search(request: HttpRequest, parameters: Annotated[Parameters, Query()]) -> Status[Any]:
    """The same search, filters and order as the page `/search/`."""
    cleaned = read_query(request.GET)
    if cleaned.errors:
        return Status(400, {"errors": cleaned.errors})
    try:
        results = service.search(cleaned.query)
    except SearchUnavailable:
        return Status(503, {"errors": {"search": "The search is not available just now. Try again in a minute."}})
    return Status(200, _answer(request, results))


def _answer(request: HttpRequest, results: SearchResults) -> dict[str, Any]:
    return {
        "total": results.total,
        "page": results.query.page,
        "page_size": results.query.page_size,
        "results": [
            {
                "id": result.id,
                "kind": result.kind,
                "title": result.title,
                "url": request.build_absolute_uri(result.url),
                "date": result.date,
                "unit": result.unit,
                "snippet": result.snippet,
                "note": result.note,
            }
            for result in results.results
        ],
        "facets": {
            name: [{"code": value.code, "label": value.label, "count": value.count} for value in values]
            for name, values in results.facets.items()
        },
        "corrections": list(results.corrections),
        "reading": results.reading,
        "standby": results.standby,
    }
