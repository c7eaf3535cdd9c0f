"""The page cache is off in all other tests; here it is on, and empty at the beginning."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from portal.content.caching import memory

IsKept = Callable[[str], bool]


@pytest.fixture(autouse=True)
def _switched_on(settings: Any) -> Iterator[None]:
    settings.PAGE_CACHE = True
    for name in settings.CACHES:
        caches[name].clear()
    memory.forget()
    yield
    memory.forget()


@pytest.fixture
def is_kept() -> IsKept:
    """Whether a stranger gets this address without rendering: with the one query for the stamp."""

    def asked(path: str) -> bool:
        with translation.override("zh-hans"), CaptureQueriesContext(connection) as queries:
            assert Client().get(path).status_code == 200
        return len(queries) == 1

    return asked


@pytest.fixture
def kept(is_kept: IsKept) -> Callable[..., None]:
    """Opens pages until they are kept."""

    def opened(*paths: str) -> None:
        for path in paths:
            # The first time Wagtail fills tables of its own, such as the site frame.
            assert any(is_kept(path) for _ in range(3)), path

    return opened
