"""Nothing moves while a page comes up, on a phone and on a desktop, at a quarter of the speed."""

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests.browser.content import City
from tests.browser.kinds import address
from tests.browser.vitals import vitals

pytestmark = pytest.mark.browser

#: How far things may move (CLS): a share of the window.
STILL = 0.02
#: Seconds; `make bench` measures the figure that is asked, on a machine with nothing else to do.
AT_LAST = 10.0


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("kind", ["home", "notice", "notices", "search-found"])
def test_nothing_moves_while_it_comes_up(
    kind: str, width: int, city: City, browser: Browser, live_server: LiveServer
) -> None:
    found = vitals(browser, live_server.url + address(kind, city), width=width)
    assert found.moved < STILL
    assert 0 < found.drawn < AT_LAST


def test_what_moves_is_noticed(browser: Browser) -> None:
    late = "document.body.prepend(Object.assign(document.createElement('p'), {style: 'height:400px'}))"
    # Only what has been drawn can move: a busy machine draws later than any time that one might wait for.
    drawn = f"new PerformanceObserver(() => setTimeout(() => {late}, 90)).observe({{type: 'paint', buffered: true}})"
    page = f"<p style=height:300px>text</p><script>{drawn}</script>"
    found = vitals(browser, f"data:text/html,{page}")
    assert found.moved > STILL


def test_what_is_drawn_late_is_waited_for_under_the_policy_of_the_page(browser: Browser) -> None:
    policy = "<meta http-equiv=Content-Security-Policy content=\"script-src 'unsafe-inline'\">"
    late = "setTimeout(() => document.body.append('text'), 1500)"
    found = vitals(browser, f"data:text/html,{policy}<body><script>{late}</script>")
    assert found.drawn > 1.5
