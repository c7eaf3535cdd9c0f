"""What tests of cases share."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from tests.indexes import engine, index

__all__ = ["engine", "index"]


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """Addresses of pages are those of the language in force, and a request leaves its own in force."""
    with translation.override("zh-hans"):
        yield
