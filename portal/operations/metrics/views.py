"""`/metrics`, for whoever has the token; for everybody else it is not there."""

from __future__ import annotations

import os
from hmac import compare_digest

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from portal.operations.metrics.states import StateCollector


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures of all web processes of this machine, and the state that all machines share."""
    wanted = f"Bearer {settings.METRICS_TOKEN}"
    if not settings.METRICS_TOKEN or not compare_digest(
        request.headers.get("Authorization", "").encode(), wanted.encode()
    ):
        raise Http404
    states = CollectorRegistry()
    states.register(StateCollector())
    return HttpResponse(generate_latest(_requests()) + generate_latest(states), content_type=CONTENT_TYPE_LATEST)


def _requests() -> CollectorRegistry:
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    shared = CollectorRegistry()
    MultiProcessCollector(shared)
    return shared
