"""Each write request is one transaction."""

from collections.abc import Callable
from typing import Any

from django.db import DEFAULT_DB_ALIAS, transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class StopWith(Exception):  # noqa: N818 (it is no error)
    """Ends a write request with another answer than its view's; what was written until then stays."""

    def response(self, request: HttpRequest) -> HttpResponseBase:
        """The answer."""
        raise NotImplementedError


READING = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class AtomicWrites:
    """Run the view of every write request in a transaction.

    Django's ATOMIC_REQUESTS would do so for reading too, and with SQLite's immediate transactions every reader would
    then queue behind the writers. Wagtail sends some signals after its own transaction (a page's move is one): with
    this, what follows from a change is committed with the change or not at all.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Take over calling the view when it may write."""
        if request.method in READING or DEFAULT_DB_ALIAS in getattr(view, "_non_atomic_requests", ()):
            return None
        with transaction.atomic():
            try:
                return view(request, *args, **kwargs)
            except StopWith as stop:
                return stop.response(request)
