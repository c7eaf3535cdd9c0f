"""What Chromium itself says of how a page comes up: the largest part drawn, and how far things moved meanwhile."""

from typing import NamedTuple

from playwright.sync_api import Browser

#: Times slower than this machine, as a cheap phone is.
SLOWER = 4
#: Written down from the very first moment of a page.
WATCH = """
window.seen = { drawn: 0, moved: 0 };
seen.anything = new Promise((resolve, reject) => {
  setTimeout(reject, 30_000, new Error('nothing was drawn'));
  new PerformanceObserver(list => { for (const entry of list.getEntries()) seen.drawn = entry.startTime; resolve(); })
    .observe({ type: 'largest-contentful-paint', buffered: true });
});
new PerformanceObserver(list => list.getEntries().filter(each => !each.hadRecentInput)
  .forEach(each => { seen.moved += each.value; }))
  .observe({ type: 'layout-shift', buffered: true });
"""
WEIGHT = """performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation'))
  .filter(each => !/^(img|image)$/.test(each.initiatorType)).reduce((sum, each) => sum + each.transferSize, 0)"""


class Vitals(NamedTuple):
    """Seconds until the largest part is drawn (LCP), how far things moved (CLS), and bytes without pictures."""

    drawn: float
    moved: float
    weight: int


def vitals(browser: Browser, address: str, *, width: int = 390) -> Vitals:
    """Open a page once in a fresh window on a slow machine, and read down to its end."""
    context = browser.new_context(viewport={"width": width, "height": 844}, locale="zh-CN")
    try:
        page = context.new_page()
        page.add_init_script(WATCH)
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.goto(address, wait_until="networkidle")
        # The first reading down ends the watch for the largest part. (`wait_for_function` is stopped by the policy
        # of the page as soon as it has to wait.)
        page.evaluate("seen.anything")
        drawn: float = page.evaluate("seen.drawn")
        weight = page.evaluate(WEIGHT)
        page.mouse.wheel(0, 5_000)
        page.wait_for_timeout(300)
        return Vitals(drawn / 1000, page.evaluate("seen.moved"), weight)
    finally:
        context.close()
