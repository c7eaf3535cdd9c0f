"""How pages come up in Chromium at a quarter of this machine's speed: largest paint, movement, weight on the wire.

Asked: LCP under 1.0 s, CLS under 0.02, the home page under 100 kB without pictures. Pages are kept ones, as nearly
every reader gets them; files come as the test settings serve them, not compressed, so real weights are lower.
"""

import os
import shutil
from pathlib import Path

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test.testcases import LiveServerThread
from django.test.utils import override_settings
from playwright.sync_api import sync_playwright

from benchmarks import site
from benchmarks.table import percentile, print_table
from portal.notices.models import CaseNoticePage
from tests.browser.conftest import FLAGS
from tests.browser.vitals import vitals

SIZE, ROUNDS = 1_000, 7
WIDTHS = {"phone": 390, "desktop": 1280}


def main() -> None:
    """Open each page a few times in fresh windows."""
    site.prepare()
    site.grow(SIZE)
    site.index()
    notice = CaseNoticePage.objects.get(pk=site.keys()[0])
    addresses = {"home": "/", "notice": notice.url, "list": "/notices/", "search": "/search/?q=礼金"}
    with override_settings(PAGE_CACHE=True):
        server = LiveServerThread("127.0.0.1", StaticFilesHandler)
        server.daemon = True
        server.start()
        server.is_ready.wait()
        try:
            rows = _measured(f"http://127.0.0.1:{server.port}", addresses)
        finally:
            server.terminate()
    header = ["page", "window", "LCP p50, s", "LCP max, s", "CLS max", "kB, not compressed"]
    print_table("Pages coming up at 4x CPU slow-down (asked: LCP 1.0 s, CLS 0.02)", header, rows)


def _measured(root: str, addresses: dict[str, str]) -> list[list[object]]:
    rows: list[list[object]] = []
    # Playwright runs a loop in this thread, in which Django would refuse to touch the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    path = shutil.which("chromium") or str(Path("/usr/bin/chromium"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        for name, address in addresses.items():
            for window, width in WIDTHS.items():
                # The first fills the cache.
                found = [vitals(browser, root + address, width=width) for _ in range(ROUNDS + 1)][1:]
                drawn = [each.drawn for each in found]
                moved, weight = max(each.moved for each in found), found[0].weight / 1000
                rows.append([name, window, percentile(drawn, 50), max(drawn), moved, weight])
        browser.close()
    return rows
