"""What a reader of the home page loads: little, under names that change with the content, compressed ahead."""

import gzip
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.test import Client

from tests.factories import CaseNoticePageFactory, WarningPageFactory

pytestmark = pytest.mark.django_db

WEIGHT, SCRIPT_LINES = 100_000, 300
#: Of other packages: for the admin alone.
FOREIGN = ["wagtail*", "otp*", "treebeard*", "django*", "admin", "tableblock*", "table_block", "ninja*"]


@pytest.fixture
def collected(settings: Any, tmp_path: Path) -> Path:
    """Our static files as production serves them."""
    storage = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "staticfiles": storage}
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=FOREIGN)
    return tmp_path


@pytest.fixture
def home(collected: Path) -> BeautifulSoup:
    """The home page with all that it can hold."""
    for _ in range(9):
        WarningPageFactory(in_force=True)
        CaseNoticePageFactory()
    return BeautifulSoup(Client().get("/").content, "html.parser")


def loaded(page: BeautifulSoup, folder: Path) -> list[Path]:
    """The files that a browser fetches for a page, but for pictures."""
    addresses = [str(link["href"]) for link in page.select('link[rel~="stylesheet"], link[rel~="preload"]')]
    addresses += [str(script["src"]) for script in page.select("script[src]")]
    return [folder / urlsplit(address).path.removeprefix("/static/") for address in addresses]


def test_the_home_page_is_light(home: BeautifulSoup, collected: Path) -> None:
    files = loaded(home, collected)
    assert {path.suffix for path in files} == {".css", ".js"}
    sent = {path.name: len(path.with_name(f"{path.name}.gz").read_bytes()) for path in files}
    sent["page"] = len(gzip.compress(home.encode()))
    assert sum(sent.values()) < WEIGHT, sent


def test_files_bear_the_mark_of_their_content(home: BeautifulSoup, collected: Path) -> None:
    for path in loaded(home, collected):
        name, mark, _kind = path.name.rsplit(".", 2)
        assert len(mark) == 12, path
        assert (path.with_name(f"{name}{path.suffix}")).read_bytes()


def test_there_is_little_script(collected: Path) -> None:
    scripts = [path for path in collected.rglob("*.js") if path.with_name(f"{path.name}.gz").exists()]
    originals = [path for path in scripts if path.name.count(".") == 1]
    assert originals
    lines = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in originals}
    assert sum(lines.values()) < SCRIPT_LINES, lines
