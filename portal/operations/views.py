"""The probes of a load balancer. They print no addresses, no messages and nothing of the content."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.operations.readiness import readiness


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks nobody else."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Whether to send readers here: 200, or 503 without a database, amid a restore, or without any search engine."""
    state = readiness()
    return JsonResponse(state.details, status=200 if state.ready else 503)
