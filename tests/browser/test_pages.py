"""Every kind of page, in both languages, on phone and desktop, light and dark: no finding of axe, nothing sideways.

Each kind meets every pair of language, width and scheme in four windows; the ways to read have tests of their own.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.content import City
from tests.browser.kinds import KINDS, PAIRS, PREFIXES, WIDTHS, address
from tests.browser.layout import HAS_SIDEWAYS, misfits
from tests.checks.files import ROOT

pytestmark = pytest.mark.browser
SCREENSHOTS = ROOT / "build" / "screenshots"
#: All rules, contrast included, and the size of targets, which axe leaves out unless asked.
RULES: dict[str, Any] = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}

OpenPage = Callable[..., Page]


def findings(page: Page) -> list[str]:
    """What axe finds wrong, a line each."""
    violations = Axe().run(page, options=RULES).response["violations"]
    return [f"{found['id']}: {node['html'][:160]}" for found in violations for node in found["nodes"]]


@pytest.mark.parametrize("kind", KINDS)
def test_every_page_is_accessible(kind: str, city: City, open_page: OpenPage) -> None:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    wrong = {}
    for language, width, scheme in PAIRS:
        page = open_page(PREFIXES[language] + address(kind, city), width=WIDTHS[width], color_scheme=scheme)
        name = f"{kind}-{language}-{width}-{scheme}"
        page.screenshot(path=Path(SCREENSHOTS / f"{name}.png"), full_page=True)
        if found := findings(page):
            wrong[name] = found
        page.context.close()
    assert wrong == {}


def test_nothing_goes_sideways_and_nothing_is_cut_off(city: City, open_page: OpenPage) -> None:
    """320 CSS pixels are a desktop of 1,280 at 400 %."""
    wrong = {}
    page = open_page("/robots.txt", width=320, height=256, device_scale_factor=4)
    for kind in KINDS:
        for language, prefix in PREFIXES.items():
            page.goto(prefix + address(kind, city))
            for width in (320, 768, 2560):
                page.set_viewport_size({"width": width, "height": 256 if width == 320 else 800})
                if found := misfits(page):
                    wrong[kind, language, width] = found
    assert wrong == {}


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
    page = open_page(city.notice, width=1280)
    page.add_style_tag(content="html { font-size: 200% !important }")
    assert not page.evaluate(HAS_SIDEWAYS)
