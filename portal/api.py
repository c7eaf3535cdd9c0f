"""`/api/v1/`: the read-only open data interface. Each app brings a router of its own."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.renderers import BaseRenderer

from portal.insights.open_data.answers import as_json
from portal.insights.open_data.api import build_router
from search.api import router as search_router


class SafeJSONRenderer(BaseRenderer):
    """JSON in readable Chinese, without a character that HTML would read as markup."""

    media_type = "application/json"
    charset = "utf-8"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> str:
        """The answer as text."""
        return as_json(data)


# The bundled documentation page loads scripts from another site, so only the description itself is served.
# Its place is taken by a page of our own (portal.insights.open_data.describing).
api = NinjaAPI(
    title="Sunlight open data",
    version="1",
    description="Everything that is public on this site as data. Read-only, without a key.",
    urls_namespace="api",
    docs_url=None,
    renderer=SafeJSONRenderer(),
)
api.add_router("", search_router)
api.add_router("", build_router())


@api.exception_handler(ValidationError)
def refuse(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Parameters that the interface cannot even read, in the form of all other refusals."""
    told = {".".join(map(str, each["loc"][1:])): each["msg"] for each in error.errors}
    return api.create_response(request, {"errors": told}, status=400)
