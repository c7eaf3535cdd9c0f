"""Every kind of page, by name, the way to it, and the modes in which each must hold."""

from collections.abc import Callable, Iterator
from itertools import product

from playwright.sync_api import Page, Response

from tests.browser.content import City

PREFIXES = {"zh": "", "en": "/en"}
WIDTHS = {"phone": 360, "desktop": 1280}
SCHEMES = ("light", "dark")
#: What answers otherwise than 200, on purpose.
STATUS = {"missing": 404, "withdrawn": 410, "alerts-expired": 410, "tip-errors": 422, "inquiry-errors": 422}

_ADDRESSES = {
    "home": "/",
    "notices": "/notices/",
    "notices-narrowed": "/notices/?q=公车私用&unit=lj-qx&from=2026-01-01",
    "warnings": "/warnings/",
    "search": "/search/",
    "search-found": "/search/?q=公车私用&kind=case&page=2",
    "search-nothing": "/search/?q=飞碟&kind=warning&colour=blue",
    "units": "/units/",
    "unit": "/units/lj/",
    "login": "/_util/login/",
    "missing": "/nothing-here/",
    "site-map": "/sitemap/",
    "glossary": "/glossary/",
    "units-nothing": "/units/?q=飞碟",
    "preferences": "/preferences/",
    "bulletins": "/bulletins/",
    "inspections": "/inspections/",
    "changes": "/changes/",
    "feedback": "/feedback/",
    "tip": "/feedback/tip/named/",
    "inquiry-form": "/feedback/inquiry/anonymous/",
    "track": "/feedback/track/",
    "received": "/feedback/received/",
    "inquiries": "/inquiries/",
    "inquiries-figures": "/inquiries/figures/",
    "hearings": "/hearings/",
    "insights": "/insights/",
    "insights-narrowed": "/insights/?unit=lj-qx&period=2026&region=nowhere",
    "statistic": "/insights/forms/",
    "archive": "/units/lj/archive/",
    "archive-narrowed": "/units/lj/archive/?kind=notice&year=1999&below=1",
    "archive-print": "/units/lj/archive/print/",
    "open-data": "/open-data/",
    "open-data-interface": "/open-data/api/",
    "alerts": "/alerts/",
    "alerts-follow": "/alerts/follow/?q=礼金&kind=case",
    "alerts-sent": "/alerts/sent/",
    "alerts-lost": "/alerts/link/",
    "alerts-expired": "/alerts/manage/nothing/",
}
_PAGES = ("notice", "warning", "standing", "withdrawn", "case", "bulletin", "clarification", "inspection")
_ROOMS = {
    "inquiry": "inquiry",
    "hearing": "hearing",
    "alerts-confirm": "confirm",
    "alerts-stop": "stop",
    "alerts-manage": "manage",
}

Press = Callable[[Page, City], None]


def _fill(page: Page, fields: dict[str, str]) -> None:
    for name, text in fields.items():
        page.locator(f"main [name='{name}']").fill(text)


def _send(page: Page) -> None:
    page.locator("main .button--primary").last.click()


def _hand_in(page: Page, city: City) -> None:
    _fill(page, {"accused_unit": "某市某局", "title": "关于某局违规收礼的反映", "body": "2026年春节期间多次收受礼品。"})
    page.locator("[name=is_true]").check()
    _send(page)


def _open(page: Page, city: City) -> None:
    _fill(page, {"code": city.rooms.code, "secret": city.rooms.secret})
    _send(page)


def _open_with_a_wrong_secret(page: Page, city: City) -> None:
    _fill(page, {"code": city.rooms.code, "secret": "ABCD-EFGH-JKMN-PQRS"})
    _send(page)


def _send_empty(page: Page, city: City) -> None:
    page.locator("form.hand-in").evaluate("form => { form.noValidate = true; }")
    _send(page)


#: Pages without an address of their own: where one begins, and what one does there.
_DOINGS: dict[str, tuple[str, Press]] = {
    "tip-errors": ("/feedback/tip/named/", _send_empty),
    "inquiry-errors": ("/feedback/inquiry/named/", _send_empty),
    "receipt": ("/feedback/tip/anonymous/", _hand_in),
    "track-wrong": ("/feedback/track/", _open_with_a_wrong_secret),
    "status": ("/feedback/track/", _open),
}

KINDS = (*_ADDRESSES, *_PAGES, "bulletin-before", *_ROOMS, *_DOINGS)

#: Language, width and colour scheme of two windows: every value occurs, and over two kinds every pair.
WINDOWS = (
    (("zh", "phone", "light"), ("en", "desktop", "dark")),
    (("zh", "desktop", "dark"), ("en", "phone", "light")),
)


def address(kind: str, city: City) -> str:
    """The Chinese address of a kind of page."""
    if kind in _PAGES:
        return str(getattr(city, kind))
    if kind in _ROOMS:
        return str(getattr(city.rooms, _ROOMS[kind]))
    return f"{city.bulletin}?revision=1" if kind == "bulletin-before" else _ADDRESSES[kind]


def go(page: Page, kind: str, city: City, language: str = "zh") -> list[str]:
    """Go to a page of this kind; a line where it answers otherwise than it should."""
    start, press = _DOINGS[kind] if kind in _DOINGS else (address(kind, city), None)
    answer: Response | None = page.goto(PREFIXES[language] + start)
    if press is not None:
        with page.expect_navigation() as coming:
            press(page, city)
        answer = coming.value
    assert answer is not None
    return [] if answer.status == STATUS.get(kind, 200) else [f"answers {answer.status}"]


def share(number: int, of: int) -> tuple[str, ...]:
    """The kinds of one of so many tests that divide them."""
    return KINDS[number::of]


def modes() -> Iterator[tuple[str, str, str]]:
    """Language, width and colour scheme in every combination."""
    return product(PREFIXES, WIDTHS, SCHEMES)
