"""Every kind of page, in both languages, on phone and desktop, light and dark: no finding of axe, nothing sideways."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.content import City
from tests.browser.kinds import KINDS, PREFIXES, WIDTHS, address, modes
from tests.checks.files import ROOT

pytestmark = pytest.mark.browser
SCREENSHOTS = ROOT / "build" / "screenshots"
#: All rules, contrast included, and the size of targets, which axe leaves out unless asked.
RULES: dict[str, Any] = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
HAS_SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"

OpenPage = Callable[..., Page]


def findings(page: Page) -> list[str]:
    """What axe finds wrong, a line each."""
    violations = Axe().run(page, options=RULES).response["violations"]
    return [f"{found['id']}: {node['html'][:160]}" for found in violations for node in found["nodes"]]


@pytest.mark.parametrize("kind", KINDS)
def test_every_mode_is_accessible(kind: str, city: City, open_page: OpenPage) -> None:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    wrong = {}
    for language, width, scheme in modes():
        page = open_page(PREFIXES[language] + address(kind, city), width=WIDTHS[width], color_scheme=scheme)
        name = f"{kind}-{language}-{width}-{scheme}"
        page.screenshot(path=Path(SCREENSHOTS / f"{name}.png"), full_page=True)
        if found := findings(page):
            wrong[name] = found
        page.context.close()
    assert wrong == {}


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_goes_sideways(kind: str, city: City, open_page: OpenPage) -> None:
    """320 CSS pixels are also a desktop at 400 %."""
    wide = []
    for language, prefix in PREFIXES.items():
        page = open_page(prefix + address(kind, city), width=320)
        for width in (320, 768, 2560):
            page.set_viewport_size({"width": width, "height": 800})
            if page.evaluate(HAS_SIDEWAYS):
                wide.append((language, width))
    assert wide == []


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
