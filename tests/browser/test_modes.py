"""Every way to read as the server gives it, on every kind of page: nothing sideways, nothing cut off, axe clean.

Large text and high contrast alone are attributes, which `test_pages` puts on. The simple layout alone is a page without
JavaScript here; all ways together are read by axe in full. Language, scheme and width go round beside that, out of
step, so that each look meets them all over the kinds. How things fit costs next to nothing once the page is there: it
is measured at all widths, 320 pixels first, which is a window of 1,280 at 400 %.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.content import City
from tests.browser.kinds import PREFIXES, SCHEMES, address, go, share
from tests.browser.layout import misfits
from tests.browser.test_pages import findings, keep_screenshot

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]

WIDTHS = (320, 390, 1280, 2560)
#: Into how many tests the kinds are divided, for processes side by side.
TESTS = 2
LOOKS = {
    "layout": {"layout": "simple"},
    "together": {"text": "larger", "contrast": "high", "layout": "simple", "pinyin": "on"},
}

#: Links within sentences may be small (WCAG 2.5.8), all else may not.
_SMALL = """() => [...document.querySelectorAll("a[href], button, summary, input:is([type=search], [type=date])")]
  .filter((one) => one.checkVisibility({ visibilityProperty: true }))
  .filter((one) => !one.closest(".prose, .visually-hidden, .skip-link"))
  .filter((one) => one.getBoundingClientRect().height < 43.5)
  .map((one) => `${one.className} ${one.textContent.trim()}`.slice(0, 80))"""
#: A browser with one voice, which says nothing and ends when it is told to.
_VOICES = """
  const spoken = [];
  const voices = [{ lang: "zh-CN", name: "one" }];
  let said = null;
  class Said { constructor(text) { this.text = text; } }
  Object.defineProperty(window, "SpeechSynthesisUtterance", { value: Said });
  Object.defineProperty(window, "spoken", { value: spoken });
  Object.defineProperty(window, "finish", { value: () => said.onend() });
  Object.defineProperty(window, "speechSynthesis", { value: {
    getVoices: () => window.voiceless ? [] : voices, addEventListener() {}, cancel() {},
    speak(what) { said = what; spoken.push([what.lang, what.text]); },
  }});
"""


def dress(page: Page, site: LiveServer, look: dict[str, str]) -> None:
    """Give the window these modes, and no other."""
    page.context.clear_cookies()
    page.context.add_cookies([{"name": name, "value": value, "url": site.url} for name, value in look.items()])


@pytest.mark.parametrize("number", range(TESTS))
@pytest.mark.parametrize("look", LOOKS)
def test_every_kind_of_page_holds(
    look: str, number: int, city: City, open_page: OpenPage, live_server: LiveServer
) -> None:
    page = open_page("/robots.txt", java_script_enabled=look == "together")
    dress(page, live_server, LOOKS[look])
    wrong: dict[str, list[str]] = {}
    for place, kind in enumerate(share(number, TESTS)):
        language, scheme = list(PREFIXES)[place % 2], SCHEMES[place // 2 % 2]
        width = WIDTHS[(place + place // 4) % 4]
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.set_viewport_size({"width": width, "height": 900})
        found = go(page, kind, city, language)
        if look == "together":
            found += findings(page)
        for other in WIDTHS:
            page.set_viewport_size({"width": other, "height": 800})
            found += [f"at {other}: {misfit}" for misfit in misfits(page)]
        if found:
            wrong[f"{kind}-{look}-{language}-{width}-{scheme}"] = found
            keep_screenshot(page, f"{kind}-{look}-{language}-{width}-{scheme}")
    assert wrong == {}


@pytest.mark.parametrize("script", [True, False])
def test_one_press_on_a_phone_and_all_pages_follow(script: bool, city: City, open_page: OpenPage) -> None:
    page = open_page(f"{city.notice}?from=list", width=390, java_script_enabled=script)
    sizes = [page.locator(".prose p").first.evaluate("(p) => parseFloat(getComputedStyle(p).fontSize)")]
    for name in ("text", "layout"):
        button = page.locator(f".modes button[name={name}]")
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")
        assert page.url.endswith(f"{city.notice}?from=list")
        sizes.append(page.locator(".prose p").first.evaluate("(p) => parseFloat(getComputedStyle(p).fontSize)"))
    assert sizes == sorted(set(sizes))
    assert sizes[1] >= 1.2 * sizes[0]
    page.goto("/en/units/")
    expect(page.locator("html")).to_have_attribute("data-layout", "simple")
    page.locator(".modes button[name=layout]").click()
    expect(page.locator("html")).not_to_have_attribute("data-layout", "simple")


@pytest.mark.parametrize("script", [True, False])
def test_the_settings_page_saves_and_leads_back(script: bool, city: City, open_page: OpenPage) -> None:
    page = open_page(city.notice, java_script_enabled=script)
    expect(page.locator("ruby")).to_have_count(0)
    page.locator(".modes__more").click()
    page.locator("input[name=pinyin][value=on]").check()
    page.locator("input[name=contrast][value=high]").check()
    page.locator(".preferences .button--primary").click()
    assert page.url.endswith(city.notice)
    expect(page.locator(".prose ruby").first).to_be_visible()
    expect(page.locator("html")).to_have_attribute("data-contrast", "high")
    page.goto("/en/preferences/")
    page.locator(".preferences button[name=reset]").click()
    expect(page.locator(".note[role=status]")).to_be_visible()
    assert page.context.cookies() == []


def test_the_simple_layout_is_large_to_press_and_leaves_what_matters(
    city: City, open_page: OpenPage, live_server: LiveServer
) -> None:
    page = open_page("/robots.txt", width=390)
    dress(page, live_server, LOOKS["layout"])
    for kind in ("home", "notices", "notice", "warning", "units", "unit"):
        page.goto(address(kind, city))
        small = page.evaluate(_SMALL)
        assert small == [], kind
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(city.warning)
    expect(page.locator(".aside")).to_contain_text("12388")
    left = page.locator("article").bounding_box()
    aside = page.locator(".aside").bounding_box()
    assert left is not None
    assert aside is not None
    assert aside["y"] >= left["y"] + left["height"]
    page.goto("/notices/")
    expect(page.locator("#filters")).to_be_hidden()
    page.locator(".filters__button").click()
    expect(page.locator("#filters")).to_be_visible()


def test_reading_aloud_goes_on_pauses_and_stops(city: City, open_page: OpenPage, live_server: LiveServer) -> None:
    page = open_page("/robots.txt")
    dress(page, live_server, {"pinyin": "on"})
    page.add_init_script(_VOICES)
    page.goto(f"/en{city.notice}")
    play, stop = page.locator(".read-aloud__play"), page.locator(".read-aloud__stop")
    expect(play).to_be_visible()
    expect(stop).to_be_hidden()
    begin = play.inner_text()
    play.click()
    expect(page.locator(".is-read")).to_have_count(1)
    expect(stop).to_be_visible()
    assert findings(page) == []
    play.click()
    page.evaluate("finish()")
    assert len(page.evaluate("spoken")) == 1
    play.click()
    for _ in range(200):
        if page.locator(".read-aloud").get_attribute("data-state") == "idle":
            break
        page.evaluate("finish()")
    spoken = page.evaluate("spoken")
    texts = [text for _language, text in spoken]
    assert texts[0] == texts[1]
    assert all(len(text) <= 180 for text in texts)
    assert "局长臧某瑾收受礼金2.9万元。" in "".join(texts)
    assert {"zh-CN", "en"} == {language for language, _text in spoken}
    expect(page.locator(".is-read")).to_have_count(0)
    assert play.inner_text() == begin
    play.click()
    stop.click()
    expect(play).to_be_focused()
    expect(stop).to_be_hidden()


def test_no_voice_no_button(city: City, open_page: OpenPage) -> None:
    page = open_page("/robots.txt")
    page.add_init_script(f"window.voiceless = true; {_VOICES}")
    page.goto(city.notice)
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".read-aloud")).to_be_hidden()
