"""What tests of notices share."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from tests.indexes import engine, index
from tests.notices.secrets_of_units import Office, build_office

__all__ = ["engine", "index"]


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """Addresses of pages are those of the language in force, and a request leaves its own in force."""
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def office(db: None) -> Office:
    """An office with internal notices."""
    return build_office()
