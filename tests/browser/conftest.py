"""A real Chromium against a live server. Without a Chromium these tests fail; they are never left out."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.browser.content import City, build_city
from tests.browser.keeping import KeptCity

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, one for all tests of a process."""
    # Playwright's synchronous calls run a loop in this thread, in which Django would refuse to touch the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    path = shutil.which("chromium") or "/usr/bin/chromium"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield running
        running.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def kept_cities() -> list[KeptCity]:
    """None until a test has asked for it."""
    return []


@pytest.fixture
def city(live_server: LiveServer, kept_cities: list[KeptCity], tmp_path_factory: pytest.TempPathFactory) -> City:
    """The content that is read."""
    if not kept_cities:
        kept_cities.append(KeptCity.built(build_city, tmp_path_factory.mktemp("city")))
    return kept_cities[0].put_back()


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer) -> Iterator[Callable[..., Page]]:
    """Opens an address in a fresh window: ``open_page("/", width=360, color_scheme="dark")``.

    At the end every window must have kept its console clean and asked nobody but the live server.
    """
    contexts: list[Any] = []
    complaints: list[str] = []

    def visit(path: str, *, width: int = 1280, height: int = 900, **options: Any) -> Page:
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": width, "height": height}, locale="zh-CN", **options
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: _is_fault(message) and complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda asked: asked.url.startswith(live_server.url) or complaints.append(asked.url))
        page.goto(path)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert complaints == []


def _is_fault(message: ConsoleMessage) -> bool:
    """What the browser itself says about an answer that is meant so is no fault of the page."""
    meant = ("404 (Not Found)", "410 (Gone)", "422 (Unprocessable Entity)")
    return message.type == "error" and not message.text.endswith(meant)
