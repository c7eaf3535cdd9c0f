"""The glossary: every word at an address of its own, in both languages, for people and machines."""

import json

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from home.glossary.terms import glossary
from tests.factories import site_tree

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("prefix", "note"), [("", "一个机构、两块牌子"), ("/en", "One office with two names.")])
def test_every_word_with_its_anchor(client: Client, prefix: str, note: str) -> None:
    site_tree()
    page = BeautifulSoup(client.get(f"{prefix}/glossary/").content, "html.parser")
    rows = page.select(".glossary tbody tr")
    assert [row["id"] for row in rows] == [term.code for term in glossary()]
    (row,) = (row for row in rows if row["id"] == "accountability")
    assert [cell.get_text(strip=True) for cell in row.select("th, td")][:2] == ["问责", "accountability"]
    assert note in page.get_text()
    (data,) = (
        node
        for block in page.select('script[type="application/ld+json"]')
        for node in json.loads(block.get_text())["@graph"]
        if node["@type"] == "DefinedTermSet"
    )
    assert len(data["hasDefinedTerm"]) == len(rows)
    assert data["hasDefinedTerm"][0]["@id"].endswith(f"{prefix}/glossary/#{glossary()[0].code}")


def test_codes_and_words_stand_once() -> None:
    for name in ("code", "zh"):
        values = [getattr(term, name) for term in glossary()]
        assert len(values) == len(set(values))
    assert all(term.en and term.note and term.note_en for term in glossary())


@pytest.mark.parametrize("path", ["/", "/en/", "/sitemap/"])
def test_it_is_linked(client: Client, path: str) -> None:
    site_tree()
    prefix = "/en" if path.startswith("/en") else ""
    page = BeautifulSoup(client.get(path).content, "html.parser")
    assert page.select(f'a[href="{prefix}/glossary/"]')
