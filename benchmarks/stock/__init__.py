"""Our pages against the same pages of a stock `wagtail start` site of equal size, in one run, taking turns.

Processor time of each page made anew. Wanted: a notice at most 0.7 times the stock article, a list at most half of the
stock list. ``BENCH_PAGES`` says how many notices (10,000 unless told).
"""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from time import process_time
from typing import Any

from django.core.cache import caches
from django.core.files.base import ContentFile
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test.utils import CaptureQueriesContext, override_settings
from wagtail.documents import get_document_model

from benchmarks import site
from benchmarks.stock.building import StockSite, Visit, stock_site
from benchmarks.table import percentile, print_table
from benchmarks.visits import opened
from portal.content.models import PageStamp
from portal.notices.models import CaseNoticePage

SIZE = int((os.environ.get("BENCH_PAGES") or "10000").split()[0])
#: Times a page is opened in a sample, and samples of each.
COUNT, SAMPLES = 5, 25
FILES = ("附件一", "附件二")
#: The privacy scan reads files before they go out.
TEXT = ("整改清单。" * 100).encode()
LIST = "/notices/"


def main() -> None:
    """Print both sites, page by page."""
    site.prepare()
    site.grow(SIZE)
    first = _with_files(CaseNoticePage.objects.get(pk=site.keys()[0]))
    site.index()
    with override_settings(PAGE_CACHE=True):
        ours = partial(_visit, WSGIHandler())
    with tempfile.TemporaryDirectory(prefix="sunlight-bench-") as folder, stock_site(Path(folder), _rows()) as stock:
        last = SIZE // 20
        section = stock.addresses["section"]
        pages = {
            "notice": (first.url, stock.addresses["article"], "0.7"),
            "list, page 1": (LIST, section, "0.5"),
            f"list, page {last}": (f"{LIST}?page={last}", f"{section}?page={last}", "0.5"),
            "list, page 1, stock without N+1": (LIST, f"{section}?demo=1", "-"),
        }
        with override_settings(PAGE_CACHE=True):
            rows = [_compared(name, ours, stock, *page) for name, page in pages.items()]
            changing = partial(_visit, WSGIHandler(), before=PageStamp.renew)
            for name in ("notice", "list, page 1"):
                rows.append(_compared(f"{name}, each after a change", changing, stock, *pages[name][:2], "-"))
    header = ["page", "queries", "ms", "stock queries", "stock ms", "ratio", "asked"]
    print_table(f"Pages made anew at {SIZE} notices, against a stock Wagtail site, CPU", header, rows)


def _compared(name: str, ours: Any, stock: StockSite, address: str, other: str, asked: str) -> list[object]:
    samples = [(ours(address, COUNT), stock.open(other, COUNT)) for _ in range(SAMPLES)][1:]
    own, their = ([1000 * visit.seconds for visit in side] for side in zip(*samples, strict=True))
    ratios = [mine / another for mine, another in zip(own, their, strict=True)]
    mine, another = samples[-1]
    figures = [mine.queries, percentile(own, 50), another.queries, percentile(their, 50), percentile(ratios, 50)]
    return [name, *figures, asked]


def _visit(handler: WSGIHandler, address: str, count: int, before: Callable[[], None] | None = None) -> Visit:
    """Open a page that is not kept; what pages share stays in memory, unless something is changed before each."""
    seconds, asked = 0.0, 0
    for _ in range(count + 1):
        caches["pages"].clear()
        if before:
            before()
        with CaptureQueriesContext(connection) if not asked else nullcontext():
            started = process_time()
            opened(handler, address)
            ended = process_time()
            seconds += ended - started if asked else 0
            asked = asked or len(connection.queries_log)
    return Visit(seconds / count, asked)


def _with_files(notice: CaseNoticePage) -> CaseNoticePage:
    """What the corpus does not give: two files."""
    model = get_document_model()
    files = [model(title=title, file=ContentFile(TEXT, name="file.txt"), file_size=len(TEXT)) for title in FILES]
    for file in files:
        file.save()
    notice.attachments = [("document", file) for file in files]
    notice.keywords = "测速；比较"
    notice.save_revision().publish()
    return notice


def _rows() -> Iterator[dict[str, Any]]:
    """All notices as articles: the same titles, texts, files and tags."""
    notices = CaseNoticePage.objects.order_by("pk").select_related("issuing_unit").prefetch_related("violations")
    for number, notice in enumerate(notices.iterator(chunk_size=2_000)):
        yield {
            "title": notice.title,
            "slug": notice.slug,
            "date": notice.published_on.isoformat(),
            "document_number": notice.document_number,
            "unit": str(notice.issuing_unit),
            "intro": notice.summary,
            "body": [(block["type"], block["value"]) for block in notice.body.raw_data],
            "files": FILES if not number else (),
            "tags": [*(term.label for term in notice.violations.all()), *notice.keywords.split("；")]
            if not number
            else (),
        }
