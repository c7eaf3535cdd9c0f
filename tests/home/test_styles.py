"""The style sheets of every page come as one file, made of what stands in `static/css/`."""

import os
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.test import Client

from home import styles


def sheet(name: str, settings: Any) -> Path:
    return Path(settings.BASE_DIR) / "static" / "css" / f"{name}.css"


def test_one_file_holds_every_sheet_and_the_layers_come_first(settings: Any) -> None:
    found = finders.find(styles.NAME)
    text = Path(str(found)).read_text("utf-8")
    assert text.startswith("@layer tokens, base,")
    for name in styles.SHEETS:
        last = [line.strip() for line in sheet(name, settings).read_text("utf-8").splitlines() if ":" in line][-1]
        assert last in text, name
    assert text.index("@media print {\n@layer print") > text.index(".skip-link")
    assert "/*" not in text


def test_it_is_collected_once(settings: Any) -> None:
    listed = [path for finder in finders.get_finders() for path, _storage in finder.list([]) if path == styles.NAME]
    assert listed == [styles.NAME]


def test_it_is_made_again_when_a_sheet_has_changed(settings: Any, tmp_path: Path) -> None:
    settings.STYLES_DIR = tmp_path
    first = styles.made().stat().st_mtime_ns
    assert styles.made().stat().st_mtime_ns == first
    newest = max(sheet(name, settings).stat().st_mtime_ns for name in styles.SHEETS)
    os.utime(styles.made(), ns=(newest - 1, newest - 1))
    assert styles.made().stat().st_mtime_ns > newest


def test_pages_ask_for_no_other_sheet_of_all_pages(db: None) -> None:
    page = Client().get("/units/").content.decode()
    assert page.count('rel="stylesheet"') <= 2
    assert "css/site.css" in page
