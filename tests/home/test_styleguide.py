"""The style guide shows everything there is, to staff alone."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.contrib.staticfiles import finders
from django.test import Client

from home.roles import Role
from home.styleguide.samples import FRAME, samples
from home.styleguide.tokens import ratio, read_tokens, tokens
from tests.checks.files import ROOT
from tests.factories import UserFactory, site_tree

ADDRESSES = ("/styleguide/", "/en/styleguide/")


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(UserFactory(groups=[Role.EDITOR]))
    return client


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
def test_staff_see_it_and_no_cache_or_search_engine_keeps_it(editor: Client, address: str) -> None:
    response = editor.get(address)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]
    page = BeautifulSoup(response.content, "html.parser")
    assert [found["id"] for found in page.select(".guide-sample")] == [
        f"sample-{sample.name}" for sample in samples("/")
    ]
    ids = [found["id"] for found in page.select("[id]")]
    assert len(ids) == len(set(ids))


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
def test_for_others_there_is_no_such_page(client: Client, address: str) -> None:
    site_tree()
    assert client.get(address).status_code == 404
    client.force_login(UserFactory())
    assert client.get(address).status_code == 404


@pytest.mark.django_db
def test_robots_are_not_led_to_it(client: Client) -> None:
    site_tree()
    assert "styleguide" not in client.get("/sitemap.xml").content.decode()
    assert "styleguide" not in client.get("/").content.decode()


@pytest.mark.django_db
def test_every_sample_draws_something(editor: Client) -> None:
    page = BeautifulSoup(editor.get("/styleguide/").content, "html.parser")
    for found in page.select(".guide-sample"):
        heading = found.h3.extract()
        assert found.get_text(strip=True), heading.get_text()


@pytest.mark.django_db
def test_every_component_is_shown() -> None:
    files = {path.stem for path in (ROOT / "templates" / "components").glob("*.html")}
    shown = {sample.name for sample in samples("/")}
    assert shown | FRAME == files
    assert not shown & FRAME


def test_colours_that_stand_on_each_other_can_be_read() -> None:
    contrasts = list(tokens().contrasts())
    assert contrasts
    assert [(pair.ink, pair.ground, pair.light, pair.dark) for pair in contrasts if not pair.suffices] == []


def test_every_size_and_space_has_its_line_in_the_style_sheet() -> None:
    css = Path(str(finders.find("css/styleguide.css"))).read_text(encoding="utf-8")
    names = [name for name, _value in (*tokens().named(r"text-\w+"), *tokens().named(r"s\d"))]
    assert len(names) >= 14
    assert [name for name in names if f".guide-{name} " not in css] == []


@pytest.mark.parametrize(
    ("first", "second", "expected"), [("#000", "#fff", 21.0), ("#777777", "#fff", 4.48), ("#fff", "#ffffff", 1.0)]
)
def test_ratios_are_those_of_the_guidelines(first: str, second: str, expected: float) -> None:
    assert ratio(first, second) == pytest.approx(expected, abs=0.005)
    assert ratio(second, first) == ratio(first, second)


def test_references_and_the_dark_scheme_are_followed() -> None:
    css = "--a: #111; --b: var(--a); --s: 1rem; @media (prefers-color-scheme: dark) { --a: #eee; }"
    assert [(each.name, each.light, each.dark) for each in read_tokens(css).swatches()] == [
        ("a", "#111", "#eee"),
        ("b", "#111", "#eee"),
    ]
    assert re.fullmatch(r"#[0-9a-f]{3,6}", next(iter(tokens().swatches())).light)
