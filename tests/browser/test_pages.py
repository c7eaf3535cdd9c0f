"""Every kind of page, in both languages, on phone and desktop, light and dark: no finding of axe, nothing sideways.

Axe reads each kind once in full, and once more what hangs on language, width and colours: contrast and sizes. High
contrast and large text are attributes of the page, so they are put on where it stands; the ways to read as the server
gives them have tests of their own.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browser.content import City
from tests.browser.kinds import SCHEMES, WIDTHS, WINDOWS, go, share
from tests.browser.layout import HAS_SIDEWAYS, misfits
from tests.checks.files import ROOT

pytestmark = pytest.mark.browser
SCREENSHOTS = ROOT / "build" / "screenshots"
#: All rules, contrast included, and the size of targets, which axe leaves out unless asked.
RULES: dict[str, Any] = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
#: What changes with colours, widths and languages.
LOOKS: dict[str, Any] = {"resultTypes": ["violations"], "runOnly": ["color-contrast", "target-size"]}
_FINDINGS = """([context, options]) => axe.run(context ?? document, options).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`)))"""
#: Into how many tests the kinds are divided, for processes side by side.
TESTS = 4
#: 320 CSS pixels are a desktop of 1,280 at 400 %, and so many high.
FITTING = ((320, 256), (768, 800), (2560, 800))

OpenPage = Callable[..., Page]


def findings(page: Page, options: dict[str, Any] = RULES, context: str | None = None) -> list[str]:
    """What axe finds wrong, a line each."""
    # A document keeps its axe for the next question, and what was right stays in the browser: both take their time.
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(_FINDINGS, [context, options])
    return found


def keep_screenshot(page: Page, name: str) -> None:
    """In `build/`, to look at what a test has found."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=Path(SCREENSHOTS / f"{name}.png"), full_page=True)


def misfits_at_all_widths(page: Page) -> list[str]:
    """What does not fit, with the width at which it does not."""
    found = []
    for width, height in FITTING:
        page.set_viewport_size({"width": width, "height": height})
        found += [f"at {width}: {misfit}" for misfit in misfits(page)]
    return found


def put_on(page: Page, name: str, value: str) -> None:
    """A way to read, on the page as it stands."""
    page.evaluate("([name, value]) => { document.documentElement.dataset[name] = value; }", [name, value])


@pytest.mark.parametrize("number", range(TESTS))
def test_every_page_is_accessible(number: int, city: City, open_page: OpenPage) -> None:
    page = open_page("/robots.txt", reduced_motion="reduce")
    wrong = {}
    for place, kind in enumerate(share(number, TESTS)):
        for turn, (language, width, scheme) in enumerate(WINDOWS[place % 2]):
            page.set_viewport_size({"width": WIDTHS[width], "height": 900})
            page.emulate_media(color_scheme=scheme)
            found = go(page, kind, city, language)
            found += findings(page, LOOKS if turn else RULES)
            if not turn:
                put_on(page, "contrast", "high")
                found += [f"high contrast: {each}" for each in findings(page, LOOKS)]
            else:
                found += misfits_at_all_widths(page)
                put_on(page, "text", "larger")
                found += [f"large text: {each}" for each in misfits_at_all_widths(page)]
            if found:
                wrong[f"{kind}-{language}-{width}-{scheme}"] = found
                keep_screenshot(page, f"{kind}-{language}-{width}-{scheme}")
    assert wrong == {}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_forced_colours_leave_the_bar_to_the_current_entry_alone(city: City, open_page: OpenPage, scheme: str) -> None:
    page = open_page("/notices/", forced_colors="active", color_scheme=scheme)
    colour = "link => getComputedStyle(link).borderBottomColor"
    behind = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert page.locator(".nav__link[aria-current]").evaluate(colour) != behind
    others = page.locator(".nav__link:not([aria-current])").evaluate_all(f"links => links.map({colour})")
    assert others
    assert set(others) == {behind}


@pytest.mark.parametrize("forced", ["forced_colors", "reduced_motion"])
def test_forced_colours_and_reduced_motion_keep_the_search_usable(forced: str, city: City, open_page: OpenPage) -> None:
    value = {"forced_colors": "active", "reduced_motion": "reduce"}[forced]
    page = open_page("/", **{forced: value})
    page.get_by_role("searchbox").or_(page.get_by_role("combobox")).first.fill("公车私用")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    assert page.locator(".result").count() > 0


def test_a_large_type_size_does_not_break_the_page(city: City, open_page: OpenPage) -> None:
    """Readers who set 200 % in their browser."""
    page = open_page(city.notice, width=1280, bypass_csp=True)
    page.add_style_tag(content="html { font-size: 200% !important }")
    assert not page.evaluate(HAS_SIDEWAYS)
