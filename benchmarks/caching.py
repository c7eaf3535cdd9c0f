"""Kept pages against a bare Django view, in one run: processor time of this process, through the whole WSGI handler.

Wanted: a kept page at 80 % or more of the bare view's requests a second, and 304 faster still. ``made anew`` is the
same page without the cache.
"""

from collections.abc import Callable
from functools import partial
from time import process_time

from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.test.utils import override_settings
from django.urls import path

from benchmarks import site
from benchmarks.table import percentile, print_table
from benchmarks.visits import opened
from portal.notices.models import CaseNoticePage
from portal.urls import urlpatterns as portal_urlpatterns

SIZE = 1_000
#: Requests in a sample, and samples of each row; they take turns, so that a busy machine slows all alike.
BATCH, FEW, SAMPLES = 200, 4, 25
BARE = "/bare/"
#: What `django-admin startproject` puts before every view.
STOCK = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

Row = tuple[Callable[[], dict[str, str]], int]


def bare(request: HttpRequest) -> HttpResponse:
    """The least that a view can do."""
    return HttpResponse("ok")


urlpatterns = [path("bare/", bare), *portal_urlpatterns]


def main() -> None:
    """Print requests a second of processor time."""
    site.prepare()
    site.grow(SIZE)
    site.index()
    with override_settings(ROOT_URLCONF=__name__):
        figures = _measured(_rows())
    bar = figures["bare view, middleware of startproject"]
    table = [[name, round(rate), 1e6 / rate, f"{100 * rate / bar:.0f} %"] for name, rate in figures.items()]
    print_table("Kept pages, one process", ["answer", "requests/s", "us each", "of the bare view"], table)


def _rows() -> dict[str, Row]:
    kept, anew = _handler(PAGE_CACHE=True), _handler(PAGE_CACHE=False)
    rows: dict[str, Row] = {
        "bare view, middleware of startproject": (partial(opened, _handler(MIDDLEWARE=STOCK), BARE), BATCH),
        "bare view, no middleware": (partial(opened, _handler(MIDDLEWARE=[]), BARE), BATCH),
    }
    notice = CaseNoticePage.objects.get(pk=site.keys()[0])
    for name, address in {"home": "/", "notice": notice.url, "list": "/notices/"}.items():
        # The first time, Wagtail fills tables of its own.
        opened(kept, address)
        etag = opened(kept, address)["ETag"]
        rows[f"{name}, kept"] = (partial(opened, kept, address), BATCH)
        rows[f"{name}, 304"] = (partial(opened, kept, address, etag), BATCH)
        rows[f"{name}, made anew"] = (partial(opened, anew, address), FEW)
    return rows


def _handler(**settings: object) -> WSGIHandler:
    """The application with these settings, which it reads when it is made."""
    with override_settings(**settings):
        return WSGIHandler()


def _measured(rows: dict[str, Row]) -> dict[str, float]:
    """Requests a second of processor time, the middle of all samples."""
    samples: dict[str, list[float]] = {name: [] for name in rows}
    for _round in range(SAMPLES):
        for name, (work, count) in rows.items():
            started = process_time()
            for _ in range(count):
                work()
            samples[name].append(count / (process_time() - started))
    return {name: percentile(each, 50) for name, each in samples.items()}
