"""What is built once and put back is new for every test, whatever another has done with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from portal.content.models import PortalImage
from portal.notices.models import WarningPage
from portal.organisations.models import ListStamp
from search.engines.embedded import EmbeddedEngine
from tests.factories import ImageFactory, WarningPageFactory
from tests.indexes import engine, index
from tests.kept import kept

__all__ = ["engine", "index"]
STAMPS: set[str] = set()
BUILT: list[int] = []


@kept()
def page(index: Callable[[], None]) -> WarningPage:
    BUILT.append(1)
    made: WarningPage = WarningPageFactory(title="原来的提醒")
    index()
    return made


@kept()
def picture(page: WarningPage) -> PortalImage:
    made: PortalImage = ImageFactory(title=page.title)
    return made


@pytest.mark.parametrize("turn", range(3))
def test_each_begins_the_same(turn: int, page: WarningPage, picture: PortalImage, engine: EmbeddedEngine) -> None:
    file = Path(picture.file.path)
    assert page.title == picture.title == WarningPage.objects.get().title == "原来的提醒"
    assert file.stat().st_size
    keys = [key for key, _mark in engine.fingerprints()]
    assert any(key.endswith(f":{page.pk}") for key in keys)
    marks = set(map(str, ListStamp.objects.values_list("mark", flat=True)))
    assert marks - STAMPS
    STAMPS.update(marks)
    assert len(BUILT) == 1
    page.title = "别的"
    page.save()
    PortalImage.objects.all().delete()
    file.unlink(missing_ok=True)
    engine.delete(keys)
