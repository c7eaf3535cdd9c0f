"""Every kind of page, by name, and the modes in which each must hold."""

from collections.abc import Iterator
from itertools import product

from tests.browser.content import City

PREFIXES = {"zh": "", "en": "/en"}
WIDTHS = {"phone": 360, "desktop": 1280}
SCHEMES = ("light", "dark")


def address(kind: str, city: City) -> str:
    """The Chinese address of a kind of page."""
    return {
        "home": "/",
        "notices": "/notices/",
        "notices-narrowed": "/notices/?q=公车私用&unit=lj-qx&from=2026-01-01",
        "warnings": "/warnings/",
        "notice": city.notice,
        "warning": city.warning,
        "search": "/search/",
        "search-found": "/search/?q=公车私用&kind=case&page=2",
        "search-nothing": "/search/?q=飞碟&kind=warning&colour=blue",
        "units": "/units/",
        "unit": f"/units/{city.unit.code}/",
        "standing": city.standing,
        "login": "/_util/login/",
        "missing": "/nothing-here/",
        "site-map": "/sitemap/",
        "glossary": "/glossary/",
        "units-nothing": "/units/?q=飞碟",
        "withdrawn": city.withdrawn,
        "preferences": "/preferences/",
        "case": city.case,
        "bulletin": city.bulletin,
        "bulletin-before": f"{city.bulletin}?revision=1",
        "bulletins": "/bulletins/",
        "clarification": city.clarification,
        "inspection": city.inspection,
        "inspections": "/inspections/",
        "changes": "/changes/",
    }[kind]


KINDS = (
    "home",
    "notices",
    "notices-narrowed",
    "warnings",
    "notice",
    "warning",
    "search",
    "search-found",
    "search-nothing",
    "units",
    "unit",
    "standing",
    "login",
    "missing",
    "site-map",
    "glossary",
    "units-nothing",
    "withdrawn",
    "preferences",
    "case",
    "bulletin",
    "bulletin-before",
    "bulletins",
    "clarification",
    "inspection",
    "inspections",
    "changes",
)


#: Language, width and colour scheme so that every pair of them occurs.
PAIRS = (
    ("zh", "phone", "light"),
    ("zh", "desktop", "dark"),
    ("en", "phone", "dark"),
    ("en", "desktop", "light"),
)


def modes() -> Iterator[tuple[str, str, str]]:
    """Language, width and colour scheme in every combination."""
    return product(PREFIXES, WIDTHS, SCHEMES)
